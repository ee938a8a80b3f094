import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countDeals } from '../../src/analysis/deal-sums.ts';
import { computeExposure } from '../../src/analysis/exposure.ts';
import { findOverlap, type GraphFlow, sumFlows } from '../../src/analysis/flow-sums.ts';
import { buildSchedule, spreadByYear } from '../../src/analysis/outlook.ts';
import type { DealContent } from '../../src/domain/deal-states.ts';
import { deriveDealFlows } from '../../src/domain/flows.ts';
import { sumUsd } from '../../src/domain/usd-sum.ts';
import { dealKinds, flowNatures, participantRoles } from '../../src/domain/vocabulary.ts';
import { sumDeals, sumFlowStats } from '../../src/modules/stats/stats.sums.ts';
import { flow } from '../support/flow-graphs.ts';

const factor = Number(process.env.TEST_RUNS_FACTOR ?? 1);
const noUmbrella = () => undefined;

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
    const made = all.map(({ participants, umbrella, ...deal }, index) => {
      const id = `deal-${index}`;
      // Only an earlier deal can be the umbrella, so there are no cycles.
      if (umbrella !== null && index > 0) umbrellas.set(id, `deal-${umbrella % index}`);
      const short = {
        id,
        ...deal,
        participants: participants.map(({ company, role, share }) => ({
          company,
          role,
          ...(share !== null && { amount: { min: share, max: share, approximate: false, currency: 'USD' } }),
        })),
      };
      return { id, short: short as unknown as DealContent['document'] };
    });
    return { made, umbrellaOf: (id: string) => umbrellas.get(id) };
  });

const factsOf = (document: DealContent['document']): GraphFlow[] =>
  deriveDealFlows({ document, history: [], events: [], evidence: [] }, '2026-06-01', (id) => [{ id, since: '0001-01-01' }]).map(
    ({ amount, bounds: bound, ...rest }) => ({
      ...rest,
      ...amount,
      deal: document.id,
      chipCommitment: null,
      knownFrom: '2026-01-01',
      boundLow: bound.low,
      boundHigh: bound.high,
    }),
  );

describe('sums of flows', () => {
  it('never exceed the amounts that their deals state and keep low at or below high', () => {
    fc.assert(
      fc.property(deals, ({ made }) => {
        for (const { short } of made) {
          for (const nature of flowNatures) {
            const flows = factsOf(short).filter((one) => one.nature === nature);
            if (flows.length === 0) continue;
            const sum = sumFlows(flows, findOverlap(flows, noUmbrella));
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
            const part = sumFlows(flows.slice(1), findOverlap(flows, noUmbrella));
            expect(part.high ?? 0).toBeLessThanOrEqual(sum.high ?? 0);
          }
        }
      }),
      { numRuns: 300 * factor },
    );
  });

  it('have rows that add up to the total, and total plus excluded equals all matching items', () => {
    fc.assert(
      fc.property(deals, fc.subarray(['nature', 'certainty', 'year'], { minLength: 1, maxLength: 2 }), ({ made, umbrellaOf }, keys) => {
        const flows = made.flatMap(({ short }) => factsOf(short));
        const stats = sumFlowStats(flows, keys, false, umbrellaOf);
        expect(sumUsd(stats.rows.map(({ usd }) => usd)).low).toBe(stats.total.usd.low);
        expect(sumUsd(stats.rows.map(({ usd }) => usd)).high ?? 0).toBe(stats.total.usd.high ?? 0);
        expect(stats.rows.reduce((sum, { usd }) => sum + usd.unknown, 0)).toBe(stats.total.usd.unknown);
        expect([stats.total, ...stats.excluded].reduce((sum, { count }) => sum + count, 0)).toBe(flows.length);
      }),
      { numRuns: 300 * factor },
    );
  });

  it('count an umbrella and its parts once per pair and nature, with the larger value at each bound', () => {
    const umbrella = flow('a', 'b', { deal: 'umbrella', low: 0, high: 100, boundHigh: 100 });
    const parts = [
      flow('a', 'b', { deal: 'part-1', low: 30, high: 30, boundLow: 30, boundHigh: 30 }),
      flow('a', 'b', { deal: 'part-2', low: 20, high: 20, boundLow: 27, boundHigh: 27 }),
      flow('a', 'c', { deal: 'part-2', low: 7, high: 7, boundLow: 27, boundHigh: 27 }),
      flow('a', 'b', { deal: 'part-1', nature: 'purchase', low: 5, high: 5, boundLow: 5, boundHigh: 5 }),
    ];
    const umbrellaOf = (id: string) => (id.startsWith('part') ? 'umbrella' : undefined);
    const stats = sumFlowStats([umbrella, ...parts], [], false, umbrellaOf);
    expect(stats.total).toEqual({ count: 3, usd: { low: 62, high: 112, unknown: 0, openEnded: 0 } });
    expect(stats.excluded[0]).toEqual({ reason: 'part_of_counted', count: 2, usd: { low: 0, high: 50, unknown: 0, openEnded: 0 } });
  });
});

