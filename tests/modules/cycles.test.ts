import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { collectPages, type JsonBody } from '../support/collect-pages.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const get = async (path: string): Promise<JsonBody> => (await dataset.request.get(path).expect(200)).body;

describe('GET /v1/cycles', () => {
  it.each(['microsoft.openai', 'amazon.openai', 'amd.openai', 'coreweave.nvidia', 'alphabet.anthropic', 'amazon.anthropic'])(
    'returns %s as a cycle of two with sources for every leg',
    async (id) => {
      const [first] = id.split('.');
      const { data, included } = await get(
        `/v1/cycles?contains=${first}&class=circular_financing&maxLength=2&limit=200&include=flows,deals,chipCommitments,sources,companies`,
      );
      const cycle = data.find((one: JsonBody) => one.id === id);
      expect(cycle.pattern).toMatch(/^(supplier_finances_customer|supplier_incentive|mutual)$/);
      for (const leg of cycle.legs) {
        expect(leg.flows.length).toBeGreaterThan(0);
        for (const flowId of leg.flows) {
          const { deal, chipCommitment, fromGroup, toGroup } = included.flows[flowId];
          expect([fromGroup, toGroup]).toEqual([leg.from, leg.to]);
          const record = deal === null ? included.chipCommitments[chipCommitment] : included.deals[deal];
          expect(leg.deals.includes(deal) || leg.chipCommitments.includes(chipCommitment)).toBe(true);
          const collection = deal === null ? 'chip-commitments' : 'deals';
          const { body } = await dataset.request.get(`/v1/${collection}/${record.id}?include=sources`).expect(200);
          expect(Object.keys(body.included.sources).length).toBeGreaterThan(0);
          for (const source of Object.keys(body.included.sources)) expect(included.sources[source].url).toMatch(/^https?:/);
        }
      }
    },
  );

  it('returns only the cycles with the given ids, and sums only these', async () => {
    const { data, page, meta } = await get('/v1/cycles?id=microsoft.openai,amd.openai,no.such&total=true&sort=id');
    expect(data.map(({ id }: JsonBody) => id)).toEqual(['amd.openai', 'microsoft.openai']);
    expect(page).toMatchObject({ next: null, total: 2 });
    const { meta: all } = await get('/v1/cycles?limit=1');
    expect(meta.usdByNature.financing.low).toBeLessThan(all.usdByNature.financing.low);
    expect(meta.supplierFinancing.pairs).toBeLessThanOrEqual(2);
  });

  it('returns more cycles with Nvidia than with any other group', async () => {
    const { data } = await get('/v1/scores?samples=0');
    const [first, second] = data.hubs;
    expect(first.group).toBe('nvidia');
    expect(first.cycles).toBeGreaterThan(second.cycles);
    const { page } = await get('/v1/cycles?contains=nvidia&class=circular_financing&total=true&limit=1');
    expect(page.total).toBe(first.cycles);
    expect(data.paper.hubs[0].group).toBe('nvidia');
    expect(data.paper.loops.map(({ groups }: JsonBody) => groups.join('.'))).toContain('microsoft.openai');
    for (const { groups } of data.paper.cycles) expect(groups.length).toBeGreaterThan(2);
  });

  it('returns a cycle only from the day on which its last leg was known', async () => {
    const on = async (day: string) =>
      (await collectPages(dataset.request, `/v1/cycles?contains=amd&maxLength=2&limit=200&asOf=${day}`)).map(({ id }: JsonBody) => id);
    expect(await on('2025-10-05')).not.toContain('amd.openai');
    expect(await on('2025-10-06')).toContain('amd.openai');
  });
});
