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

const lastDayOf = (date: string) =>
  date.length === 10 ? Date.parse(date) : Date.UTC(Number(date.slice(0, 4)), Number(date.slice(5) || 12), 0);

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
    expect(sizes.size).toBeGreaterThan(2);
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

describe('GET /v1/deals?staleDaysMin', () => {
  it('returns the deals in talks whose newest report is old enough on the asOf day, in every format', async () => {
    for (const asOf of ['2025-09-30', '2026-11-23']) {
      const stale = (deal: JsonBody) =>
        ['rumored', 'in_talks'].includes(deal.status) && deal.certainty === 'speculative'
          ? Math.max(0, Math.round((Date.parse(asOf) - lastDayOf(deal.lastReportedOn)) / 86_400_000))
          : undefined;
      const all = await collectPages(dataset.request, `/v1/deals?limit=200&include=history,evidence&asOf=${asOf}`);
      for (const deal of all) expect([deal.id, deal.staleDays]).toEqual([deal.id, stale(deal)]);
      const expected = all.filter((deal) => (stale(deal) ?? -1) >= 90).map(({ id }) => id);
      expect(expected.length).toBeGreaterThan(2);
      const found = await collectPages(dataset.request, `/v1/deals?limit=50&sort=id&staleDaysMin=90&asOf=${asOf}`);
      expect(found.map(({ id }) => id).sort()).toEqual(expected.sort());
      const { body } = await dataset.app.inject({ url: `/v1/deals?format=ndjson&asOf=${asOf}` });
      const lines: JsonBody[] = body
        .trim()
        .split('\n')
        .map((line: string) => JSON.parse(line));
      expect(new Map(lines.map(({ id, staleDays }) => [id, staleDays]))).toEqual(new Map(all.map(({ id, staleDays }) => [id, staleDays])));
    }
  });

  it('is accepted where deals are summed, and rejects a negative number', async () => {
    const { page } = (await dataset.request.get('/v1/deals?staleDaysMin=90&total=true&limit=1').expect(200)).body;
    const { data } = (await dataset.request.get('/v1/stats?staleDaysMin=90&certainty=speculative').expect(200)).body;
    expect(data.total.count + data.excluded[0].count).toBe(page.total);
    const { deals } = (await dataset.request.get('/v1/transitions?staleDaysMin=90').expect(200)).body.data;
    expect(deals).toBe(page.total);
    expectProblem(await dataset.request.get('/v1/deals?staleDaysMin=-1'), 400);
  });
});
