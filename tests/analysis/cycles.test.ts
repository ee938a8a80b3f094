import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CyclePage, comparePositions } from '../../src/analysis/cycle-page.ts';
import { enumerateCycles } from '../../src/analysis/enumerate-cycles.ts';
import { findPaths } from '../../src/analysis/find-paths.ts';
import { findOverlap, type GraphFlow } from '../../src/analysis/flow-sums.ts';
import { selectInnerFlows } from '../../src/analysis/money-graph.ts';
import { computeNullModel } from '../../src/analysis/null-model.ts';
import { buildCycle, buildCycleId } from '../../src/analysis/paths-and-cycles.ts';
import { buildGraph, cyclesByBruteForce, dealLinks, flow, flowGraphs, runToEnd } from '../support/flow-graphs.ts';

const factor = Number(process.env.TEST_RUNS_FACTOR ?? 1);
const unbounded = Number.MAX_SAFE_INTEGER;

const cyclesOf = (flows: readonly GraphFlow[], maxLength: number, first?: string[]) => {
  const graph = buildGraph(flows, first);
  const found: number[][] = [];
  const maxStarts = first === undefined ? graph.size : first.filter((group) => graph.groups.includes(group)).length;
  runToEnd(
    enumerateCycles(graph, { maxLength, maxEdgesVisited: unbounded, maxStarts }, (path, length) => {
      found.push(Array.from(path.subarray(0, length)));
    }),
  );
  return { graph, found, ids: found.map((edges) => buildCycleId(graph, edges)) };
};

