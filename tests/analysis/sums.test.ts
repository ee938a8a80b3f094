import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countDeals, listOwnAmounts } from '../../src/analysis/deal-sums.ts';
import { computeExposure } from '../../src/analysis/exposure.ts';
import { findOverlap, type GraphFlow, type MoneyNature, sumFlows } from '../../src/analysis/flow-sums.ts';
import { buildSchedule, spreadByYear } from '../../src/analysis/outlook.ts';
import type { DealContent } from '../../src/domain/deal-states.ts';
import { deriveDealFlows } from '../../src/domain/flows.ts';
import { sumTranches, sumUsd } from '../../src/domain/usd-sum.ts';
import { dealKinds, flowNatures, type MoneyClass, participantRoles } from '../../src/domain/vocabulary.ts';
import { type Sum, sumDeals, sumFlowStats } from '../../src/modules/stats/stats.sums.ts';
import { dealLinks, flow } from '../support/flow-graphs.ts';

const factor = Number(process.env.TEST_RUNS_FACTOR ?? 1);

const bounds = fc
  .tuple(fc.option(fc.integer({ min: 0, max: 100 })), fc.option(fc.integer({ min: 0, max: 100 })))
  .map(([a, b]) => (a !== null && b !== null && a > b ? { min: b, max: a } : { min: a, max: b }));
const amounts = fc.oneof(
  { weight: 1, arbitrary: fc.constant(null) },
  { weight: 4, arbitrary: bounds.filter(({ min, max }) => min !== null || max !== null) },
);

