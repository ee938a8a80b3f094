import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { countPeriods, listPeriods } from '../../src/analysis/periods.ts';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { expectProblem } from '../support/expect-problem.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const get = async (path: string): Promise<JsonBody> => (await dataset.request.get(path).expect(200)).body;

const financingOfOpenai = '/v1/series?of=flows&toGroup=openai&nature=financing&interval=year&fromOn=2019';

describe('GET /v1/series', () => {
  it('has the totals of /v1/stats as of the end of each period', async () => {
    for (const query of [
      'of=deals&company=openai&groupBy=kind',
      'of=flows&toGroup=openai&nature=financing',
      'of=chip-commitments&chipVendor=nvidia&groupBy=status,year',
    ]) {
      const { data, meta } = await get(`/v1/series?${query}&interval=quarter&fromOn=2024-11&asOf=2026-05-05`);
      expect(data.periods.map(({ period }: JsonBody) => period)).toEqual([
        '2024-Q4',
        '2025-Q1',
        '2025-Q2',
        '2025-Q3',
        '2025-Q4',
        '2026-Q1',
        '2026-Q2',
      ]);
      expect(data.periods.at(-1)).toMatchObject({ firstDay: '2026-04-01', lastDay: '2026-05-05' });
      for (const { period: _period, firstDay: _firstDay, lastDay, ...totals } of data.periods) {
        const stats = await get(`/v1/stats?${query}&asOf=${lastDay}`);
        expect(totals).toEqual(stats.data);
        expect(meta.partitions).toBe(stats.meta.partitions);
      }
      expect(data.periods.at(-1).total).not.toEqual(data.periods[0].total);
    }
  });

  it('does not change the past when more becomes known: as of a day, it is the beginning of the current series', async () => {
    const { data: then } = await get(`${financingOfOpenai}&asOf=2024-12-31`);
    const { data: now } = await get(financingOfOpenai);
    expect(then.periods.map(({ period }: JsonBody) => period)).toEqual(['2019', '2020', '2021', '2022', '2023', '2024']);
    expect(now.periods.slice(0, then.periods.length)).toEqual(then.periods);
    const [{ total: in2024 }, { total: today }] = [then.periods.at(-1), now.periods.at(-1)];
    expect(today.usd.low).toBeGreaterThan(5 * in2024.usd.low);
  });

  it('starts with the first year of the calendar if the series would start before it', async () => {
    for (const query of ['toOn=0001', 'toOn=0003', 'asOf=0001-01-01', 'asOf=0003-01-01'])
      for (const interval of ['by=vintage&interval=month', 'by=vintage&interval=year', 'by=event&interval=year']) {
        const { data } = await get(`/v1/series?of=flows&${interval}&${query}`);
        expect(data.periods[0].firstDay >= '0001-01-01').toBe(true);
      }
    expect((await get('/v1/series?of=flows&interval=year&toOn=0003')).data.periods.map(({ period }: JsonBody) => period)).toEqual([
      '0001',
      '0002',
      '0003',
    ]);
  });

  it('divides what is known on a day among the periods of the reports, by event', async () => {
    for (const [query, interval, key] of [
      ['of=deals&kind=debt', 'quarter', 'status'],
      ['of=flows&toGroup=anthropic&nature=financing', 'year', 'fromGroup'],
    ] as const) {
      const path = `${query}&interval=${interval}&asOf=2026-06-30`;
      const { data } = await get(`/v1/series?by=event&${path}&groupBy=${key}`);
      const { data: stats } = await get(`/v1/stats?${query}&asOf=2026-06-30&groupBy=${interval}`);
      const { data: byKey } = await get(`/v1/stats?${query}&asOf=2026-06-30&groupBy=${interval},${key}`);
      expect(data.periods).toHaveLength(12);
      for (const { period, total, rows } of data.periods) {
        const row = stats.rows.find((one: JsonBody) => one.key[interval] === period);
        expect(total).toMatchObject({ count: row?.count ?? 0, usd: row?.usd ?? { low: 0, high: 0 } });
        const inPeriod = byKey.rows.filter((one: JsonBody) => one.key[interval] === period);
        expect(rows).toEqual(inPeriod.map((one: JsonBody) => ({ ...one, key: { [key]: one.key[key] } })));
      }
      const counts = [...data.periods.map(({ total }: JsonBody) => total), ...data.outside].map(({ count }: JsonBody) => count);
      expect(counts.reduce((sum: number, count: number) => sum + count, 0)).toBe(stats.total.count);
      expect(data.excluded).toEqual(stats.excluded);
    }
  });

  it('has twelve periods unless told otherwise, and never one after the asOf day', async () => {
    const { data, meta } = await get('/v1/series?interval=month&toOn=2099');
    expect(data.periods.map(({ lastDay }: JsonBody) => lastDay)).toHaveLength(12);
    expect(data.periods.at(-1)).toMatchObject({ period: '2026-11', lastDay: meta.asOf });
    expect((await get('/v1/series?toOn=2025-06&interval=year&fromOn=2025')).data.periods).toMatchObject([
      { period: '2025', firstDay: '2025-01-01', lastDay: '2025-06-30' },
    ]);
  });

  it('returns 400 for a range without periods or with too many, and for filters of another list', async () => {
    const errorOf = async (query: string) => {
      const response = await dataset.request.get(`/v1/series?${query}`);
      expectProblem(response, 400);
      return response.body.errors[0];
    };
    expect(await errorOf('fromOn=2026&toOn=2025')).toMatchObject({ parameter: 'fromOn' });
    expect((await errorOf('interval=month&fromOn=2010')).message).toContain('at most 120');
    expect((await errorOf('of=flows&kind=debt&announcedFrom=2025')).message).toContain('not a filter for of=flows');
    expect(await errorOf('by=event&of=flows&interval=month')).toMatchObject({ parameter: 'interval' });
    expect(await errorOf('by=event&of=chip-commitments&interval=year')).toMatchObject({ parameter: 'interval' });
    expect(await errorOf('by=event&groupBy=kind,status')).toMatchObject({ parameter: 'groupBy' });
    expect(await errorOf('company=openaii')).toMatchObject({ parameter: 'company', didYouMean: 'openai' });
  });
});

describe('listPeriods', () => {
  it('returns consecutive periods, each starting on the day after the one before, up to the day', () => {
    const day = fc.date({ min: new Date('1999-01-01'), max: new Date('2050-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(day, day, fc.constantFrom('month', 'quarter', 'year'), (one, other, interval) => {
        const [from = '', to = ''] = [one, other].map((date) => date.toISOString().slice(0, 10)).sort();
        const periods = listPeriods(to, interval, countPeriods(from, to, interval));
        expect((periods[0]?.firstDay ?? '') <= from && from <= (periods[0]?.lastDay ?? '')).toBe(true);
        expect(periods.at(-1)?.lastDay).toBe(to);
        for (const [index, { firstDay }] of periods.entries()) {
          const before = periods[index - 1];
          if (before !== undefined) expect(Date.parse(firstDay) - Date.parse(before.lastDay)).toBe(86_400_000);
        }
      }),
    );
  });
});
