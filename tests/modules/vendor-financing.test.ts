import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { expectProblem } from '../support/expect-problem.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const get = async (path: string): Promise<JsonBody> => (await dataset.request.get(path).expect(200)).body;

describe('GET /v1/vendor-financing', () => {
  it('divides what a vendor finances by what it sells to the same customer', async () => {
    const { data } = await get('/v1/vendor-financing?certaintyMin=binding&implied=false');
    const totals = data.rows.filter(({ year }: JsonBody) => year === null);
    expect(totals.length).toBeGreaterThan(5);
    for (const { vendor, customer, financing, sales, share } of totals.slice(0, 12)) {
      const sum = async (query: string) => (await get(`/v1/stats?of=flows&certainty=binding&implied=false&${query}`)).data.total.usd;
      expect(financing).toEqual(await sum(`fromGroup=${vendor}&toGroup=${customer}&nature=financing&contingent=false`));
      expect(sales).toEqual(await sum(`fromGroup=${customer}&toGroup=${vendor}&nature=purchase`));
      // An open-ended contract is worth more than its minimum, so it gives no bound.
      if (sales.openEnded > 0) continue;
      const isKnown = sales.high !== null && sales.unknown === 0;
      expect(share.low).toEqual(!isKnown || sales.high === 0 ? null : Number((financing.low / sales.high).toFixed(4)));
    }
  });

  it('has a row for each year, of which the last has the share of all years', async () => {
    const { data } = await get('/v1/vendor-financing?vendor=amazon&customer=openai');
    const [all, ...years] = data.rows;
    expect(data.rows.every(({ vendor, customer }: JsonBody) => vendor === 'amazon' && customer === 'openai')).toBe(true);
    expect(years.length).toBeGreaterThan(0);
    for (const name of ['financing', 'sales'])
      expect(years.reduce((sum: number, row: JsonBody) => sum + row[name].low, 0)).toBe(all[name].low);
    expect(years.at(-1).cumulativeShare).toEqual(all.share);
    const { data: before } = await get('/v1/vendor-financing?vendor=amazon&customer=openai&asOf=2025-12-31');
    expect(before.rows).toEqual([]);
    expectProblem(await dataset.request.get('/v1/vendor-financing?vendor=amazn'), 400);
  });
});
