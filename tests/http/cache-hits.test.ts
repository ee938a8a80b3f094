import { request as sendRequest } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildApp } from '../../src/app.ts';
import { nextDay } from '../../src/domain/dates.ts';
import { type DatasetApp, openApp, openDatasetApp, testConfig } from '../support/app.ts';
import { datasetDate, readRecords } from '../support/dataset.ts';
import { makeKey } from '../support/keys.ts';
import { writeChanges } from '../support/sources.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
  await dataset.app.listen({ host: '127.0.0.1', port: 0 });
});
afterAll(() => dataset.close());

type Headers = Readonly<Record<string, string>>;

/** Sends a request with exactly these headers, and returns the headers of the response as sent. */
const send = (path: string, headers: Headers = {}, { app = dataset.app, method = 'GET' } = {}) =>
  new Promise<{ status: number; headers: [string, string][]; body: string }>((resolve, reject) => {
    const { port } = app.server.address() as AddressInfo;
    sendRequest({ host: '127.0.0.1', port, path, method, headers: { ...headers }, agent: false }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const { rawHeaders, statusCode: status = 0 } = response;
        const pairs = rawHeaders.flatMap((name, index): [string, string][] =>
          index % 2 === 0 ? [[name.toLowerCase(), rawHeaders[index + 1] ?? '']] : [],
        );
        resolve({ status, headers: pairs, body: Buffer.concat(chunks).toString('base64') });
      });
    })
      .on('error', reject)
      .end();
  });
type Sent = Awaited<ReturnType<typeof send>>;

const headerOf = ({ headers }: Sent, name: string) => headers.find(([one]) => one === name)?.[1];
/** What must be equal in all responses to a request. */
const comparable = ({ status, headers, body }: Sent) => ({
  status,
  headers: headers
    .filter(([name]) => name !== 'date' && name !== 'x-request-id')
    .map((pair) => pair.join(': '))
    .sort(),
  body,
});
/** Fastify sends the request id among the first headers, and a repeated response has it as the last one of its own. */
const isRepeated = ({ headers }: Sent) => {
  const names = headers.map(([name]) => name);
  return names.indexOf('x-request-id') > names.indexOf('vary');
};

/** Sends a request four times: the first response is computed, the second one comes from the cache, and the others are repeated. */
const sendRepeatedly = async (path: string, headers: Headers = {}, options: Parameters<typeof send>[2] = {}) => {
  const sent: Sent[] = [];
  for (let count = 0; count < 4; count += 1) sent.push(await send(path, headers, options));
  const [first, ...others] = sent;
  if (first === undefined) throw new Error('Four requests were sent.');
  for (const other of others) expect(comparable(other), path).toEqual(comparable(first));
  expect(new Set(sent.map((one) => headerOf(one, 'x-request-id'))).size, path).toBe(4);
  return { first, last: sent[3] ?? first };
};

const deal = '/v1/deals/openai-aws-compute';
const page = '/v1/deals?status=signed&kind=equity_round&sort=-amountUsd&limit=50';

it('caches one response for every order of the parameters', async () => {
  const countComputed = async () => {
    const text = await dataset.app.metrics.text({ dataVersion: '', sequence: 0 });
    return Number(/roundtrip_ready_answers_total\{outcome="made"\} (\d+)/.exec(text)?.[1] ?? 0);
  };
  const before = await countComputed();
  const first = await send('/v1/stats?kind=warrant&groupBy=year');
  const second = await send('/v1/stats?groupBy=year&kind=warrant');
  expect(comparable(second)).toEqual(comparable(first));
  expect(await countComputed()).toBe(before + 1);
});

