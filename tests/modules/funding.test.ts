import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { combineTrancheSums, sumTrancheSums } from '../../src/domain/usd-sum.ts';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { readRecords } from '../support/dataset.ts';
import { expectProblem } from '../support/expect-problem.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

const get = async (path: string): Promise<JsonBody> => (await dataset.request.get(path).expect(200)).body;

const deals = new Map(readRecords('deals').map((deal) => [deal.id, deal]));
const reportOf = (id: string, reportedOn: string) => deals.get(id)?.history.findLast((event) => event.reportedOn === reportedOn);
/** The amount that a record states in the report of a day; the minimum if it states no more. */
const amount = (id: string, reportedOn: string): number => {
  const stated = reportOf(id, reportedOn)?.amount;
  return stated?.max ?? stated?.min ?? Number.NaN;
};
/** The tranches of a status that a record states in the report of a day. */
const tranches = (id: string, reportedOn: string, status: string): number =>
  (reportOf(id, reportedOn)?.tranches ?? []).filter((one) => one.status === status).reduce((sum, one) => sum + (one.amount.max ?? 0), 0);

const highs = (total: JsonBody) => {
  const { paid, committed, conditional, unspecified } = total;
  return { paid: paid.high, committed: committed.high, conditional: conditional.high, unspecified: unspecified.high };
};

describe('GET /v1/companies/{id}/funding', () => {
  it('is the sum of what the records state about OpenAI on three days', async () => {
    const round2024 = amount('openai-2024-round', '2024-10-02');
    const paid2025 = tranches('openai-2025-softbank-round', '2025-12-31', 'paid');
    const loi = amount('openai-nvidia-100b-loi', '2025-09-22');
    const firstOfLoi = tranches('openai-nvidia-100b-loi', '2025-09-22', 'conditional');
    const amazon = (status: string) => tranches('openai-amazon-equity-investment', '2026-03-31', status);
    const softbank = tranches('openai-softbank-2026-30b', '2026-10-01', 'paid');
    const nvidia = tranches('openai-nvidia-30b-investment', '2026-03-31', 'committed');
    const round2026 = amount('openai-2026-mega-round', '2026-03-31');
    const commitment = 'openai-microsoft-13b-commitment';
    const expected = {
      '2024-12-31': {
        equity: { paid: 0, committed: 0, conditional: 0, unspecified: round2024 + amount(commitment, '2023-03-16') },
        debt: { paid: 0, committed: 0, conditional: 0, unspecified: amount('openai-2024-revolver', '2024-10-03') },
      },
      '2025-12-31': {
        equity: {
          paid: paid2025 + tranches(commitment, '2025-10-29', 'paid'),
          committed: tranches(commitment, '2025-10-29', 'committed'),
          conditional: firstOfLoi,
          unspecified: round2024 + amount('openai-disney-investment', '2025-12-11') + loi - firstOfLoi,
        },
        debt: { paid: 0, committed: amount('openai-2024-revolver', '2025-11-28'), conditional: 0, unspecified: 0 },
      },
      '2026-11-23': {
        equity: {
          paid: paid2025 + tranches(commitment, '2026-04-29', 'paid') + amazon('paid') + softbank,
          committed: tranches(commitment, '2026-04-29', 'committed') + nvidia,
          conditional: amazon('conditional'),
          unspecified: round2024 + round2026 - amazon('paid') - amazon('conditional') - softbank - nvidia,
        },
        debt: { paid: 0, committed: amount('openai-2024-revolver', '2026-03-31'), conditional: 0, unspecified: 0 },
      },
    };
    for (const [asOf, { equity, debt }] of Object.entries(expected)) {
      const { data } = await get(`/v1/companies/openai/funding?asOf=${asOf}`);
      expect(data.totals.map(({ moneyClass }: JsonBody) => moneyClass)).toEqual(['equity', 'debt']);
      expect([asOf, highs(data.totals[0])]).toEqual([asOf, equity]);
      expect([asOf, highs(data.totals[1])]).toEqual([asOf, debt]);
    }
  });

  it('adds up to its totals for every company, and cites only what was known on the day', async () => {
    for (const path of [
      '/v1/companies/anthropic/funding?asOf=2026-04-30',
      '/v1/companies/coreweave/funding',
      '/v1/companies/spacex/funding?asOf=2026-08-01',
      '/v1/companies/nvidia/funding',
    ]) {
      const { data, meta } = await get(path);
      for (const { moneyClass, count, paid, committed, conditional, unspecified, unspecifiedClosed } of data.totals) {
        const counted = data.deals.filter((deal: JsonBody) => deal.moneyClass === moneyClass && deal.counted !== null);
        expect(counted.length).toBe(count);
        for (const [name, total] of Object.entries({ paid, committed, conditional, unspecified })) {
          for (const end of ['low', 'high'] as const)
            expect(counted.reduce((sum: number, deal: JsonBody) => sum + (deal.counted[name][end] ?? 0), 0)).toBe(total[end] ?? 0);
        }
        expect(unspecifiedClosed.low).toBeLessThanOrEqual(unspecified.low);
      }
      for (const { deal, certainty, evidence, tranches: stated } of data.deals) {
        expect(['intended', 'binding']).toContain(certainty);
        expect(evidence.map(({ term }: JsonBody) => term)).toContain('status');
        expect(evidence.some(({ term }: JsonBody) => term === 'tranches')).toBe(stated.length > 0);
        for (const { reportedOn, citations } of evidence) {
          expect(reportedOn <= meta.asOf, deal).toBe(true);
          expect(citations.length).toBeGreaterThan(0);
        }
      }
    }
    expectProblem(await dataset.request.get('/v1/companies/opnai/funding'), 404);
  });

  it('leaves out what members of the group pay to each other', async () => {
    const { data } = await get('/v1/companies/spacex/funding');
    const members = new Set(['spacex', 'xai', 'x-corp']);
    for (const { payers } of data.deals) expect(payers.length === 0 || payers.some((payer: string) => !members.has(payer))).toBe(true);
  });
});

