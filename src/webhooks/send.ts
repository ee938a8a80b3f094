import { request as httpRequest } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { Webhook } from 'standardwebhooks';
import { assertPublicLiteral, lookupPublic } from './addresses.ts';

/** A message to one subscriber. */
export interface Message {
  id: string;
  url: string;
  secrets: readonly string[];
  body: string;
}

/** Outcome of an attempt: the HTTP status, or the error if there was no response or the status was not 2xx. */
export interface AttemptOutcome {
  status: number | null;
  error: string | null;
  /** The receiver's `Retry-After`, if it is a number of seconds. */
  retryAfterSeconds: number | null;
}

const timeoutMs = 15_000;
const maxErrorLength = 200;

const parseRetryAfter = (header: string | undefined): number | null =>
  header !== undefined && /^\d{1,9}$/.test(header) ? Number(header) : null;

/**
 * Sends a message as specified by Standard Webhooks 1.0, with the headers `webhook-id`, `webhook-timestamp` and `webhook-signature`
 * (HMAC-SHA256 over both and the body). Does not follow redirects. Only the status of the response counts.
 *
 * @param allowPrivate Allows addresses that are not public.
 * @param signal Ends the attempt.
 * @returns The outcome; the promise never rejects.
 */
export const sendMessage = (
  { id, url, secrets, body }: Message,
  now: Date,
  allowPrivate: boolean,
  signal: AbortSignal,
): Promise<AttemptOutcome> =>
  new Promise((resolve) => {
    const failed = (error: unknown) =>
      resolve({
        status: null,
        error: (error instanceof Error ? error.message : String(error)).slice(0, maxErrorLength),
        retryAfterSeconds: null,
      });
    try {
      const target = new URL(url);
      if (!allowPrivate) assertPublicLiteral(target);
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
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
        ...(!allowPrivate && { lookup: lookupPublic }),
      });
      request.on('error', failed);
      request.on('response', (response) => {
        const { statusCode = 0, headers } = response;
        // The body is irrelevant and could be endless.
        response.on('error', () => undefined);
        response.destroy();
        const isDelivered = statusCode >= 200 && statusCode < 300;
        resolve({
          status: statusCode,
          error: isDelivered ? null : `The receiver returned ${statusCode}.`,
          retryAfterSeconds: parseRetryAfter(headers['retry-after']),
        });
      });
      request.end(body);
    } catch (error) {
      failed(error);
    }
  });
