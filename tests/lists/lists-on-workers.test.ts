import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetDatabase, openApp, openDatasetDatabase } from '../support/app.ts';

/** Lists of a large dataset that can be slow run on worker threads. Here the dataset counts as large from its first change on. */

let dataset: DatasetDatabase;
let inProcess: Awaited<ReturnType<typeof openApp>>;
let onWorkers: Awaited<ReturnType<typeof openApp>>;
beforeAll(async () => {
  dataset = await openDatasetDatabase();
  inProcess = await openApp(dataset.database);
  onWorkers = await openApp(dataset.database, {}, undefined, { listChangesMin: 0 });
});
afterAll(async () => {
  await inProcess.close();
  await onWorkers.close();
  await dataset.close();
});

describe('a list on a worker thread', () => {
  it.each([
    '/v1/deals?company=openai&kind=equity_investment&sort=-amountUsd&include=companies,sources',
    '/v1/deals?total=true&limit=3',
    '/v1/deals?facets=kind,status&kind=debt&limit=1',
    '/v1/deals?q=stargate&asOf=2025-12-20&include=evidence',
    '/v1/flows?limit=5&include=deals',
    '/v1/events?company=openai&status=signed&fields=id,reportedOn',
    '/v1/companies/nvidia/deals?role=investor&total=true',
    '/v1/companies/nvidiaa/deals?role=investor',
    '/v1/deals?company=opnai&kind=equity_investment',
    '/v1/deals?total=true&cursor=abc',
  ])('answers GET %s as in the process', async (url) => {
    const [here, there] = await Promise.all([inProcess.request.get(url), onWorkers.request.get(url)]);
    expect(there.status).toBe(here.status);
    expect(there.headers.link).toBe(here.headers.link);
    expect(there.headers['cache-control']).toBe(here.headers['cache-control']);
    expect({ ...there.body, instance: undefined }).toEqual({ ...here.body, instance: undefined });
    if (here.status === 200) expect(there.text).toBe(here.text);
  });

  it('takes its turn with the other tasks: a server without room answers 503', async () => {
    const full = await openApp(dataset.database, {}, undefined, { listChangesMin: 0, threads: 1, waitingMax: 0 });
    try {
      const urls = Array.from({ length: 5 }, (_, index) => `/v1/deals?total=true&limit=${index + 1}`);
      const statuses = (await Promise.all(urls.map((url) => full.request.get(url)))).map(({ status }) => status);
      expect(statuses).toContain(200);
      expect(statuses).toContain(503);
      await full.request.get('/v1/deals?company=openai').expect(200);
    } finally {
      await full.close();
    }
  });
});