describe('cycle enumeration', () => {
  it('finds the same cycles as brute force, each once, for every maximum length', () => {
    fc.assert(
      fc.property(flowGraphs(7, 30), fc.integer({ min: 2, max: 6 }), (flows, maxLength) => {
        const { ids } = cyclesOf(flows, maxLength);
        expect([...ids].sort()).toEqual([...cyclesByBruteForce(flows, maxLength).keys()].sort());
      }),
      { numRuns: 300 * factor },
    );
  });

  it('finds every cycle through the leading groups when it starts from them only', () => {
    fc.assert(
      fc.property(flowGraphs(7, 30), fc.subarray(['g0', 'g1-x', 'g2', 'g5-x'], { minLength: 1 }), (flows, first) => {
        const { ids } = cyclesOf(flows, 5, first);
        const expected = [...cyclesByBruteForce(flows, 5)].filter(([, groups]) => groups.some((group) => first.includes(group)));
        expect([...ids].sort()).toEqual(expected.map(([id]) => id).sort());
      }),
      { numRuns: 200 * factor },
    );
  });

  it('finds the same cycles, in the same order, among the groups that pay and receive', () => {
    fc.assert(
      fc.property(flowGraphs(9, 20), fc.integer({ min: 2, max: 6 }), (flows, maxLength) => {
        expect(cyclesOf(selectInnerFlows(flows), maxLength).ids).toEqual(cyclesOf(flows, maxLength).ids);
      }),
      { numRuns: 200 * factor },
    );
  });

  it('builds connected legs without repeated groups and derives class, pattern and volume from the flows', () => {
    fc.assert(
      fc.property(flowGraphs(6, 25), (flows) => {
        const { graph, found } = cyclesOf(flows, 4);
        for (const edges of found) {
          const cycle = buildCycle(graph, edges, findOverlap(flows, dealLinks()));
          expect(new Set(cycle.groups).size).toBe(cycle.length);
          expect([...cycle.groups].sort()[0]).toBe(cycle.groups[0]);
          for (const [index, leg] of cycle.legs.entries()) {
            expect(leg.to).toBe(cycle.legs[(index + 1) % cycle.length]?.from);
            const parallel = flows.filter(({ fromGroup, toGroup }) => fromGroup === leg.from && toGroup === leg.to);
            expect(leg.flows).toEqual(parallel.map(({ id }) => id).sort());
            expect(leg.implied).toBe(parallel.every(({ implied }) => implied));
            // Stated cash decides how much moves; without any, implied flows; without those, guarantees and warrants.
            const ranks = parallel.map((one) => (one.contingent ? 2 : Number(one.implied)));
            const decisive = parallel.filter((_, place) => ranks[place] === Math.min(...ranks));
            const lowOf = (some: typeof parallel) => some.reduce((sum, { low }) => sum + low, 0);
            expect(leg.usd.low).toBe(lowOf(decisive.filter(({ certainty }) => certainty === leg.certainty)));
            expect(leg.usd.low + leg.weakerUsd.low).toBe(lowOf(decisive));
            expect(Object.values(leg.usdByCertainty).reduce((sum, { low }) => sum + low, 0)).toBe(lowOf(decisive));
            for (const [nature, { low, usdByCertainty }] of Object.entries(leg.usdByNature)) {
              const isAlike = (one: GraphFlow) => (one.nature === 'purchase' && one.implied ? 'impliedPurchase' : one.nature) === nature;
              expect(low).toBe(lowOf(parallel.filter(isAlike)));
              expect(Object.values(usdByCertainty).reduce((sum, one) => sum + one.low, 0)).toBe(low);
            }
          }
          const natures = new Set(cycle.legs.flatMap((leg) => leg.natures));
          expect(cycle.class === 'circular_financing').toBe(natures.has('purchase') && natures.size > 1);
          const finances = (a: string, b: string) =>
            flows.some(({ fromGroup, toGroup, nature }) => fromGroup === a && toGroup === b && nature === 'financing');
          const buys = (a: string, b: string) =>
            flows.some(({ fromGroup, toGroup, nature }) => fromGroup === a && toGroup === b && nature === 'purchase');
          const [a = '', b = ''] = cycle.groups;
          if (cycle.pattern !== null) {
            const isMutual = (finances(a, b) && buys(a, b)) || (finances(b, a) && buys(b, a));
            const isFinanced = (finances(a, b) && buys(b, a)) || (finances(b, a) && buys(a, b));
            expect(cycle.pattern).toBe(isMutual ? 'mutual' : isFinanced ? 'supplier_finances_customer' : 'supplier_incentive');
          }
          expect(cycle.pattern !== null).toBe(cycle.length === 2 && cycle.class === 'circular_financing');
          expect(cycle.usd.low).toBe(Math.min(...cycle.legs.map(({ usd }) => usd.low)));
          const highs = cycle.legs.flatMap(({ usd }) => usd.high ?? []);
          expect(cycle.usd.high).toBe(highs.length === 0 ? null : Math.min(...highs));
          expect(cycle.unknownLegs).toBe(cycle.length - highs.length);
        }
      }),
      { numRuns: 150 * factor },
    );
  });

  it('pages through all cycles in order without duplicates or gaps', () => {
    const orders = ['volume', 'length', 'id'] as const;
    fc.assert(
      fc.property(
        flowGraphs(7, 30),
        fc.constantFrom(...orders),
        fc.boolean(),
        fc.integer({ min: 1, max: 5 }),
        (flows, key, isUp, limit) => {
          const { graph, found, ids } = cyclesOf(flows, 5);
          const order = { key, direction: isUp ? ('asc' as const) : ('desc' as const) };
          const places: CyclePage['entries'][number]['position'][] = [];
          for (;;) {
            const page = new CyclePage(graph, findOverlap(flows, dealLinks()), { filters: {}, order, limit, after: places.at(-1) ?? null });
            for (const edges of found) page.add(Int32Array.from(edges), edges.length);
            expect(page.total).toBe(ids.length);
            places.push(...page.entries.map(({ position }) => position));
            if (page.entries.length < limit) break;
          }
          expect(places.map(({ id }) => id).sort()).toEqual([...ids].sort());
          for (const [index, place] of places.slice(1).entries())
            expect(comparePositions(order, places[index] ?? place, place)).toBeLessThan(0);
        },
      ),
      { numRuns: 100 * factor },
    );
  });

  it('stops at the same edge on every run when it reaches its limit, and yields on the way', () => {
    const flows = Array.from({ length: 60 }, (_, from) => from).flatMap((from) =>
      Array.from({ length: 60 }, (_, to) => to).flatMap((to) => (from === to ? [] : [flow(`g${from}`, `g${to}`, { id: `${from}-${to}` })])),
    );
    const graph = buildGraph(flows);
    const run = () => {
      const lengths: number[] = [];
      const { result, pauses } = runToEnd(
        enumerateCycles(graph, { maxLength: 6, maxEdgesVisited: 1_000_000 }, (_path, length) => lengths.push(length)),
      );
      return { ...result, pauses, count: lengths.length };
    };
    const first = run();
    expect(first).toMatchObject({ truncated: true, edgesVisited: 1_000_000 });
    expect(first.pauses).toBeGreaterThan(8);
    expect(run()).toEqual(first);
  });
});

