import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { generateRequests } from '../support/generated-requests.ts';

const seed = Number(process.env.TEST_SEED ?? 20_261_124);
const requestCount = 500;
/** Reads the pages of a list, up to a maximum. */
const maxPages = 3;

let engines: DatasetApp[];
beforeAll(async () => {
  engines = await Promise.all([openDatasetApp({}, 'sqlite'), openDatasetApp({}, 'postgres')]);
});
afterAll(() => Promise.all(engines.map((engine) => engine.close())));

const ask = async ({ app }: DatasetApp, url: string) => {
  const { statusCode, headers, body } = await app.inject({ url, headers: { host: 'localhost' } });
  const { etag, link, vary } = headers;
  return {
    statusCode,
    etag,
    link,
    vary,
    caching: headers['cache-control'],
    mediaType: headers['content-type'],
    // `instance` identifies one request.
    body: body.replace(/urn:request:[0-9a-f-]+/, 'urn:request'),
  };
};

describe(`both engines (seed ${seed})`, () => {
  it(`give the same bytes for ${requestCount} requests drawn from the OpenAPI document`, async () => {
    const statuses = new Map<number, number>();
    for (const drawn of generateRequests(seed, requestCount)) {
      let url: string | undefined = drawn;
      for (let page = 0; page < maxPages && url !== undefined; page += 1) {
        const asked: string = url;
        const [onSqlite, onPostgres] = await Promise.all(engines.map((engine) => ask(engine, asked)));
        expect(onPostgres, asked).toEqual(onSqlite);
        const { statusCode = 0, link } = onSqlite ?? {};
        statuses.set(statusCode, (statuses.get(statusCode) ?? 0) + 1);
        url = /^<([^>]+)>/.exec(String(link ?? ''))?.[1];
      }
    }
    console.log(`answers by status: ${JSON.stringify([...statuses])}`);
    expect(statuses.get(500)).toBeUndefined();
    expect(statuses.get(200)).toBeGreaterThan(requestCount / 2);
  });

  it('reject a forged cursor, and accept fractions in comparisons of whole numbers', async () => {
    const { body } = await ask(engines[0] as DatasetApp, '/v1/deals?sort=-amountUsd&limit=1');
    const { next } = (JSON.parse(body) as { page: { next: string } }).page;
    const [binding] = JSON.parse(Buffer.from(next, 'base64url').toString()) as [string];
    const forged = (value: unknown) => Buffer.from(JSON.stringify([binding, value, 'x'])).toString('base64url');
    for (const value of ['text', 1.5, 1e300]) {
      for (const engine of engines) {
        const answer = await ask(engine, `/v1/deals?sort=-amountUsd&limit=1&cursor=${forged(value)}`);
        expect([answer.statusCode, JSON.parse(answer.body)]).toMatchObject([400, { type: '/docs/problems/invalid-cursor' }]);
      }
    }
    for (const url of [
      '/v1/deals?amountUsdMin=999999999.5&amountUsdMax=1000000000.5&total=true',
      '/v1/deals/openai%00',
      '/v1/deals?q=a',
      '/v1/search?q=a',
      '/v1/deals?publisher=a%00',
    ]) {
      const [onSqlite, onPostgres] = await Promise.all(engines.map((engine) => ask(engine, url)));
      expect(onPostgres, url).toEqual(onSqlite);
    }
  });
});