describe('a repeated response', () => {
  it('has the status, the headers and the body of the first one', async () => {
    const requests: [string, Headers][] = [
      [deal, {}],
      [deal, { accept: 'application/json' }],
      [deal, { accept: 'text/html, */*;q=0.1', 'accept-encoding': 'gzip, deflate, br' }],
      [deal, { accept: 'application/problem+json', origin: 'https://example.org' }],
      [`${deal}/`, { 'accept-encoding': 'gzip' }],
      [`${deal}?include=companies,sources&asOf=2026-01-31`, {}],
      [page, {}],
      ['/v1/deals?limit=50&sort=-amountUsd&kind=equity_round&status=signed', { 'accept-encoding': 'br' }],
      [page, { 'accept-encoding': 'identity;q=0, gzip' }],
      [page, { host: 'api.example.org', cookie: 'session=1', 'user-agent': 'test' }],
      ['/v1/companies/openai/deals?limit=2', {}],
      ['/v1/search?q=nvidia&limit=3', {}],
      ['/v1/stats?groupBy=year', { connection: 'keep-alive' }],
    ];
    for (const [path, headers] of requests) {
      const { first, last } = await sendRepeatedly(path, headers);
      expect([first.status, isRepeated(first), isRepeated(last)], path).toEqual([200, false, true]);
      const etag = headerOf(first, 'etag') ?? '';
      for (const condition of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
        const conditional = await sendRepeatedly(path, { ...headers, 'if-none-match': condition });
        expect([conditional.first.status, conditional.first.body, isRepeated(conditional.last)]).toEqual([304, '', true]);
      }
      const unequal = await send(path, { ...headers, 'if-none-match': '"other"' });
      expect(comparable(unequal)).toEqual(comparable(first));
    }
  });

  it('is never that of another request', async () => {
    await sendRepeatedly(page);
    const head = await sendRepeatedly(page, {}, { method: 'HEAD' });
    expect([head.first.status, head.first.body, isRepeated(head.last)]).toEqual([200, '', false]);
    expect((await send(page, {}, { method: 'OPTIONS' })).status).toBe(204);
    const key = await makeKey(dataset.database, 'read');
    const keyed = await send(page, { authorization: `Bearer ${key}` });
    expect(headerOf(keyed, 'cache-control')).toMatch(/^private/);
    expect(headerOf(keyed, 'ratelimit')).toBeDefined();
    const statusOf = async (path: string, headers?: Headers) => (await send(path, headers)).status;
    expect(await statusOf(page, { authorization: 'Bearer wrong' })).toBe(401);
    expect(await statusOf(page, { accept: 'text/html' })).toBe(406);
    await sendRepeatedly(page, { 'accept-encoding': '' });
    expect(await statusOf(page, { accept: '' })).toBe((await dataset.app.inject({ url: page, headers: { accept: '' } })).statusCode);
    expect(await statusOf(page, { host: 'a b' })).toBe(400);
    expect(await statusOf(`${page}&colour=red`)).toBe(400);
    const path = '/v1/deals?company=xai';
    await sendRepeatedly(path, { accept: '*/*' });
    const table = await send(path, { accept: 'text/csv' });
    expect([table.status, headerOf(table, 'content-type')]).toEqual([200, expect.stringContaining('text/csv')]);
  });

  it('changes with the data', async () => {
    const { last } = await sendRepeatedly(deal);
    const record = readRecords('deals').find(({ id }) => id === 'openai-aws-compute');
    if (record === undefined) throw new Error('The deal is part of the dataset.');
    const put = { operation: 'put', collection: 'deals', record: { ...record, summary: 'Changed.' } } as const;
    await writeChanges(dataset.database, [put], nextDay(datasetDate));
    const changed = await sendRepeatedly(deal, { 'if-none-match': headerOf(last, 'etag') ?? '' });
    expect(changed.first.status).toBe(200);
    expect(Buffer.from(changed.first.body, 'base64').toString()).toContain('Changed.');
  });
});

it('changes with the day', async () => {
  let day = nextDay(datasetDate);
  const { app, close } = await openApp(dataset.database, {}, () => new Date(`${day}T12:00:00Z`));
  await app.listen({ host: '127.0.0.1', port: 0 });
  const asOfDays: string[] = [];
  for (let count = 0; count < 2; count += 1, day = nextDay(day)) {
    const { last } = await sendRepeatedly(`${deal}?asOf=2099-01-01`, {}, { app });
    expect(isRepeated(last)).toBe(true);
    asOfDays.push(JSON.parse(Buffer.from(last.body, 'base64').toString()).meta.asOf);
  }
  expect(asOfDays).toEqual([nextDay(datasetDate), nextDay(nextDay(datasetDate))]);
  await close();
});

describe('a repeated request', () => {
  it('counts for the rate limit and in the metrics, and has a line in the log', async () => {
    const lines: string[] = [];
    const app = await buildApp({
      config: { ...testConfig, rateLimitMax: 5 },
      database: dataset.database,
      logger: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }),
    });
    await app.listen({ host: '127.0.0.1', port: 0 });
    const { first, last } = await sendRepeatedly(deal, {}, { app });
    expect(isRepeated(last)).toBe(true);
    expect((await send(deal, {}, { app })).status).toBe(200);
    expect((await send(deal, {}, { app })).status).toBe(429);
    const metrics = await app.metrics.text({ dataVersion: '', sequence: 0 });
    expect(metrics).toContain('roundtrip_ready_answers_total{outcome="kept"} 4');
    expect(metrics).toContain('http_request_duration_seconds_count{method="GET",route="/v1/deals/:id",status="200"} 5');
    await app.close();
    const logged = lines.map((line) => JSON.parse(line)).filter(({ msg }) => msg === 'request');
    expect(logged.map(({ method, url, status, client, aborted }) => [method, url, status, client, aborted])).toEqual([
      ...Array.from({ length: 5 }, () => ['GET', deal, 200, '127.0.0.1', undefined]),
      ['GET', deal, 429, '127.0.0.1', undefined],
    ]);
    expect([logged[0].reqId, logged[3].reqId]).toEqual([first, last].map((sent) => headerOf(sent, 'x-request-id')));
  });

  it('comes from the client behind trusted proxies, and has the headers for its protocol and origin', async () => {
    const config = { trustedProxies: ['127.0.0.1'], rateLimitMax: 9, corsOrigins: ['https://desk.example'] };
    const { app, close } = await openApp(dataset.database, config);
    await app.listen({ host: '127.0.0.1', port: 0 });
    const from = (address: string, headers: Headers = {}) => ({ 'x-forwarded-for': `203.0.113.9, ${address}`, ...headers });
    await sendRepeatedly(deal, from('198.51.100.1'), { app });
    const secure = await sendRepeatedly(deal, from('198.51.100.1', { 'x-forwarded-proto': 'https' }), { app });
    expect(headerOf(secure.last, 'strict-transport-security')).toBe('max-age=31536000');
    expect((await send(deal, from('198.51.100.1'), { app })).status).toBe(200);
    expect((await send(deal, from('198.51.100.1'), { app })).status).toBe(429);
    const other = await sendRepeatedly(deal, from('198.51.100.2', { origin: 'https://desk.example' }), { app });
    expect(headerOf(other.last, 'access-control-allow-origin')).toBe('https://desk.example');
    expect(headerOf(await send(deal, from('198.51.100.2'), { app }), 'access-control-allow-origin')).toBeUndefined();
    await close();
  });
});