describe('sums of deals', () => {
  it('have rows that add up to the total, and total plus excluded equals all matching items', async () => {
    await fc.assert(
      fc.asyncProperty(
        deals,
        fc.subarray(['kind', 'status', 'certainty', 'year', 'quarter'], { minLength: 1, maxLength: 2 }),
        async ({ made, umbrellaOf }, keys) => {
          const passed = made.map(({ id, short }) => ({
            id,
            kind: short.kind,
            status: 'signed' as const,
            certainty: short.certainty,
            usdMin: short.amountUsd?.min ?? null,
            usdMax: short.amountUsd?.max ?? null,
            announcedOn: short.announcedOn,
          }));
          const stats = await sumDeals(passed, async () => [], keys, false, umbrellaOf);
          const rows = sumUsd(stats.rows.map(({ usd }) => usd));
          expect([rows.low, rows.high ?? 0, rows.unknown]).toEqual([
            stats.total.usd.low,
            stats.total.usd.high ?? 0,
            stats.total.usd.unknown,
          ]);
          expect([stats.total, ...stats.excluded].reduce((sum, { count }) => sum + count, 0)).toBe(passed.length);
          // A part never counts along with one of its umbrellas.
          const counted = new Set(countDeals(passed, umbrellaOf).counted.map(({ deal }) => deal.id));
          for (const id of counted)
            for (let above = umbrellaOf(id); above !== undefined; above = umbrellaOf(above)) expect(counted.has(above)).toBe(false);
        },
      ),
      { numRuns: 300 * factor },
    );
  });

  it('use the larger, at each bound, of an umbrella and its matching parts', () => {
    const umbrellaOf = (id: string) => (id === 'umbrella' ? undefined : 'umbrella');
    const amount = (id: string, usdMin: number | null, usdMax: number | null) => ({ id, usdMin, usdMax });
    const usdOf = (...all: ReturnType<typeof amount>[]) => countDeals(all, umbrellaOf).counted.map(({ usd }) => usd);
    expect(usdOf(amount('umbrella', null, 500), amount('one', 300, 300), amount('two', 50, 100))).toEqual([
      { low: 350, high: 500, unknown: 0, openEnded: 0 },
    ]);
    expect(usdOf(amount('umbrella', 10, 20), amount('one', 15, 30))).toEqual([{ low: 15, high: 30, unknown: 0, openEnded: 0 }]);
    expect(usdOf(amount('umbrella', null, null), amount('one', 15, 30), amount('two', null, null))).toEqual([
      { low: 15, high: 30, unknown: 1, openEnded: 0 },
    ]);
    expect(usdOf(amount('one', 1, 1), amount('two', 2, 2))).toHaveLength(2);
  });
});

describe('exposure', () => {
  it('returns a bound of the round-trip ratio only if the bounds it needs are complete', () => {
    const ratioOf = (flows: GraphFlow[]) => computeExposure(flows, (id) => id === 'lab', noUmbrella).counterparties[0]?.roundTripAsCustomer;
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
        noUmbrella,
      ).concentration.suppliers;
    expect(suppliersOf(['a', 30, 30], ['b', 10, 10])).toMatchObject({ index: 0.625, coverage: 1, counterparties: 2 });
    expect(suppliersOf(['a', 30, 30], ['b', 0, 40])).toMatchObject({ index: null, coverage: 0.4286 });
  });
});

describe('spread over calendar years', () => {
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