/** Deals with arbitrary roles and amounts; some are part of others. */
const deals = fc
  .array(
    fc.record({
      kind: fc.constantFrom(...dealKinds),
      amountUsd: amounts,
      certainty: fc.constantFrom('speculative', 'intended', 'binding', 'dead'),
      announcedOn: fc.constantFrom(null, '2024', '2025-05', '2026-01-01'),
      umbrella: fc.option(fc.nat()),
      overlapped: fc.option(fc.nat(), { nil: undefined, freq: 1 }),
      conditional: fc.option(fc.integer({ min: 1, max: 60 })),
      participants: fc.array(
        fc.record({
          company: fc.constantFrom('a', 'b', 'c', 'd', 'e'),
          role: fc.constantFrom(...participantRoles),
          share: fc.option(fc.integer({ min: 0, max: 60 })),
        }),
        { minLength: 1, maxLength: 6 },
      ),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((all) => {
    const umbrellas = new Map<string, string>();
    const overlaps = new Map<string, string[]>();
    const made = all.map(({ participants, umbrella, overlapped, conditional, ...deal }, index) => {
      const id = `deal-${index}`;
      // Only an earlier deal can be the umbrella, so there are no cycles.
      if (umbrella !== null && index > 0) umbrellas.set(id, `deal-${umbrella % index}`);
      if (overlapped !== undefined && index > 0) overlaps.set(id, [`deal-${overlapped % index}`]);
      const money = { min: conditional, max: conditional, approximate: false, currency: 'USD' };
      const tranches = conditional === null ? null : [{ label: 'Later', amount: money, status: 'conditional' as const }];
      const short = {
        id,
        ...deal,
        trancheSums: tranches && sumTranches(tranches, deal.amountUsd),
        participants: participants.map(({ company, role, share }) => ({
          company,
          role,
          ...(share !== null && { amount: { min: share, max: share, approximate: false, currency: 'USD' } }),
        })),
      };
      return { id, short: short as unknown as DealContent['document'] };
    });
    const links = dealLinks({ umbrellaOf: (id) => umbrellas.get(id), dealOverlaps: (id) => overlaps.get(id) ?? [] });
    return { made, links };
  });

const factsOf = (document: DealContent['document']): GraphFlow[] =>
  deriveDealFlows({ document }, '2026-06-01', (id) => [{ id, since: '0001-01-01' }]).map(({ amount, bounds: bound, ...rest }) => ({
    ...rest,
    ...amount,
    deal: document.id,
    chipCommitment: null,
    knownFrom: '2026-01-01',
    boundLow: bound.low,
    boundHigh: bound.high,
  }));

describe('sums of flows', () => {
  it('never exceed the amounts that their deals state and keep low at or below high', () => {
    fc.assert(
      fc.property(deals, ({ made }) => {
        for (const { short } of made) {
          // Stated and implied flows are different money, which no sum adds up.
          for (const [nature, implied] of [...flowNatures.map((one) => [one, false] as const), ['purchase', true] as const]) {
            const flows = factsOf(short).filter((one) => one.nature === nature && one.implied === implied);
            if (flows.length === 0) continue;
            const sum = sumFlows(flows, findOverlap(flows, dealLinks()));
            const shares = (of: 'from' | 'to') =>
              [...new Set(flows.map((one) => one[of]))].reduce(
                (total, company) =>
                  total + Math.max(0, ...short.participants.filter((one) => one.company === company).map((one) => one.amount?.max ?? 0)),
                0,
              );
            const headline = short.amountUsd?.max ?? short.amountUsd?.min ?? null;
            if (headline !== null) expect(sum.high ?? 0).toBeLessThanOrEqual(Math.max(headline, shares('from'), shares('to')));
            if (sum.high !== null && sum.unknown === 0) expect(sum.low).toBeLessThanOrEqual(sum.high);
            // A subset of the flows never sums to more than all of them.
            const part = sumFlows(flows.slice(1), findOverlap(flows, dealLinks()));
            expect(part.high ?? 0).toBeLessThanOrEqual(sum.high ?? 0);
          }
        }
      }),
      { numRuns: 300 * factor },
    );
  });

  it('have rows that add up to the total of each nature and certainty, and total plus excluded equals all matching items', () => {
    fc.assert(
      fc.property(deals, fc.subarray(['nature', 'certainty', 'year'], { minLength: 1, maxLength: 2 }), ({ made, links }, keys) => {
        const flows = made.flatMap(({ short }) => factsOf(short));
        const stats = sumFlowStats(flows, keys, false, links);
        for (const [nature, total] of Object.entries(stats.total.byNature ?? {})) {
          const rows = stats.rows.flatMap(({ byNature }) => byNature?.[nature as MoneyNature] ?? []);
          expect(sumUsd(rows)).toEqual({ ...total, usdByCertainty: undefined });
          expect(sumUsd(Object.values(total.usdByCertainty))).toEqual(sumUsd([total]));
        }
        // Guarantees and warrants never enter financing.
        const contingent = flows.filter((one) => one.contingent);
        expect(sumFlowStats(contingent, [], true, links).total.byNature?.financing).toBeUndefined();
        expect([stats.total, ...stats.excluded].reduce((sum, { count }) => sum + count, 0)).toBe(flows.length);
      }),
      { numRuns: 200 * factor },
    );
  });

  it('count an umbrella with its remainder over the flows of its parts to the same group', () => {
    const own = { deal: 'umbrella', low: 0, high: 100, boundLow: 100, boundHigh: 100, siblings: 2 };
    const flows = [
      flow('a', 'x', own),
      flow('b', 'x', own),
      flow('b', 'x', { deal: 'part-1', low: 30, high: 30, boundLow: 30, boundHigh: 30 }),
      flow('c', 'x', { deal: 'part-2', low: 20, high: 40, boundLow: 20, boundHigh: 40 }),
    ];
    const umbrellaOf = (id: string) => (id.startsWith('part') ? 'umbrella' : undefined);
    const overlap = findOverlap(flows, dealLinks({ umbrellaOf }));
    expect(sumFlows(flows, overlap)).toEqual({ low: 80, high: 100, unknown: 0, openEnded: 0 });
    expect(sumFlows(flows.slice(0, 1), overlap)).toEqual({ low: 0, high: 30, unknown: 0, openEnded: 0 });
    expect(sumFlows(flows.slice(1, 3), overlap)).toEqual({ low: 30, high: 60, unknown: 0, openEnded: 0 });
  });

  it('leave out a record that states again the money of another one', () => {
    const flows = [
      flow('a', 'x', { deal: 'contract', low: 30, high: 30 }),
      flow('a', 'x', { chipCommitment: 'total', low: 180, high: 180 }),
      flow('b', 'x', { chipCommitment: 'other', low: 1, high: 1 }),
    ];
    const links = dealLinks({ commitmentOverlaps: (id) => (id === 'total' ? ['contract'] : []) });
    const stats = sumFlowStats(flows, [], false, links);
    expect(stats.total).toMatchObject({ count: 2, usd: { low: 31, high: 31 } });
    expect(stats.excluded[0]).toMatchObject({ reason: 'overlaps_counted', count: 1, usd: { low: 180, high: 180 } });
    expect(sumFlowStats(flows.slice(1), [], false, links).total).toMatchObject({ count: 2, usd: { low: 181 } });
  });
});

describe('sums of deals', () => {
  const toPassed = (made: { id: string; short: DealContent['document'] }[]) =>
    made.map(({ id, short }) => ({
      id,
      kind: short.kind,
      status: 'signed' as const,
      certainty: short.certainty,
      usdMin: short.amountUsd?.min ?? null,
      usdMax: short.amountUsd?.max ?? null,
      trancheSums: short.trancheSums && JSON.stringify(short.trancheSums),
      announcedOn: short.announcedOn,
      amountReportedOn: null,
    }));
  const classesOf = (stats: Sum) => Object.entries(stats.byClass ?? {});

  it('have rows that add up to the total of each money class, and total plus excluded equals all matching items', async () => {
    await fc.assert(
      fc.asyncProperty(
        deals,
        fc.subarray(['kind', 'moneyClass', 'status', 'certainty', 'year', 'quarter'], { minLength: 1, maxLength: 2 }),
        async ({ made, links }, keys) => {
          const passed = toPassed(made);
          const stats = await sumDeals(passed, async () => [], keys, false, links);
          for (const [name, total] of classesOf(stats.total)) {
            const rows = stats.rows.flatMap(({ byClass }) => byClass?.[name as MoneyClass] ?? []);
            expect(sumUsd(rows.map(({ usd }) => usd))).toEqual(total.usd);
            if (total.usd.high !== null && total.usd.unknown === 0) expect(total.usd.low).toBeLessThanOrEqual(total.usd.high);
            // A lower bound has paid and committed money, never conditional money.
            const { paid, committed, unspecified } = total.tranches;
            expect(total.usd.low).toBeLessThanOrEqual(paid.low + committed.low + unspecified.low);
          }
          expect([stats.total, ...stats.excluded].reduce((sum, { count }) => sum + count, 0)).toBe(passed.length);
          // No total exceeds what its deals state.
          const stated = sumUsd(listOwnAmounts(passed).map(({ usd }) => usd)).high ?? 0;
          expect(classesOf(stats.total).reduce((sum, [, { usd }]) => sum + (usd.high ?? 0), 0)).toBeLessThanOrEqual(stated);
        },
      ),
      { numRuns: 200 * factor },
    );
  });

  it('of one kind equal its row wherever the filter leaves out no part', async () => {
    await fc.assert(
      fc.asyncProperty(deals, async ({ made, links }) => {
        const passed = toPassed(made);
        const { rows } = await sumDeals(passed, async () => [], ['kind'], true, links);
        for (const { key, usd } of rows) {
          const alone = passed.filter(({ kind }) => kind === key.kind);
          const isSplit = passed.some(({ id, kind }) => {
            const above = new Set<string>();
            for (let one = links.umbrellaOf(id); one !== undefined; one = links.umbrellaOf(one)) above.add(one);
            return alone.some((other) => above.has(other.id) && kind !== key.kind);
          });
          if (!isSplit) expect((await sumDeals(alone, async () => [], [], true, links)).total.usd).toEqual(usd);
        }
      }),
      { numRuns: 200 * factor },
    );
  });

  it('count an umbrella with what its parts leave of it', () => {
    const links = dealLinks({ umbrellaOf: (id) => (id === 'umbrella' ? undefined : 'umbrella') });
    const amount = (id: string, usdMin: number | null, usdMax: number | null) => ({ id, usdMin, usdMax, trancheSums: null });
    const usdOf = (...all: ReturnType<typeof amount>[]) =>
      countDeals(all, links).counted.map(({ deal, usd }) => [deal.id, usd.low, usd.high]);
    expect(usdOf(amount('one', 300, 300), amount('two', 50, 100), amount('umbrella', null, 500))).toEqual([
      ['one', 300, 300],
      ['two', 50, 100],
      ['umbrella', 0, 100],
    ]);
    expect(usdOf(amount('one', 15, 30), amount('umbrella', 20, 20))[1]).toEqual(['umbrella', 0, 0]);
    expect(usdOf(amount('one', 15, 30), amount('two', null, null), amount('umbrella', null, null))[2]).toEqual(['umbrella', 0, 0]);
    expect(usdOf(amount('umbrella', 7, 7))).toEqual([['umbrella', 7, 7]]);
  });

  it('leave out a deal that states again the money of one that counts', () => {
    const links = dealLinks({ dealOverlaps: (id) => (id === 'total' ? ['part'] : []) });
    const amount = (id: string, usd: number) => ({ id, usdMin: usd, usdMax: usd, trancheSums: null });
    const { counted, overlapping } = countDeals([amount('part', 5), amount('total', 20)], links);
    expect([counted.map(({ deal }) => deal.id), overlapping.map(({ id }) => id)]).toEqual([['part'], ['total']]);
    expect(countDeals([amount('total', 20)], links).counted).toHaveLength(1);
  });
});

describe('exposure', () => {
  it('returns a bound of the round-trip ratio only if the bounds it needs are complete', () => {
    const ratioOf = (flows: GraphFlow[]) =>
      computeExposure(flows, (id) => id === 'lab', dealLinks()).counterparties[0]?.roundTripAsCustomer;
    const bought = (low: number, high: number | null) => flow('lab', 'maker', { nature: 'purchase', low, high });
    const funded = (low: number, high: number | null, rest: Partial<GraphFlow> = {}) => flow('maker', 'lab', { low, high, ...rest });
    expect(ratioOf([bought(10, 20), funded(4, 5)])).toEqual({ low: 2, high: 5 });
    expect(ratioOf([bought(10, 20), funded(0, 5)])).toEqual({ low: 2, high: null });
    expect(ratioOf([bought(0, null), funded(4, 5)])).toEqual({ low: 0, high: null });
    expect(ratioOf([bought(10, 20), funded(0, null)])).toEqual({ low: null, high: null });
    expect(ratioOf([bought(10, 20), funded(4, 5, { nature: 'guarantee', contingent: true })])).toBeNull();
    expect(ratioOf([bought(10, 20), funded(4, 5, { certainty: 'intended' })])).toBeNull();
  });

  it('returns a null index if exact amounts cover less than half of the total', () => {
    const suppliersOf = (...highs: [string, number, number][]) =>
      computeExposure(
        highs.map(([to, low, high]) => flow('lab', to, { nature: 'purchase', low, high })),
        (id) => id === 'lab',
        dealLinks(),
      ).concentration.suppliers;
    expect(suppliersOf(['a', 30, 30], ['b', 10, 10])).toMatchObject({ index: 0.625, coverage: 1, counterparties: 2 });
    expect(suppliersOf(['a', 30, 30], ['b', 0, 40])).toMatchObject({ index: null, coverage: 0.4286 });
    const many = Array.from({ length: 3 }, (_, index): [string, number, number] => [`small-${index}`, 0, 1]);
    expect(suppliersOf(['a', 90, 90], ...many)).toMatchObject({ index: null, coverage: 0.9677, flowCoverage: 0.25 });
  });
});

describe('spread over calendar years', () => {
  it('ends a term of whole years on the day before an anniversary', () => {
    const endOf = (startsOn: string, termYears: number) => buildSchedule({ startsOn, endsOn: null, termYears });
    expect(endOf('2026', 10)).toEqual({ fromDay: '2026-01-01', toDay: '2036-01-01' });
    expect(endOf('2025-08-21', 6)).toEqual({ fromDay: '2025-08-21', toDay: '2031-08-21' });
    expect(endOf('2025-08', 0.5)).toEqual({ fromDay: '2025-08-01', toDay: '2026-01-31' });
  });

  it('adds up to the amount at each bound', () => {
    const day = fc.integer({ min: 0, max: 12_000 }).map((offset) => new Date(Date.UTC(2015, 0, 1 + offset)).toISOString().slice(0, 10));
    fc.assert(
      fc.property(day, fc.double({ min: 0.1, max: 30, noNaN: true }), fc.nat(1e12), fc.nat(1e12), (startsOn, termYears, low, more) => {
        const schedule = buildSchedule({ startsOn, endsOn: null, termYears });
        if (schedule === null) throw new Error('A start and a term must result in a schedule.');
        const parts = spreadByYear(schedule, { low, high: low + more });
        expect(parts.reduce((sum, { usd }) => sum + usd.low, 0)).toBe(low);
        expect(parts.reduce((sum, { usd }) => sum + (usd.high ?? 0), 0)).toBe(low + more);
        expect(parts[0]?.year).toBe(startsOn.slice(0, 4));
      }),
      { numRuns: 200 * factor },
    );
  });
});
