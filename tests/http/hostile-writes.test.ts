import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { makeKey } from '../support/keys.ts';
import { writeSource } from '../support/sources.ts';

let dataset: DatasetApp;
let key: string;
beforeAll(async () => {
  dataset = await openDatasetApp();
  key = await makeKey(dataset.database);
  await writeSource(dataset.database, 'target');
});
afterAll(() => dataset.close());

type Method = 'put' | 'patch' | 'delete' | 'post';
const send = (method: Method, path: string, mediaType: string | undefined, body?: string) => {
  const headers = { Authorization: `Bearer ${key}`, ...(mediaType !== undefined && { 'Content-Type': mediaType }) };
  const request = dataset.request[method](path).set(headers);
  return body === undefined ? request : request.send(body);
};
const json = 'application/json';
const ndjson = 'application/x-ndjson';

const bodied: readonly [Method, string][] = [
  ['put', '/v1/sources/target'],
  ['patch', '/v1/sources/target'],
  ['post', '/v1/sources/target/rename'],
  ['post', '/v1/deals/openai-aws-compute/events'],
  ['post', '/v1/webhooks'],
];

describe('a request body', () => {
  it.each(bodied)('of %s %s with extreme nesting returns 422, with and without an Idempotency-Key', async (method, path) => {
    const deep = `${'['.repeat(500_000)}${']'.repeat(500_000)}`;
    for (const sent of [send(method, path, json), send(method, path, json).set('Idempotency-Key', 'deep')]) {
      const response = await sent.send(deep);
      expectProblem(response, 422);
      expect(response.body.errors).toEqual([{ pointer: '', message: 'The value is nested deeper than 20 levels.' }]);
    }
  });

  it.each(bodied)('of %s %s must be JSON: another media type returns 415, an empty body 422, invalid JSON 400', async (method, path) => {
    for (const mediaType of ['text/plain', 'application/x-www-form-urlencoded', 'application/x-ndjson', 'nonsense']) {
      const refused = await send(method, path, mediaType, '{}');
      expectProblem(refused, 415);
      expect(refused.body.detail).toMatch(/^The Content-Type of the body must be application\/.*json\.$/);
    }
    expectProblem(await send(method, path, json, ''), 422);
    expectProblem(await send(method, path, undefined), 422);
    expectProblem(await send(method, path, json, '{'), 400);
  });

  it('is not required for DELETE, even with a JSON content type', async () => {
    await writeSource(dataset.database, 'to-be-retracted');
    await send('delete', '/v1/sources/to-be-retracted', json).expect(204);
  });

  it('with very many errors returns the first 1,000', async () => {
    const fields = (length: number) => Object.fromEntries(Array.from({ length }, (_, index) => [`field${index}`, index]));
    for (const response of [
      await send('put', '/v1/sources/target', json, JSON.stringify(fields(50_000))),
      await send('post', '/v1/import', ndjson, JSON.stringify(fields(200_000))),
      await send('post', '/v1/import', ndjson, JSON.stringify({ collection: 'sources', record: fields(200_000) })),
      await send('post', '/v1/import', ndjson, '{}\n'.repeat(200_000)),
    ]) {
      expectProblem(response, 422);
      expect(response.body.errors).toHaveLength(1_000);
      expect(response.body.detail).toBe('The body is not valid: more than 1000 errors. The first 1000 are listed.');
    }
  });
});

describe('POST /v1/import', () => {
  it('returns 415 for a body that is not NDJSON', async () => {
    for (const refused of [await send('post', '/v1/import', undefined), await send('post', '/v1/import', json, '{}')]) {
      expectProblem(refused, 415);
      expect(refused.body.detail).toBe('The Content-Type of the body must be application/x-ndjson.');
    }
  });

  it('leaves other requests responsive while it validates many dangling references', async () => {
    const chip = (index: number) => ({ id: `chip-${index}`, name: `Chip ${index}`, vendor: `nobody-${index}`, category: 'gpu' });
    const lines = Array.from({ length: 40_000 }, (_, index) => JSON.stringify({ collection: 'chips', record: chip(index) }));
    const progress = { isDone: false, turnsOfOthers: 0 };
    const importing = send('post', '/v1/import', ndjson, lines.join('\n')).then((response) => {
      progress.isDone = true;
      return response;
    });
    while (!progress.isDone) {
      // Without a socket, because a busy machine delivers few packets between two turns of the event loop.
      expect((await dataset.app.inject('/health/live')).statusCode).toBe(200);
      await setImmediate();
      progress.turnsOfOthers += 1;
    }
    const response = await importing;
    expectProblem(response, 422);
    expect(response.body.errors[999]).toEqual({
      pointer: '/999/record/vendor',
      message: 'Line 1000: companies/nobody-999 does not exist.',
    });
    expect(progress.turnsOfOthers).toBeGreaterThan(20);
  });
});
