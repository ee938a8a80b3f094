import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { revokeKey } from '../../src/access/keys.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open.ts';
import { retryDelaysMs } from '../../src/webhooks/schedule.ts';
import { createTestDatabase, openApp, suiteEngine } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { makeKey } from '../support/keys.ts';
import { waitUntil } from '../support/processes.ts';
import { writeSource } from '../support/sources.ts';

interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
}

let made: Awaited<ReturnType<typeof createTestDatabase>>;
let database: Database;
let apps: Awaited<ReturnType<typeof openApp>>[] = [];
/** Offset of the servers' clock. */
let offsetMs = 0;
const keys: Record<string, string> = {};

const received: Received[] = [];
/** Statuses that the receiver returns for a path, in order; the last one repeats. The default is 200. */
const answers = new Map<string, number[]>();
const receiver = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const path = request.url ?? '';
    received.push({ path, headers: request.headers, body: Buffer.concat(chunks).toString() });
    // A receiver that never responds.
    if (path === '/silent') return;
    const planned = answers.get(path) ?? [200];
    const status = (planned.length > 1 ? planned.shift() : planned[0]) ?? 200;
    response.writeHead(status, status === 301 ? { location: '/elsewhere' } : {}).end('{}');
  });
});
const receiverUrl = (path: string) => `http://127.0.0.1:${(receiver.address() as AddressInfo).port}${path}`;
const receivedAt = (path: string) => received.filter((one) => one.path === path);

const startApp = async (webhookAllowPrivate = true) => {
  const app = await openApp(database, { webhookAllowPrivate }, () => new Date(Date.now() + offsetMs));
  await app.app.listen({ host: '127.0.0.1', port: 0 });
  apps.push(app);
  return app;
};

beforeAll(async () => {
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  made = await createTestDatabase(suiteEngine, false);
  database = await openDatabase(made.url);
  for (const [name, scope] of [
    ['desk', 'write'],
    ['other', 'write'],
    ['chief', 'admin'],
    ['reader', 'read'],
  ] as const)
    keys[name] = await makeKey(database, scope, name);
});
beforeEach(async () => {
  await startApp();
});
afterEach(async () => {
  for (const app of apps) await app.close();
  apps = [];
});
afterAll(async () => {
  await database.close();
  await made.close();
  receiver.close();
});

const send = (method: 'get' | 'post' | 'patch' | 'delete', path: string, key = 'desk') => {
  const [app] = apps;
  if (app === undefined) throw new Error('No server runs.');
  return app.request[method](path).set('Authorization', `Bearer ${keys[key]}`);
};
const subscribe = async (path: string, rest: object = {}): Promise<JsonBody> =>
  (
    await send('post', '/v1/webhooks')
      .send({ url: receiverUrl(path), ...rest })
      .expect(201)
  ).body.data;
const deliveriesOf = async (id: string): Promise<JsonBody[]> => (await send('get', `/v1/webhooks/${id}/deliveries`).expect(200)).body.data;
const verified = (secret: string, { body, headers }: Received): JsonBody =>
  new Webhook(secret).verify(body, headers as Record<string, string>) as JsonBody;

