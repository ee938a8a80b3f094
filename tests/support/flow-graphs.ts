import fc from 'fast-check';
import type { GraphFlow } from '../../src/analysis/flow-sums.ts';
import { buildMoneyGraph, type MoneyGraph } from '../../src/analysis/money-graph.ts';
import type { DealLinks } from '../../src/analysis/umbrellas.ts';
import { contingentNatures, flowNatures } from '../../src/domain/vocabulary.ts';

/** Links between deals of which none is part of another or states its money again, except as given. */
export const dealLinks = (links: Partial<DealLinks> = {}): DealLinks => ({
  umbrellaOf: () => undefined,
  dealOverlaps: () => [],
  commitmentOverlaps: () => [],
  ...links,
});

/** Runs a generator to its end and counts its yields. */
export const runToEnd = <Result>(work: Generator<void, Result>): { result: Result; pauses: number } => {
  for (let pauses = 0; ; pauses += 1) {
    const step = work.next();
    if (step.done === true) return { result: step.value, pauses };
  }
};

/** Builds the money graph of some flows. */
export const buildGraph = (flows: readonly GraphFlow[], first?: readonly string[]): MoneyGraph =>
  runToEnd(buildMoneyGraph(flows, first)).result;

/** Creates a flow with default values for everything that a test does not set. */
export const flow = (from: string, to: string, rest: Partial<GraphFlow> = {}): GraphFlow => ({
  id: `${rest.deal ?? 'deal'}.${from}.${to}.${rest.nature ?? 'financing'}`,
  from,
  to,
  fromGroup: from,
  toGroup: to,
  nature: 'financing',
  contingent: false,
  implied: false,
  certainty: 'binding',
  deal: null,
  chipCommitment: null,
  kind: null,
  year: '2026',
  knownFrom: '2026-01-01',
  low: 1,
  high: 1,
  boundLow: 0,
  boundHigh: null,
  siblings: 1,
  ...rest,
});

/** Generates multigraphs of flows between a few groups, including parallel flows and flows within a group. */
export const flowGraphs = (groupsMax: number, flowsMax: number): fc.Arbitrary<GraphFlow[]> =>
  fc
    .array(
      fc.record({
        // Names that sort differently from their numbers, some of which are prefixes of others.
        from: fc.integer({ min: 0, max: groupsMax - 1 }).map((number) => `g${number}${number % 2 === 0 ? '' : '-x'}`),
        to: fc.integer({ min: 0, max: groupsMax - 1 }).map((number) => `g${number}${number % 2 === 0 ? '' : '-x'}`),
        nature: fc.constantFrom(...flowNatures),
        implied: fc.boolean(),
        certainty: fc.constantFrom('speculative', 'intended', 'binding'),
        low: fc.integer({ min: 0, max: 50 }),
        spread: fc.option(fc.integer({ min: 0, max: 50 })),
      }),
      { maxLength: flowsMax },
    )
    .map((edges) =>
      edges.map(({ from, to, nature, implied, certainty, low, spread }, index) =>
        flow(from, to, {
          id: `f${index}`,
          chipCommitment: `c${index}`,
          nature,
          contingent: contingentNatures.includes(nature),
          implied,
          certainty: certainty as GraphFlow['certainty'],
          low: spread === null ? 0 : low,
          high: spread === null ? null : low + spread,
        }),
      ),
    );

/**
 * Finds every elementary cycle up to a length by trying every path from every group. Slow, simple and independent of the code under
 * test.
 */
export const cyclesByBruteForce = (flows: readonly GraphFlow[], maxLength: number): Map<string, string[]> => {
  const next = new Map<string, Set<string>>();
  for (const { fromGroup, toGroup } of flows)
    if (fromGroup !== toGroup) next.set(fromGroup, (next.get(fromGroup) ?? new Set()).add(toGroup));
  const found = new Map<string, string[]>();
  const follow = (path: string[]): void => {
    for (const group of next.get(path.at(-1) ?? '') ?? []) {
      if (group === path[0]) {
        const start = path.indexOf([...path].sort()[0] ?? '');
        const rotated = [...path.slice(start), ...path.slice(0, start)];
        found.set(rotated.join('.'), rotated);
      } else if (path.length < maxLength && !path.includes(group)) follow([...path, group]);
    }
  };
  for (const group of next.keys()) follow([group]);
  return found;
};
