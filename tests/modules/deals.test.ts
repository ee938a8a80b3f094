import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { collectPages, type JsonBody } from '../support/collect-pages.ts';
import { readRecords } from '../support/dataset.ts';
import { expectProblem } from '../support/expect-problem.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const sorted = (records: readonly JsonBody[]) => records.map(({ id }) => id).sort();

describe('GET /v1/deals?chipVendor', () => {
  const linkedDeals = (vendor: string) =>
    new Set(
      readRecords('chip-commitments')
        .filter(({ chipVendor }) => chipVendor === vendor)
        .map(({ deal }) => deal),
    );

  it('returns the deals with a chip commitment of the vendor in every format', async () => {
    const expected = sorted(readRecords('deals').filter(({ id }) => linkedDeals('nvidia').has(id)));
    expect(expected.length).toBeGreaterThan(10);
    expect(sorted(await collectPages(dataset.request, '/v1/deals?chipVendor=nvidia&limit=20'))).toEqual(expected);
    const { text } = await dataset.request.get('/v1/deals?chipVendor=nvidia&format=ndjson').buffer().expect(200);
    expect(
      sorted(
        text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line) as JsonBody),
      ),
    ).toEqual(expected);
  });

  it('shows a link as of a day only if the deal and the commitment were known', async () => {
    const sizes = new Set<number>();
    let hiddenLinks = 0;
    for (const day of ['2024-12-31', '2025-06-30', '2025-10-15', '2025-12-31', '2026-03-31', '2026-08-31']) {
      const deals = await collectPages(dataset.request, `/v1/deals?limit=200&fields=id&asOf=${day}`);
      const commitments = await collectPages(dataset.request, `/v1/chip-commitments?limit=200&fields=deal,chipVendor&asOf=${day}`);
      const known = new Set(commitments.filter(({ chipVendor }) => chipVendor === 'nvidia').map(({ deal }) => deal));
      const expected = deals.filter(({ id }) => known.has(id));
      for (const sort of ['-amountUsd', 'title'])
        expect(sorted(await collectPages(dataset.request, `/v1/deals?chipVendor=nvidia&limit=20&sort=${sort}&asOf=${day}`))).toEqual(
          sorted(expected),
        );
      sizes.add(expected.length);
      hiddenLinks += deals.filter(({ id }) => linkedDeals('nvidia').has(id)).length - expected.length;
    }
    expect(sizes.size).toBeGreaterThan(3);
    expect(hiddenLinks, 'deals that were known before their commitment').toBeGreaterThan(0);
  });

  it('filters the deals of one company, totals and transitions alike', async () => {
    const expected = readRecords('deals').filter(
      ({ id, participants }) => linkedDeals('amd').has(id) && participants.some(({ company }: JsonBody) => company === 'openai'),
    );
    expect(expected.length).toBeGreaterThan(0);
    expect(sorted(await collectPages(dataset.request, '/v1/companies/openai/deals?chipVendor=amd'))).toEqual(sorted(expected));
    const all = (await dataset.request.get('/v1/deals?chipVendor=nvidia&total=true&limit=1').expect(200)).body.page.total;
    const stats = (await dataset.request.get('/v1/stats?chipVendor=nvidia').expect(200)).body.data;
    expect([stats.total, ...stats.excluded].reduce((sum: number, { count }: JsonBody) => sum + count, 0)).toBe(all);
    expect((await dataset.request.get('/v1/transitions?chipVendor=nvidia').expect(200)).body.data.deals).toBe(all);
  });

  it('returns 400 for an unknown vendor and suggests the nearest one', async () => {
    const response = await dataset.request.get('/v1/deals?chipVendor=nvidai');
    expectProblem(response, 400);
    expect(response.body.errors).toMatchObject([{ parameter: 'chipVendor', didYouMean: 'nvidia' }]);
  });
});
