import { connect } from 'node:net';
import { setPriority } from 'node:os';
import { setTimeout } from 'node:timers/promises';
import { generateRequests } from '../support/generated-requests.ts';

/**
 * Sends a server requests that no client should send until SIGTERM, and prints the number of responses by status, and the faults.
 * Arguments: the origin of the server, a key that may write, and the seed of the first generated request.
 */

// Clients run on machines of their own. Here they share the cores with the server, which would otherwise wait for them.
setPriority(10);

const [origin = '', key = '', firstSeed = '1'] = process.argv.slice(2);
let seed = Number(firstSeed);
const faults: string[] = [];
const statuses: Record<string, number> = {};
const count = (status: string | number): void => {
  statuses[status] = (statuses[status] ?? 0) + 1;
};

/** Sends a request, and records a response that no client should get. */
const send = async (path: string, options: RequestInit = {}): Promise<void> => {
  const response = await fetch(`${origin}${path}`, { ...options, signal: AbortSignal.timeout(60_000) }).catch(() => undefined);
  count(response?.status ?? 'no response');
  if (response === undefined) return;
  const body = await response.text().catch(() => '');
  const isDocumented = response.status === 503 && response.headers.has('retry-after');
  if (response.status >= 500 && !isDocumented) faults.push(`${options.method ?? 'GET'} ${path} returned ${response.status}: ${body}`);
};

/** Sends raw bytes, and leaves the socket as it is until the server closes it. */
const sendRaw = async (chunks: readonly string[], { isEnded = false, isRead = true } = {}) => {
  const socket = connect(Number(new URL(origin).port), '127.0.0.1');
  socket.on('error', () => undefined);
  if (isRead) socket.resume();
  for (const chunk of chunks) {
    if (socket.destroyed) break;
    socket.write(chunk);
    await setTimeout(chunks.length > 1 ? 500 : 0);
  }
  if (isEnded) socket.end();
  if (!socket.destroyed) await new Promise((resolve) => socket.once('close', resolve));
};

const requestText = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

/** Runs one kind of client again and again. */
const repeat = async (pauseMs: number, work: () => Promise<void>): Promise<void> => {
  for (;;) {
    await work();
    await setTimeout(pauseMs);
  }
};

const garbage: readonly unknown[] = [
  null,
  [],
  {},
  0,
  '',
  { id: 1 },
  { name: null },
  { history: [{}] },
  { amount: { min: 1e308 } },
  { id: '\u0000' },
];

/** Everything that clients do at the same time. */
const abuse = (): Promise<void>[] => {
  const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
  const read = async () => {
    seed += 1;
    for (const path of generateRequests(seed, 5)) await send(path);
  };
  const writeGarbage = async () => {
    const [collection, body] = [['deals', 'companies', 'stakes'][seed % 3], garbage[seed % garbage.length]];
    await send(`/v1/${collection}/abused`, { method: seed % 2 === 0 ? 'PUT' : 'PATCH', headers, body: JSON.stringify(body) });
  };
  return [
    ...[1, 2, 3].map(() => repeat(20, read)),
    repeat(50, writeGarbage),
    // Clients that send their request in pieces, never read, close half of the connection, or send nonsense.
    repeat(200, () => sendRaw(requestText('/v1/deals').split(''))),
    ...[1, 2, 3].map(() => repeat(200, () => sendRaw([requestText('/v1/deals?format=ndjson')], { isRead: false }))),
    repeat(50, () => sendRaw([requestText('/v1/deals?limit=200')], { isEnded: true })),
    repeat(50, () => sendRaw(['\u0000\u0001 nonsense\r\n\r\n'], { isEnded: true })),
    repeat(2_000, () => sendRaw([requestText('/v1/deals?limit=1').repeat(2_000)], { isEnded: true })),
    repeat(200, () => sendRaw(['POST /v1/import HTTP/1.1\r\nHost: x\r\nContent-Length: 60000000\r\n\r\n', 'x'.repeat(100_000)])),
  ];
};

process.once('SIGTERM', () => {
  process.stdout.write(JSON.stringify({ statuses, faults }), () => process.exit(0));
});
await Promise.all(abuse());
