import { createServer, type IncomingHttpHeaders, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request that passed the gateway. */
export interface RecordedRequest {
  path: string;
  headers: IncomingHttpHeaders;
  /** The status of the response, or 0 if there was none. */
  status: number;
  /** The content encoding of the response. */
  encoding?: string | undefined;
  /** `Retry-After` of the response. */
  retryAfter?: string | undefined;
}

/** What the gateway does to the requests under a name. `limit`, `cut` and `halve` concern the first only. */
type Disturbance = 'pass' | 'limit' | 'cut' | 'halve' | 'cut-always' | 'sign-in' | 'silent' | 'lead-away';

const listen = (handle: (incoming: IncomingMessage, outgoing: ServerResponse) => void) =>
  new Promise<{ origin: string; close(): void }>((resolve) => {
    // A connection that the server closes in the moment in which it is used again would fail a test on a busy machine.
    const server = createServer({ keepAliveTimeout: 60_000 }, handle).listen(0, '127.0.0.1', () => {
      const close = () => {
        server.close();
        server.closeAllConnections();
      };
      resolve({ origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close });
    });
  });

/** Reads a response of the server as it is, compressed or not. */
const forward = (target: string, incoming: IncomingMessage, headers: IncomingHttpHeaders) =>
  new Promise<{ status: number; headers: IncomingHttpHeaders; body: Buffer }>((resolve, reject) => {
    const outgoing = request(target, { method: incoming.method ?? 'GET', headers: { ...incoming.headers, ...headers } }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(chunks) }));
      response.on('error', reject);
    });
    outgoing.on('error', reject);
    incoming.pipe(outgoing);
  });

/**
 * Starts a gateway between clients and the real servers, which cuts connections as a network would. The address of the API behind it is
 * `/{disturbance}/{name}`; the name separates the requests of one test from those of others. `/recorded/{name}` returns them.
 *
 * @param control answers `/control/...`, so that tests in other languages can act on the servers.
 * @param targetOf returns the address of a server.
 * @param exhaust uses up the rate limit of a client, before its first request to the limited server.
 */
export const startGateway = async (
  targetOf: (isLimited: boolean) => Promise<string>,
  control: (path: string) => Promise<unknown>,
  exhaust: (client: Record<string, string>) => Promise<void>,
): Promise<{ origin: string; close(): void }> => {
  const requests = new Map<string, RecordedRequest[]>();
  const recorded = (name: string) => requests.get(name) ?? requests.set(name, []).get(name) ?? [];

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const [, first = '', name = '', path = ''] = /^\/([^/]+)\/([^/]+)(.*)$/.exec(incoming.url ?? '') ?? [];
    if (first === 'recorded') return void outgoing.end(JSON.stringify(recorded(name)));
    if (first === 'control') return void outgoing.end(JSON.stringify((await control(name + path)) ?? null));
    const disturbance = first as Disturbance;
    const entry: RecordedRequest = { path, headers: incoming.headers, status: 0 };
    const count = recorded(name).push(entry);
    if (disturbance === 'silent') return;
    if (disturbance === 'cut-always' || (disturbance === 'cut' && count === 1)) return void incoming.socket.destroy();
    if (disturbance === 'sign-in')
      return void outgoing.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>Sign in to the network</title>');
    if (disturbance === 'lead-away')
      return void outgoing.writeHead(302, { location: `${elsewhere.origin}/pass/${name}-away${path}` }).end();
    // Another address for each name, because the server limits the requests of an address.
    const client = { 'x-forwarded-for': `192.0.2.${[...requests.keys()].indexOf(name)}` };
    if (disturbance === 'limit' && count === 1) await exhaust(client);
    const send = async () => forward((await targetOf(disturbance === 'limit')) + path, incoming, client);
    // Tries again if the server was stopped in this moment.
    const { status, headers, body } = await send().catch(send);
    entry.status = status;
    entry.encoding = headers['content-encoding'];
    entry.retryAfter = headers['retry-after'];
    outgoing.writeHead(status, headers);
    if (disturbance !== 'halve' || count > 1) return void outgoing.end(body);
    outgoing.write(body.subarray(0, body.length / 2), () => incoming.socket.destroy());
  };
  const answer = (incoming: IncomingMessage, outgoing: ServerResponse) =>
    void handle(incoming, outgoing).catch((error: unknown) => outgoing.writeHead(502).end(String(error)));
  const elsewhere = await listen(answer);
  const main = await listen(answer);
  return {
    origin: main.origin,
    close: () => {
      main.close();
      elsewhere.close();
    },
  };
};
