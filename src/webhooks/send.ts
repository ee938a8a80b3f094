import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Webhook } from 'standardwebhooks';
import { lookupPublic, refuseLiteral } from './addresses.ts';

/** A message on its way to one subscriber. */
export interface Message {
  id: string;
  url: string;
  secrets: readonly string[];
  body: string;
}

/** What came of an attempt: the status that was answered, or why there was none. */
export interface Outcome {
  status: number | null;
  error: string | null;
  /** For how long the receiver asks to be left alone. */
  retryAfterSeconds: number | null;
}

const timeoutMs = 15_000;
const excerptLengthMax = 200;

const secondsOf = (header: string | undefined): number | null => (header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : null);

/**
 * Sends a message by Standard Webhooks 1.0: `webhook-id`, `webhook-timestamp`, and `webhook-signature` with HMAC-SHA256 over
 * both and the body. Redirects are not followed, and of the answer only the status counts.
 */
export const sendMessage = ({ id, url, secrets, body }: Message, now: Date, allowPrivate: boolean): Promise<Outcome> =>
  new Promise((resolve) => {
    const failed = (error: unknown) =>
      resolve({
        status: null,
        error: (error instanceof Error ? error.message : String(error)).slice(0, excerptLengthMax),
        retryAfterSeconds: null,
      });
    try {
      const target = new URL(url);
      if (!allowPrivate) refuseLiteral(target);
      const send = target.protocol === 'https:' ? httpsRequest : httpRequest;
      const request = send(target, {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(body),
          'user-agent': 'Roundtrip-Webhooks/1.0',
          'webhook-id': id,
          'webhook-timestamp': String(Math.floor(now.getTime() / 1_000)),
          'webhook-signature': secrets.map((secret) => new Webhook(secret).sign(id, now, body)).join(' '),
        },
        agent: false,
        signal: AbortSignal.timeout(timeoutMs),
        ...(!allowPrivate && { lookup: lookupPublic }),
      });
      request.on('error', failed);
      request.on('response', (response) => {
        const { statusCode = 0, headers } = response;
        // Nothing in the body matters, and it may have no end.
        response.on('error', () => undefined);
        response.destroy();
        const isDelivered = statusCode >= 200 && statusCode < 300;
        resolve({
          status: statusCode,
          error: isDelivered ? null : `The receiver answered ${statusCode}.`,
          retryAfterSeconds: secondsOf(headers['retry-after']),
        });
      });
      request.end(body);
    } catch (error) {
      failed(error);
    }
  });
