import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { startServer } from '../support/app.ts';
import { waitUntil } from '../support/processes.ts';

let server: Awaited<ReturnType<typeof startServer>>;
const sockets: Socket[] = [];
beforeAll(async () => {
  server = await startServer();
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await server.close();
});

/** Opens a connection, and collects what the server sends. */
const openConnection = async (): Promise<{ socket: Socket; received: () => string }> => {
  const socket = connect(Number(new URL(server.url).port), '127.0.0.1');
  sockets.push(socket);
  const chunks: string[] = [];
  socket.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  await once(socket, 'connect');
  return { socket, received: () => chunks.join('') };
};

const requestText = (path: string, method = 'GET'): string => `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const countResponses = (text: string): number => text.split('HTTP/1.1 ').length - 1;

it('answers another client between two pipelined requests', async () => {
  const [greedy, other] = [await openConnection(), await openConnection()];
  greedy.socket.write(requestText('/v1/deals?limit=1').repeat(10_000));
  await once(greedy.socket, 'data');
  const before = countResponses(greedy.received());
  other.socket.write(requestText('/health/live'));
  await once(other.socket, 'data');
  expect(other.received()).toMatch(/^HTTP\/1.1 200/);
  expect(countResponses(greedy.received()) - before).toBeLessThan(50);
  greedy.socket.destroy();
});

it('answers pipelined requests in their order, however long each takes, and the requests after them', async () => {
  const { socket, received } = await openConnection();
  const paths = ['/v1/events?limit=200', '/v1/deals?colour=red', '/health/live', '/v1/deals?limit=200', '/v1/stats?groupBy=kind', '/nope'];
  const statuses = ['200', '400', '200', '200', '200', '404'];
  const repeats = 20;
  // Node reads 64 kB at a time.
  const padding = `X-Padding: ${'x'.repeat(2_000)}\r\n\r\n`;
  socket.write(
    paths
      .map((path) => requestText(path, 'HEAD').replace(/\r\n$/, padding))
      .join('')
      .repeat(repeats),
  );
  await waitUntil(() => countResponses(received()) === paths.length * repeats, 'all requests were answered');
  const answered = [...received().matchAll(/HTTP\/1.1 (\d+)/g)].map(([, status]) => status);
  expect(answered).toEqual(Array.from({ length: repeats }, () => statuses).flat());
  socket.write(requestText('/health/live'));
  await waitUntil(() => received().endsWith('{"status":"ok"}'), 'the request after the pipelined ones was answered');
});
