import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { collectPages, type JsonBody } from '../support/collect-pages.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const get = async (path: string): Promise<JsonBody> => (await dataset.request.get(path).expect(200)).body;

describe('GET /v1/flows', () => {
  it('states the number and sum of the deals without flows', async () => {
    const flows = await collectPages(dataset.request, '/v1/flows?limit=200');
    const { meta } = await get('/v1/flows?limit=1');
    const giving = new Set(flows.map(({ deal }: JsonBody) => deal));
    const deals = await collectPages(dataset.request, '/v1/deals?limit=200&fields=id');
    const [excluded] = meta.excluded;
    expect(excluded.reason).toBe('no_flow');
    expect(excluded.count).toBe(deals.filter(({ id }: JsonBody) => !giving.has(id)).length);
    expect(excluded.usd.low).toBeGreaterThan(0);
  });

  it('returns flows with their deal or chip commitment and filters them by their properties', async () => {
    for (const one of await collectPages(dataset.request, '/v1/flows?limit=200&nature=purchase&implied=true&certainty=binding'))
      expect(one).toMatchObject({
        nature: 'purchase',
        implied: true,
        certainty: 'binding',
        deal: one.chipCommitment === null ? expect.any(String) : null,
      });
    const guarantees = await collectPages(dataset.request, '/v1/flows?contingent=true&limit=200');
    expect(guarantees.length).toBeGreaterThan(0);
    for (const one of guarantees) expect(one.contingent).toBe(true);
    for (const one of await collectPages(dataset.request, '/v1/flows?kind=debt&amountUsdMin=10000000000&limit=200'))
      expect(one.usd.high).toBeGreaterThanOrEqual(10_000_000_000);
  });
});