describe('GET /v1/companies/{id}/funding/series', () => {
  it('has the totals of the funding as of the end of each period', async () => {
    for (const [company, query] of [
      ['openai', 'asOf=2026-05-05'],
      ['spacex', 'interval=month&fromOn=2025-11&toOn=2026-08'],
      ['xai', 'interval=month&fromOn=2024-10&toOn=2026-03'],
      ['coreweave', 'interval=year'],
    ] as const) {
      const { data } = await get(`/v1/companies/${company}/funding/series?${query}`);
      expect(data.company).toBe(company);
      expect(data.periods.length).toBeGreaterThan(3);
      for (const { period, lastDay, totals, excluded } of data.periods) {
        const { data: known } = await get(`/v1/companies/${company}/funding?asOf=${lastDay}`);
        expect({ period, totals, excluded }).toEqual({ period, totals: known.totals, excluded: known.excluded });
      }
      expect(data.periods.at(-1).totals).not.toEqual(data.periods[0].totals);
    }
  });

  it('starts with the first period that has a total, and does not change the past when more becomes known', async () => {
    const { data: now } = await get('/v1/companies/openai/funding/series?names=true');
    expect(now.periods[0].totals).not.toEqual([]);
    const { firstDay } = now.periods[0];
    const { data: before } = await get(`/v1/companies/openai/funding/series?toOn=${firstDay.slice(0, 4) - 1}`);
    expect(before.periods).toMatchObject([{ totals: [] }]);
    const { data: then } = await get('/v1/companies/openai/funding/series?asOf=2025-09-30');
    expect(now.periods.slice(0, then.periods.length)).toEqual(then.periods);
  });

  it('returns a row for each period and class as CSV, 400 for too many periods and 404 for an unknown company', async () => {
    const path = '/v1/companies/openai/funding/series';
    const { data } = await get(`${path}?interval=year`);
    const lines = (await dataset.request.get(`${path}?interval=year&format=csv`).expect(200)).text.trim().split('\r\n');
    expect(lines[0]).toMatch(/^period,firstDay,lastDay,moneyClass,count,paidLow/);
    expect(lines.length - 1).toBe(data.periods.flatMap(({ totals }: JsonBody) => totals).length);
    const tooLong = await dataset.request.get(`${path}?fromOn=1980`);
    expectProblem(tooLong, 400);
    expect(tooLong.body.errors[0]).toMatchObject({ parameter: 'fromOn', message: expect.stringContaining('120') });
    expectProblem(await dataset.request.get('/v1/companies/opnai/funding/series'), 404);
  });
});

describe('combineTrancheSums', () => {
  const sum = fc.tuple(fc.nat(100), fc.nat(100)).map(([low, width]) => ({ low, high: low + width, unknown: 0, openEnded: 0 }));
  const split = fc.record({ paid: sum, committed: sum, conditional: sum, unspecified: sum });
  const total = (sums: JsonBody, end: 'low' | 'high') =>
    (end === 'high' ? sums.conditional.high : 0) + sums.paid[end] + sums.committed[end] + sums.unspecified[end];

  it('counts the larger of an umbrella and its parts, and never more', () => {
    fc.assert(
      fc.property(split, split, (own, parts) => {
        const both = combineTrancheSums(own, parts);
        expect(total(both, 'high')).toBe(Math.max(total(own, 'high'), total(parts, 'high')));
        expect(total(both, 'low')).toBeLessThanOrEqual(Math.max(total(own, 'low'), total(parts, 'low')));
        for (const { low, high } of Object.values(both)) expect(0 <= low && low <= (high ?? Infinity)).toBe(true);
        expect(both.paid.high).toBe(Math.max(own.paid.high, parts.paid.high));
      }),
    );
  });

  it('leaves an umbrella without parts as it is', () => {
    fc.assert(
      fc.property(split, (own) => {
        expect(combineTrancheSums(own, sumTrancheSums([]))).toEqual(own);
      }),
    );
  });
});