describe('a webhook', () => {
  it('receives every later change with a signature that the standardwebhooks package verifies', async () => {
    await writeSource(database, 'before-webhook');
    const { id, secret } = await subscribe('/every');
    await writeSource(database, 'after-webhook');
    await waitUntil(() => receivedAt('/every').length > 0, 'the message came');
    const [message] = receivedAt('/every');
    if (message === undefined) throw new Error('No message.');
    const { type, timestamp, data } = verified(secret, message);
    const { body } = await send('get', `/v1/changes?since=${data.sequence - 1}&limit=1`).expect(200);
    expect(data).toEqual(body.data[0]);
    expect([type, timestamp, data.id]).toEqual(['record.put', body.data[0].recordedAt, 'after-webhook']);
    expect(() => verified(secret, { ...message, body: message.body.replace('after', 'other') })).toThrow('No matching signature');
    expect(() => verified((secret as string).replace(/A|B/, 'C').replace(/e/, 'f'), message)).toThrow();
    await waitUntil(async () => (await deliveriesOf(id))[0]?.status === 'delivered', 'the delivery was noted');
    expect(await deliveriesOf(id)).toMatchObject([
      { id: message.headers['webhook-id'], attempts: 1, lastStatus: 200, nextAttemptAt: null },
    ]);
    expect(JSON.stringify((await send('get', `/v1/webhooks/${id}`).expect(200)).body)).not.toContain('whsec_');
    await send('delete', `/v1/webhooks/${id}`).expect(204);
  });

  it('receives changes of its collections only, including retractions and renames', async () => {
    const { id, secret } = await subscribe('/chips', { collections: ['chips'] });
    const write = { name: 'A chip', vendor: 'nvidia', category: 'gpu' };
    await writeSource(database, 'unasked');
    const [app] = apps;
    const put = app?.request.put('/v1/chips/a-chip').set('Authorization', `Bearer ${keys.desk}`);
    await put?.send({ id: 'a-chip', ...write }).expect(201);
    await send('post', '/v1/chips/a-chip/rename').send({ id: 'the-chip' }).expect(200);
    await send('delete', '/v1/chips/the-chip').expect(204);
    await waitUntil(() => receivedAt('/chips').length === 4, 'four messages came');
    const told = receivedAt('/chips')
      .map((message) => verified(secret, message))
      .sort((a, b) => a.data.sequence - b.data.sequence)
      .map(({ type, data }) => [type, data.id]);
    expect(told).toEqual([
      ['record.put', 'a-chip'],
      ['record.put', 'the-chip'],
      ['record.renamed', 'a-chip'],
      ['record.retracted', 'the-chip'],
    ]);
    await send('delete', `/v1/webhooks/${id}`).expect(204);
  });

  it('is retried with the same message after the specified delays until the receiver accepts it', async () => {
    answers.set('/flaky', [500, 301, 200]);
    const { id, secret } = await subscribe('/flaky');
    await writeSource(database, 'flaky-source');
    for (const [index, delay] of [5_000, 300_000].entries()) {
      await waitUntil(async () => (await deliveriesOf(id))[0]?.attempts === index + 1, `attempt ${index + 1} was made`);
      const [{ nextAttemptAt: next, lastAttemptAt: last, lastError }] = (await deliveriesOf(id)) as [JsonBody];
      const pause = Date.parse(next) - Date.parse(last);
      expect(pause).toBeGreaterThanOrEqual(delay);
      expect(pause).toBeLessThanOrEqual(delay * 1.1);
      expect(lastError).toMatch(/The receiver returned (500|301)/);
      expect(receivedAt('/flaky')).toHaveLength(index + 1);
      offsetMs += delay * 1.1 + 1;
    }
    await waitUntil(() => receivedAt('/flaky').length === 3, 'the third attempt was made');
    expect(receivedAt('/elsewhere')).toEqual([]);
    expect(new Set(receivedAt('/flaky').map(({ headers, body }) => `${String(headers['webhook-id'])} ${body}`)).size).toBe(1);
    offsetMs = 0;
    for (const message of receivedAt('/flaky').slice(0, 1)) verified(secret, message);
    await send('delete', `/v1/webhooks/${id}`).expect(204);
  });

  it('is disabled after all attempts fail, and delivers missed messages once enabled again', async () => {
    answers.set('/dead', [503]);
    const { id } = await subscribe('/dead');
    await writeSource(database, 'dead-source');
    for (let attempt = 1; attempt <= retryDelaysMs.length + 1; attempt += 1) {
      await waitUntil(async () => (await deliveriesOf(id))[0]?.attempts === attempt, `attempt ${attempt} was made`);
      offsetMs += 27 * 3_600_000;
    }
    offsetMs = 0;
    const { body } = await send('get', `/v1/webhooks/${id}`).expect(200);
    expect(body.data).toMatchObject({ isEnabled: false, disabledReason: 'A message failed after 10 attempts: The receiver returned 503.' });
    await writeSource(database, 'missed-source');
    expect((await deliveriesOf(id)).map(({ status }) => status)).toEqual(['failed']);
    answers.set('/dead', [200]);
    const before = receivedAt('/dead').length;
    await send('patch', `/v1/webhooks/${id}`).send({ isEnabled: true }).expect(200);
    await waitUntil(() => receivedAt('/dead').length === before + 1, 'what it missed came');
    const [, failed] = await deliveriesOf(id);
    await send('post', `/v1/webhooks/${id}/deliveries/${failed?.id}/replay`).expect(202);
    await waitUntil(async () => (await deliveriesOf(id)).every(({ status }) => status === 'delivered'), 'the replay was delivered');
    expect(receivedAt('/dead').at(-1)?.headers['webhook-id']).toBe(failed?.id);
    await send('delete', `/v1/webhooks/${id}`).expect(204);
  });

  it('is disabled by a 410 response and when its key is revoked', async () => {
    answers.set('/gone', [410]);
    const { id } = await subscribe('/gone');
    await writeSource(database, 'gone-source');
    await waitUntil(async () => (await send('get', `/v1/webhooks/${id}`)).body.data.isEnabled === false, 'it was disabled');
    expect(receivedAt('/gone')).toHaveLength(1);
    keys.brief = await makeKey(database, 'write', 'brief');
    const brief = await send('post', '/v1/webhooks', 'brief')
      .send({ url: receiverUrl('/brief') })
      .expect(201);
    await database.write((session) => revokeKey(session, 'brief', new Date()));
    const { body } = await send('get', `/v1/webhooks/${brief.body.data.id}`, 'chief').expect(200);
    expect(body.data).toMatchObject({ isEnabled: false, disabledReason: 'Its API key was revoked.' });
  });

  it('is disabled when its key expires', async () => {
    const expiresOn = new Date(Date.now() + offsetMs).toISOString().slice(0, 10);
    keys.passing = await makeKey(database, 'write', 'passing', expiresOn);
    const passing = await send('post', '/v1/webhooks', 'passing')
      .send({ url: receiverUrl('/passing') })
      .expect(201);
    offsetMs = 86_400_000;
    await writeSource(database, 'after-the-key');
    const stateOf = async () => (await send('get', `/v1/webhooks/${passing.body.data.id}`, 'chief').expect(200)).body.data;
    await waitUntil(async () => (await stateOf()).isEnabled === false, 'it was disabled');
    expect((await stateOf()).disabledReason).toBe('Its API key has expired.');
    expect(receivedAt('/passing')).toEqual([]);
    offsetMs = 0;
  });

  it('that does not respond does not delay other webhooks', async () => {
    const silent = await subscribe('/silent');
    for (let index = 0; index < 150; index += 1) await writeSource(database, `silent-${index}`);
    await waitUntil(() => receivedAt('/silent').length > 0, 'the silent one was sent to');
    const prompt = await subscribe('/prompt');
    for (let index = 0; index < 30; index += 1) await writeSource(database, `prompt-${index}`);
    await waitUntil(() => receivedAt('/prompt').length === 30, 'the prompt one was told of everything');
    expect(receivedAt('/silent').length).toBeLessThan(10);
    for (const { id } of [silent, prompt]) await send('delete', `/v1/webhooks/${id}`).expect(204);
    receiver.closeAllConnections();
  });

  it('loses no message on shutdown, and two servers send each message once', async () => {
    answers.set('/twice', [500, 200]);
    const { id } = await subscribe('/twice');
    await writeSource(database, 'twice-source');
    await waitUntil(async () => (await deliveriesOf(id))[0]?.attempts === 1, 'the first attempt was made');
    for (const app of apps) await app.close();
    apps = [];
    await writeSource(database, 'while-stopped');
    offsetMs = 10_000;
    await startApp();
    await startApp();
    for (let index = 0; index < 30; index += 1) await writeSource(database, `twice-${index}`);
    await waitUntil(
      async () => (await deliveriesOf(id)).filter(({ status }) => status === 'delivered').length === 32,
      'all were delivered',
    );
    offsetMs = 0;
    const ids = receivedAt('/twice').map(({ headers }) => headers['webhook-id']);
    expect(ids).toHaveLength(33);
    expect(new Set(ids).size).toBe(32);
    await send('delete', `/v1/webhooks/${id}`).expect(204);
  });

  it('is signed with both secrets for a day after rotation, and can send a test message', async () => {
    const { id, secret } = await subscribe('/rotated');
    const replaced = (await send('post', `/v1/webhooks/${id}/rotate-secret`).expect(200)).body.data.secret;
    await send('post', `/v1/webhooks/${id}/test`).expect(202);
    await waitUntil(() => receivedAt('/rotated').length === 1, 'the message came');
    for (const one of [secret, replaced])
      for (const message of receivedAt('/rotated')) expect(verified(one, message).type).toBe('webhook.test');
    await send('delete', `/v1/webhooks/${id}`).expect(204);
  });

  it('forgets a delivery after 30 days, even if every message arrives at once', async () => {
    const { id } = await subscribe('/healthy');
    const deliver = async (source: string, sent: number, listed: number) => {
      await writeSource(database, source);
      const isDone = async () => {
        const deliveries = await deliveriesOf(id);
        return (
          receivedAt('/healthy').length === sent && deliveries.length === listed && deliveries.every(({ lastStatus }) => lastStatus === 200)
        );
      };
      await waitUntil(isDone, `${source} was sent, and ${listed} deliveries are listed`);
    };
    await deliver('day-0', 1, 1);
    offsetMs += 29 * 86_400_000;
    await deliver('day-29', 2, 2);
    offsetMs += 2 * 86_400_000;
    await deliver('day-31', 3, 2);
    offsetMs = 0;
    await send('delete', `/v1/webhooks/${id}`).expect(204);
  });

  it('is visible only to its key and to admins', async () => {
    expectProblem(await send('post', '/v1/webhooks', 'reader').send({ url: receiverUrl('/x') }), 403);
    expectProblem(await (apps[0]?.request.get('/v1/webhooks') as ReturnType<typeof send>), 401);
    const { id } = await subscribe('/own');
    for (const [method, path] of [
      ['get', ''],
      ['delete', ''],
      ['patch', ''],
      ['get', '/deliveries'],
      ['post', '/test'],
      ['post', '/rotate-secret'],
    ] as const)
      expectProblem(await send(method, `/v1/webhooks/${id}${path}`, 'other').send({}), 404);
    const listed = async (key: string) => (await send('get', '/v1/webhooks', key).expect(200)).body.data.map((one: JsonBody) => one.id);
    expect(await listed('other')).toEqual([]);
    expect(await listed('chief')).toContain(id);
    await send('delete', `/v1/webhooks/${id}`).expect(204);
    const faulty = await send('post', '/v1/webhooks').send({ url: 'nowhere', collections: ['papers'], secret: 'mine' });
    expectProblem(faulty, 422);
    expect(faulty.body.errors.map(({ pointer }: JsonBody) => pointer)).toEqual(['/collections/0', '/secret']);
  });

  it('returns 422 for a URL or description with a control character, and stores a description with line breaks', async () => {
    const { id } = await subscribe('/plain', { description: 'For the desk.\n\tOn weekdays.' });
    for (const [method, path] of [
      ['post', ''],
      ['patch', `/${id}`],
    ] as const) {
      const refused = await send(method, `/v1/webhooks${path}`).send({ url: receiverUrl('/pl\0ain'), description: 'A\0b' });
      expectProblem(refused, 422);
      expect(refused.body.errors.map(({ pointer }: JsonBody) => pointer)).toEqual(['/url', '/description']);
    }
    const { body } = await send('get', `/v1/webhooks/${id}`).expect(200);
    expect(body.data).toMatchObject({ url: receiverUrl('/plain'), description: 'For the desk.\n\tOn weekdays.' });
    await send('delete', `/v1/webhooks/${id}`).expect(204);
  });

  it('returns 404 for an id with a NUL, which PostgreSQL cannot compare', async () => {
    const { id } = await subscribe('/nul');
    for (const [method, path] of [
      ['get', `${id}%00`],
      ['patch', `${id}%00`],
      ['delete', `${id}%00`],
      ['get', `${id}%00/deliveries`],
      ['post', `${id}%00/test`],
      ['post', `${id}%00/rotate-secret`],
      ['post', `${id}%00/deliveries/x/replay`],
      ['post', `${id}/deliveries/x%00/replay`],
    ] as const)
      expectProblem(await send(method, `/v1/webhooks/${path}`).send(method === 'get' ? undefined : {}), 404);
    await send('delete', `/v1/webhooks/${id}`).expect(204);
  });

  it('returns its deliveries in pages', async () => {
    const { id } = await subscribe('/paged');
    for (let index = 0; index < 5; index += 1) await send('post', `/v1/webhooks/${id}/test`).expect(202);
    const ids: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const { body }: JsonBody = await send(
        'get',
        `/v1/webhooks/${id}/deliveries?limit=2${cursor === '' ? '' : `&cursor=${cursor}`}`,
      ).expect(200);
      ids.push(...body.data.map((one: JsonBody) => one.id));
      cursor = body.page.next;
    }
    expect(new Set(ids).size).toBe(5);
    expectProblem(await send('get', `/v1/webhooks/${id}/deliveries?status=lost`), 400);
    await send('delete', `/v1/webhooks/${id}`).expect(204);
  });
});

