import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { Webhook } from 'standardwebhooks';
import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import { collections } from '../../src/domain/vocabulary.ts';
import { createRelease } from '../../src/releases/create-release.ts';
import { openApp, openDatasetDatabase } from '../support/app.ts';
import { readRecords } from '../support/dataset.ts';
import { makeKey } from '../support/keys.ts';
import { readSequence, writeSource } from '../support/sources.ts';
import { startGateway } from './gateway.ts';

/** A webhook message, signed by the server. */
export interface Message {
  headers: Record<string, string>;
  body: string;
}

/** What the tests of every client get: addresses, and what they must find there. */
export interface Surroundings {
  /** Address of the gateway. */
  gateway: string;
  /** Address of a server with a low rate limit, whose queue of analyses is full. */
  strict: string;
  key: string;
  release: string;
  former: { id: string; now: string };
  collections: readonly string[];
  deals: { count: number; first: { id: string; title: string }; large: { id: string; amount: object }[] };
  /** A stake whose date has a month and no day. */
  month: { id: string; observedOn: string };
  webhook: { secret: string; message: Message; old: Message };
}

const address = (server: { address(): unknown }) => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

/** Creates a webhook, and returns its secret and the message that the server sends to test it. */
const receiveMessage = async (url: string, key: string): Promise<Surroundings['webhook']> => {
  const receiver = createServer().listen(0, '127.0.0.1');
  await once(receiver, 'listening');
  const received = new Promise<{ headers: IncomingHttpHeaders; body: string }>((resolve) =>
    receiver.on('request', (request, response) => {
      response.end();
      void text(request).then((body) => resolve({ headers: request.headers, body }));
    }),
  );
  const post = async (path: string, body?: object) => {
    const headers = { authorization: `Bearer ${key}`, ...(body !== undefined && { 'content-type': 'application/json' }) };
    const response = await fetch(`${url}/v1/webhooks${path}`, { method: 'POST', headers, ...(body && { body: JSON.stringify(body) }) });
    return ((await response.json()) as { data: { id: string; secret: string } }).data;
  };
  const { id, secret } = await post('', { url: address(receiver) });
  await post(`/${id}/test`);
  const { headers, body } = await received;
  receiver.close();
  const named = (name: string) => String(headers[`webhook-${name}`]);
  const message = {
    headers: { 'webhook-id': named('id'), 'webhook-timestamp': named('timestamp'), 'webhook-signature': named('signature') },
    body,
  };
  const sentAt = new Date(Number(named('timestamp')) * 1_000 - 600_000);
  const old = {
    headers: {
      'webhook-id': named('id'),
      'webhook-timestamp': String(sentAt.getTime() / 1_000),
      'webhook-signature': new Webhook(secret).sign(named('id'), sentAt, body),
    },
    body,
  };
  return { secret, message, old };
};

const readFacts = (): Pick<Surroundings, 'former' | 'deals' | 'month'> => {
  const redirects = JSON.parse(readFileSync('data/redirects.json', 'utf8')) as { deals: Record<string, string> };
  const [former] = Object.entries(redirects.deals);
  const deals = readRecords('deals');
  const amounts = deals.flatMap((deal) => {
    const [amount] = deal.history.flatMap((event) => event.amount ?? []);
    return deal.history.length === 1 && amount !== undefined ? [{ id: deal.id, amount }] : [];
  });
  const [first] = deals;
  const month = readRecords('stakes').find(({ observedOn }) => observedOn.length === 7);
  if (first === undefined || month === undefined || former === undefined)
    throw new Error('The dataset lacks what the tests of the clients need.');
  return {
    former: { id: former[0], now: former[1] },
    deals: {
      count: deals.length,
      first: { id: first.id, title: first.title },
      large: amounts.toSorted((a, b) => Number(b.amount.max) - Number(a.amount.max)).slice(0, 5),
    },
    month: { id: month.id, observedOn: month.observedOn },
  };
};

/** Creates a release of a few sources, because one of the whole dataset takes seconds. */
const releaseSources = async (dataDir: string, version: string): Promise<void> => {
  const folder = join(dataDir, 'dataset');
  await mkdir(join(folder, 'sources'), { recursive: true });
  await cp(join(datasetFolder, 'dataset.json'), join(folder, 'dataset.json'));
  for (const { id } of readRecords('sources').slice(0, 50))
    await cp(join(datasetFolder, 'sources', `${id}.json`), join(folder, 'sources', `${id}.json`));
  const small = await openDatasetDatabase(folder, { fromScratch: true, engine: 'sqlite' });
  await createRelease(small.database, dataDir, version, new Date());
  await small.close();
};

/** Starts the servers that the tests of the clients share, on one database, and a gateway in front of them. */
export const startSurroundings = async (advanceLimits: (seconds: number) => void) => {
  const dataset = await openDatasetDatabase();
  const { database } = dataset;
  const dataDir = await mkdtemp(join(tmpdir(), 'roundtrip-clients-'));
  const release = '2100.1.1';
  await releaseSources(dataDir, release);
  const key = await makeKey(database, 'admin', 'clients');
  const startMain = async () => {
    const { app, close } = await openApp(database, { dataDir, webhookAllowPrivate: true });
    return { url: await app.listen({ host: '127.0.0.1', port: 0 }), close };
  };
  let main = startMain();
  const strict = await openApp(database, { rateLimitMax: 20, trustedProxies: 1 }, undefined, { threads: 0, waitingMax: 0 });
  // Without the hooks of `app.listen`, which start threads and deliver webhooks.
  strict.app.server.listen(0, '127.0.0.1');
  await once(strict.app.server, 'listening');

  const restart = async () => {
    const before = main;
    // Requests wait for the new server, as behind a load balancer.
    main = before.then(({ close }) => close()).then(startMain);
    await main;
  };
  const write = async (id: string) => {
    await writeSource(database, id);
    return { sequence: await readSequence(database) };
  };
  /** Uses up the rate limit of a client, two seconds before it starts again. */
  const exhaust = async (client: Record<string, string>): Promise<void> => {
    const response = await fetch(`${address(strict.app.server)}/v1`, { headers: client });
    if (response.status !== 429) return exhaust(client);
    advanceLimits(Number(response.headers.get('retry-after')) - 2);
  };
  const gateway = await startGateway(
    async (isLimited) => (isLimited ? address(strict.app.server) : (await main).url),
    (path) => {
      const [action, name = ''] = path.split('/');
      return action === 'restart' ? restart() : write(name);
    },
    exhaust,
  );
  const surroundings: Surroundings = {
    gateway: gateway.origin,
    strict: address(strict.app.server),
    key,
    release,
    collections,
    ...readFacts(),
    webhook: await receiveMessage((await main).url, key),
  };
  return {
    surroundings,
    close: async () => {
      gateway.close();
      strict.app.server.close();
      await Promise.all([(await main).close(), strict.close()]);
      await dataset.close();
      await rm(dataDir, { recursive: true });
    },
  };
};