describe('path search', () => {
  it('finds every simple path, shortest first', () => {
    fc.assert(
      fc.property(flowGraphs(6, 20), (flows) => {
        const graph = buildGraph(flows);
        const [from, to] = [graph.groups.indexOf('g0'), graph.groups.indexOf('g2')];
        const { paths, truncated } = runToEnd(
          findPaths(graph, { from, to, maxLength: 5, limit: 10_000, maxEdgesVisited: unbounded }),
        ).result;
        expect(truncated).toBe(false);
        // A path from a to b is a cycle through a new leg from b to a.
        const closed = cyclesByBruteForce([...flows.filter((one) => one.fromGroup !== 'g2'), flow('g2', 'g0', { id: 'closing' })], 6);
        const expected = [...closed.values()].filter((groups) => groups.includes('g0') && groups.includes('g2'));
        expect(paths.length).toBe(from < 0 || to < 0 ? 0 : expected.length);
        expect(paths.map(({ length }) => length)).toEqual(paths.map(({ length }) => length).sort((a, b) => a - b));
      }),
      { numRuns: 200 * factor },
    );
  });
});

describe('null model', () => {
  it('returns the same result for the same seed and counts the cycles that the enumeration finds', () => {
    fc.assert(
      fc.property(flowGraphs(7, 30), fc.integer({ min: 0, max: 1_000 }), (flows, seed) => {
        const { graph, found } = cyclesOf(flows, 3);
        const options = { maxLength: 3, samples: 5, seed, maxEdgesVisited: unbounded };
        const { result } = runToEnd(computeNullModel(graph, options));
        const overlap = findOverlap(flows, dealLinks());
        const circular = found.filter((edges) => buildCycle(graph, edges, overlap).class === 'circular_financing');
        expect(result.byLength.map(({ length, observed }) => [length, observed])).toEqual(
          [2, 3].map((length) => [length, circular.filter((edges) => edges.length === length).length]),
        );
        expect(runToEnd(computeNullModel(graph, options)).result).toEqual(result);
      }),
      { numRuns: 50 * factor },
    );
  });

  it('returns a null z-score if no edge can be rewired', () => {
    const graph = buildGraph([flow('a', 'b'), flow('b', 'a', { nature: 'purchase' })]);
    expect(runToEnd(computeNullModel(graph, { maxLength: 4, samples: 10, seed: 1, maxEdgesVisited: unbounded })).result).toEqual({
      samples: 10,
      byLength: [
        { length: 2, observed: 1, mean: 1, standardDeviation: 0, zScore: null },
        { length: 3, observed: 0, mean: 0, standardDeviation: 0, zScore: null },
        { length: 4, observed: 0, mean: 0, standardDeviation: 0, zScore: null },
      ],
      finding: 'The random graphs do not differ, so they say nothing.',
    });
  });
});