describe('without WEBHOOK_ALLOW_PRIVATE', () => {
  it.each([
    'http://example.org/',
    'https://127.0.0.1/',
    'https://localhost/',
    'https://[::1]/',
    'https://[::ffff:10.0.0.1]/',
    'https://2130706433/',
    'https://a:b@example.org/',
    'ftp://example.org/',
  ])('a webhook to %s returns 422', async (url) => {
    for (const app of apps) await app.close();
    apps = [];
    await startApp(false);
    const refused = await send('post', '/v1/webhooks').send({ url });
    expectProblem(refused, 422);
    expect(refused.body.errors[0].pointer).toBe('/url');
  });

  it('an existing webhook to a private address gets no messages', async () => {
    const { port } = receiver.address() as AddressInfo;
    const literal = await subscribe('/private');
    const named = (
      await send('post', '/v1/webhooks')
        .send({ url: `http://localhost:${port}/private` })
        .expect(201)
    ).body.data;
    for (const app of apps) await app.close();
    apps = [];
    await startApp(false);
    await writeSource(database, 'private-source');
    for (const { id } of [literal, named]) {
      await waitUntil(async () => (await deliveriesOf(id))[0]?.attempts === 1, 'it was tried');
      expect((await deliveriesOf(id))[0]?.lastError).toContain('is not a public IP address');
      await send('delete', `/v1/webhooks/${id}`).expect(204);
    }
    expect(receivedAt('/private')).toEqual([]);
  });
});
