import { once } from 'node:events';
import { type AddressInfo, connect, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createFairServer } from '../../src/http/fair-server.ts';
import { sendUnparsedRequestProblem } from '../../src/http/unparsed-request.ts';
import { nextTurn } from '../../src/turns.ts';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { waitUntil } from '../support/processes.ts';

let dataset: DatasetApp;
const sockets: Socket[] = [];
beforeAll(async () => {
  dataset = await openDatasetApp();
  await dataset.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await dataset.close();
});

/** Opens a connection, and collects what the server sends. */
const openConnection = async (server: Server = dataset.app.server): Promise<{ socket: Socket; received: () => string }> => {
  const socket = connect({ host: '127.0.0.1', port: (server.address() as AddressInfo).port, allowHalfOpen: true });
  sockets.push(socket);
  const chunks: string[] = [];
  socket.setEncoding('utf8').on('data', (chunk: string) => chunks.push(chunk));
  await once(socket, 'connect');
  return { socket, received: () => chunks.join('') };
};

const countConnections = (server: Server = dataset.app.server) =>
  new Promise<number>((resolve, reject) => {
    server.getConnections((error, count) => (error === null ? resolve(count) : reject(error)));
  });

const requestText = (path: string, method = 'GET'): string => `${method} ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;
const readStatuses = (text: string) => [...text.matchAll(/HTTP\/1.1 (\d+)/g)].map(([, status]) => status);
const countResponses = (text: string): number => text.split('HTTP/1.1 ').length - 1;

it('answers a probe before all requests that came first are answered', async () => {
  const answered: (string | undefined)[] = [];
  const server = createFairServer((request, response) => {
    const end = performance.now() + 5;
    while (performance.now() < end);
    answered.push(request.url);
    response.end();
  }, {}).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const clients = await Promise.all(Array.from({ length: 40 }, () => openConnection(server)));
  const probe = await openConnection(server);
  await waitUntil(async () => (await countConnections(server)) === clients.length + 1, 'all connections were accepted');
  for (const { socket } of clients) socket.write(requestText('/v1/deals'));
  probe.socket.write(requestText('/health/live'));
  await waitUntil(() => answered.length === clients.length + 1, 'all requests were answered');
  expect(answered.indexOf('/health/live')).toBeLessThan(10);
  server.close();
});

it('gives each turn of the event loop to one of those who wait', async () => {
  let turn = 0;
  const count = () => {
    turn += 1;
    if (turn < 100) setImmediate(count);
  };
  setImmediate(count);
  const turns = await Promise.all(
    [1, 2, 3, 4, 5].map(async () => {
      await nextTurn();
      return turn;
    }),
  );
  expect(new Set(turns).size).toBe(5);
});

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
  expect(readStatuses(received())).toEqual(Array.from({ length: repeats }, () => statuses).flat());
  socket.write(requestText('/health/live'));
  await waitUntil(() => received().endsWith('{"status":"ok"}'), 'the request after the pipelined ones was answered');
});

const invalidBody = `${requestText('/mcp', 'POST').trimEnd()}\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nno size\r\n`;

it('answers what it cannot parse after all requests before it, and closes the connection', async () => {
  const openBefore = await countConnections();
  const invalid = [
    ['nonsense\r\n\r\n', '400'],
    [invalidBody, '400'],
    [requestText('/v1').replace(/\r\n$/, `X: ${'x'.repeat(40_000)}\r\n\r\n`), '431'],
  ] as const;
  const earlier = [
    [],
    ['/v1/deals?limit=200&sort=-id'],
    ['/v1/stats?groupBy=chip,year&of=chip-commitments', '/health/live', '/v1/events?limit=200'],
  ];
  for (const [text, status] of invalid)
    for (const paths of earlier) {
      const { socket, received } = await openConnection();
      socket.write(paths.map((path) => requestText(path, 'HEAD')).join('') + text);
      await once(socket, 'end');
      expect(readStatuses(received())).toEqual([...paths.map(() => '200'), status]);
    }
  await waitUntil(async () => (await countConnections()) <= openBefore, 'the server has closed the connections that clients keep open');
});

it('answers a request that does not arrive in time with 408', async () => {
  const slow = createFairServer(() => undefined, { requestTimeout: 100, connectionsCheckingInterval: 50 });
  slow.on('clientError', sendUnparsedRequestProblem).listen(0, '127.0.0.1');
  await once(slow, 'listening');
  const { socket, received } = await openConnection(slow);
  socket.write('GET /v1 HTTP/1.1\r\n');
  await once(socket, 'end');
  expect(received()).toMatch(/^HTTP\/1.1 408 Request Timeout\r\n.*"type":"\/docs\/problems\/request-timeout"/s);
  slow.close();
});
