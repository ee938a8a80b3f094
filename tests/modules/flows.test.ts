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
    expect(excluded.usd).toBeNull();
    expect(excluded.byClass.acquisition.usd.low).toBeGreaterThan(0);
  });

  it('gives no single payer the amount of a deal that others pay as well, and a landlord nothing to pay', async () => {
    const [mgx] = (await get('/v1/flows?from=mgx&deal=stargate-project')).data;
    expect(mgx.usd).toEqual({ low: 0, high: 500_000_000_000, unknown: 0, openEnded: 0 });
    expect((await get('/v1/flows?from=hut-8')).data).toEqual([]);
    const leases = (await get('/v1/flows?from=xai,spacex&deal=valor-compute-infrastructure-1')).data;
    expect(leases.map(({ to, usd }: JsonBody) => [to, usd.low, usd.high])).toEqual([['valor-compute-infrastructure', 0, null]]);
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
