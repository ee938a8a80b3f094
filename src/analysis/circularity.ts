import { type Certainty, type CycleClass, type CyclePattern, type FlowNature, strengthOf } from '../domain/vocabulary.ts';
import { distinctOf } from './grouping.ts';
import { certaintyOfLeg, isLegImplied, type MoneyGraph, natureBits, naturesOfLeg, sumOfLeg } from './money-graph.ts';
import type { UmbrellaOf } from './umbrellas.ts';
import type { UsdSum, UsdTerm } from './usd-sum.ts';

const both = natureBits.financing | natureBits.purchase;

/**
 * Classifies a cycle by the natures of its legs. Circular financing has legs of both natures.
 *
 * @param bits The union of the {@link natureBits} of all legs.
 */
export const classOfNatures = (bits: number): CycleClass =>
  bits === both ? 'circular_financing' : bits === natureBits.financing ? 'cross_holding' : 'trade_loop';

/**
 * Returns the pattern of a circular cycle with two legs: `mutual` if one party also finances the company that it buys from. Returns null
 * for longer cycles and for cycles of a single nature.
 *
 * @param natures The {@link natureBits} of each leg.
 */
export const patternOf = (natures: readonly number[]): CyclePattern | null =>
  natures.length !== 2 || natures.reduce((bits, one) => bits | one, 0) !== both
    ? null
    : natures.includes(both)
      ? 'mutual'
      : 'supplier_finances_customer';

/**
 * Returns the amount that can pass through every edge, in whole US dollars: the smallest lower bound and the smallest upper bound of all
 * edges. `high` is null if no edge has an upper bound.
 */
export const volumeOf = (legs: readonly UsdTerm[]): UsdTerm & { unknownLegs: number } => {
  const highs = legs.flatMap(({ high }) => (high === null ? [] : [high]));
  return {
    low: Math.min(...legs.map(({ low }) => low)),
    high: highs.length === 0 ? null : Math.min(...highs),
    unknownLegs: legs.length - highs.length,
  };
};

export interface ChainLeg {
  from: string;
  to: string;
  natures: FlowNature[];
  certainty: Certainty;
  implied: boolean;
  usd: UsdSum;
  flows: string[];
  deals: string[];
  chipCommitments: string[];
}

/** Consecutive edges, each of which starts where the one before it ends. */
export interface Chain {
  length: number;
  groups: string[];
  certainty: Certainty;
  implied: boolean;
  usd: UsdSum;
  unknownLegs: number;
  legs: ChainLeg[];
}

export interface Cycle extends Chain {
  id: string;
  class: CycleClass;
  pattern: CyclePattern | null;
}

/**
 * Builds the public form of an edge, with its amount and the ids of its flows, deals and chip commitments.
 *
 * @throws Error if the graph has no such edge.
 */
export const legOf = ({ legs }: MoneyGraph, edge: number, umbrellaOf: UmbrellaOf): ChainLeg => {
  const leg = legs[edge];
  if (leg === undefined) throw new Error(`The graph has no edge ${edge}.`);
  return {
    from: leg.from,
    to: leg.to,
    natures: naturesOfLeg(leg),
    certainty: certaintyOfLeg(leg),
    implied: isLegImplied(leg),
    usd: sumOfLeg(leg, umbrellaOf),
    flows: leg.flows.map(({ id }) => id).sort(),
    deals: distinctOf(leg.flows.map(({ deal }) => deal)),
    chipCommitments: distinctOf(leg.flows.map(({ chipCommitment }) => chipCommitment)),
  };
};

/** Rotates the edges of a cycle so that the smallest group id comes first. */
export const turnedToSmallest = ({ legs }: MoneyGraph, edges: readonly number[]): number[] => {
  const from = (edge: number): string => legs[edge]?.from ?? '';
  const first = edges.reduce((least, edge, index) => (from(edge) < from(edges[least] ?? 0) ? index : least), 0);
  return [...edges.slice(first), ...edges.slice(0, first)];
};

/**
 * Returns the id of a cycle: its group ids joined by dots, in order, starting with the smallest. The same groups in the same order
 * always have the same id.
 */
export const cycleIdOf = (graph: MoneyGraph, edges: readonly number[]): string =>
  turnedToSmallest(graph, edges)
    .map((edge) => graph.legs[edge]?.from ?? '')
    .join('.');

const weakestOf = (certainties: readonly Certainty[]): Certainty =>
  certainties.reduce((weakest, one) => (strengthOf(one) < strengthOf(weakest) ? one : weakest));

/** Builds a path from consecutive edges, with the amount that can pass through all of them in whole US dollars. */
export const chainOf = (graph: MoneyGraph, edges: readonly number[], umbrellaOf: UmbrellaOf): Chain => {
  const legs = edges.map((edge) => legOf(graph, edge, umbrellaOf));
  const { low, high, unknownLegs } = volumeOf(legs.map(({ usd }) => usd));
  return {
    length: legs.length,
    groups: legs.map(({ from }) => from),
    certainty: weakestOf(legs.map(({ certainty }) => certainty)),
    implied: legs.some(({ implied }) => implied),
    usd: { low, high, unknown: legs.reduce((sum, { usd }) => sum + usd.unknown, 0) },
    unknownLegs,
    legs,
  };
};

/** Builds a cycle with its class, its pattern and its legs, starting with the smallest group id. */
export const cycleOf = (graph: MoneyGraph, edges: readonly number[], umbrellaOf: UmbrellaOf): Cycle => {
  const turned = turnedToSmallest(graph, edges);
  const natures = turned.map((edge) => graph.natures[edge] ?? 0);
  return {
    id: cycleIdOf(graph, turned),
    class: classOfNatures(natures.reduce((bits, one) => bits | one, 0)),
    pattern: patternOf(natures),
    ...chainOf(graph, turned, umbrellaOf),
  };
};
