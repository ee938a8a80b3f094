import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WriteQueueFull } from '../../src/database/database.ts';
import { type DatasetApp, openApp, openDatasetApp } from '../support/app.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { readExportIndex } from '../support/exports.ts';
import { createRenamedAndRetracted } from '../support/renamed-and-retracted-records.ts';
import { findUndeclaredHeaders, operations, validateResponse } from '../support/response-validation.ts';

let dataset: DatasetApp;
let limited: Awaited<ReturnType<typeof openApp>>;
let failing: Awaited<ReturnType<typeof openApp>>;
let busy: Awaited<ReturnType<typeof openApp>>;

beforeAll(async () => {
  dataset = await openDatasetApp();
  const { database } = dataset;
  await createRenamedAndRetracted(dataset);
  limited = await openApp(database, { rateLimitMax: 1 });
  // Analyses open the database by its URL in worker threads.
  failing = await openApp({
    ...database,
    url: 'sqlite:/secret/place.db',
    read: () => Promise.reject(new Error('select secret from /src/place')),
  });
  busy = await openApp({ ...database, read: () => Promise.reject(new WriteQueueFull()) }, {}, undefined, { threads: 0, waitingMax: 0 });
});

afterAll(async () => {
  await Promise.all([limited.close(), failing.close(), busy.close()]);
  await dataset.close();
});

describe.each(operations)('GET $path ($operationId)', ({ operationId, path, example, statuses, mediaType }) => {
  const tests: Record<number, () => Promise<void>> = {
    200: async () => {
      if (example.startsWith('/v1/exports')) await readExportIndex(dataset);
      const response = await dataset.request.get(example).expect(200).buffer();
      expect(response.headers['content-type']).toBe(`${mediaType}; charset=utf-8`);
      expect(validateResponse(operationId, 200, mediaType.includes('json') ? JSON.parse(response.text) : response.text)).toBe('');
      expect(findUndeclaredHeaders(operationId, 200, response.headers)).toEqual([]);
    },
    304: async () => {
      // A feed contains the requested URL.
      const ask = () => dataset.request.get(example).set('Host', 'localhost').buffer();
      const { headers, text } = await ask();
      expect(headers.etag).toMatch(/^"[^"]+"$/);
      const again = await ask().set('If-None-Match', `"other", ${headers.etag}`).expect(304);
      expect(again.text).toBe('');
      expect((await ask().set('If-None-Match', '"other"').expect(200)).text).toBe(text);
    },
    400: async () => {
      const response = await dataset.request.get(`${example.split('?')[0]}?colour=red`);
      expectProblem(response, 400);
      expect(response.body.errors).toContainEqual(
        expect.objectContaining({ parameter: 'colour', message: expect.stringContaining('Unknown parameter "colour"') }),
      );
      expect(validateResponse(operationId, 400, response.body)).toBe('');
    },
    301: async () => {
      const response = await dataset.request.get(path.replace('{id}', 'renamed')).expect(301);
      expect(response.headers.location).toBe(path.replace('{id}', 'renamed-since'));
      expect(response.body).toEqual({ movedTo: response.headers.location });
      expect(validateResponse(operationId, 301, response.body)).toBe('');
      expect(findUndeclaredHeaders(operationId, 301, response.headers)).toEqual([]);
      await dataset.request.get(response.body.movedTo).expect(200);
    },
    404: async () => {
      const known = /\/v1\/[a-z-]+\/([A-Za-z0-9-]+)/.exec(example)?.[1] ?? '';
      const response = await dataset.request.get(path.replace(/\{(id|name)\}/, `${known}x`));
      expectProblem(response, 404);
      expect(response.body.errors[0].didYouMean).toEqual(expect.any(String));
      expect(validateResponse(operationId, 404, response.body)).toBe('');
    },
    406: async () => {
      const response = await dataset.request.get(example).set('Accept', 'text/html');
      expectProblem(response, 406);
      await dataset.request.get(example).set('Accept', 'text/html, */*;q=0.1').expect(200);
    },
    410: async () => {
      const response = await dataset.request.get(path.replace('{id}', 'retracted'));
      expectProblem(response, 410);
      expect(validateResponse(operationId, 410, response.body)).toBe('');
    },
    414: async () => expectProblem(await dataset.request.get(`${example.split('?')[0]}?q=${'a'.repeat(10_000)}`), 414),
    416: async () => {
      const response = await dataset.request.get(example).set('Range', 'bytes=9999999999-');
      expectProblem(response, 416);
      expect(response.headers['content-range']).toMatch(/^bytes \*\/\d+$/);
    },
    429: async () => {
      await limited.request.get(example);
      const response = await limited.request.get(example);
      expectProblem(response, 429);
      expect(response.headers['retry-after']).toMatch(/^\d+$/);
      expect(response.headers.ratelimit).toMatch(/^"default";r=0;t=\d+$/);
      expect(response.headers['ratelimit-policy']).toBe('"default";q=1;w=60');
    },
    500: async () => {
      const response = await failing.request.get(example);
      expectProblem(response, 500);
      expect(response.text).not.toContain('secret');
    },
    503: async () => {
      const response = await busy.request.get(example);
      expectProblem(response, 503);
      expect(response.headers['retry-after']).toBe('5');
    },
  };

  it.each(statuses)('returns %i as documented', async (status) => {
    const test = tests[status];
    if (test === undefined) throw new Error(`No test says what ${status} means here.`);
    await test();
  });
});

describe('include', () => {
  it.each([
    ['listDeals', '/v1/deals', 'companies,sources,stakes,chipCommitments,history,evidence'],
    ['listStakes', '/v1/stakes', 'companies,sources,deals'],
    ['listValuations', '/v1/valuations', 'companies,sources,deals'],
    ['listChipCommitments', '/v1/chip-commitments', 'companies,sources,chips,deals'],
    ['listChips', '/v1/chips', 'companies'],
    ['listCompanies', '/v1/companies', 'companies'],
    ['listSources', '/v1/sources', 'deals'],
  ])('adds to %s every related record as documented', async (operationId, path, include) => {
    const response = await dataset.request.get(`${path}?limit=200&include=${include}`).expect(200);
    expect(validateResponse(operationId, 200, response.body)).toBe('');
    for (const name of include.split(',').filter((one) => one !== 'history' && one !== 'evidence')) {
      expect(Object.keys(response.body.included[name]).length, name).toBeGreaterThan(0);
    }
  });
});
