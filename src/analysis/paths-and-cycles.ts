import { certaintyRank } from '../domain/history.ts';
import type { UsdSum, UsdTerm } from '../domain/usd-sum.ts';
import type { Certainty, CycleClass, CyclePattern, FlowNature } from '../domain/vocabulary.ts';
import { type ByNature, type FlowOverlap, sumByNature, type UsdByCertainty } from './flow-sums.ts';
import { sortedUnique } from './grouping.ts';
import {
  areCircular,
  isLegContingent,
  isLegImplied,
  legCertainty,
  legNatures,
  type MoneyGraph,
  natureBits,
  onceForEachLeg,
  sumLeg,
} from './money-graph.ts';

/**
 * Classifies a cycle by the natures of its legs. Circular financing has a leg that finances, guarantees or grants a
 * warrant, and a leg that buys.
 *
 * @param bits The union of the {@link natureBits} of all legs.
 */
export const classifyCycle = (bits: number): CycleClass =>
  areCircular(bits) ? 'circular_financing' : bits === natureBits.purchase ? 'trade_loop' : 'cross_holding';

/**
 * Returns the pattern of a circular cycle with two legs: `mutual` if one party also finances the company that it buys from, otherwise
 * `supplier_finances_customer` if a supplier finances its customer, otherwise `supplier_incentive` for a guarantee or a warrant. Returns
 * null for longer cycles and for cycles that are not circular.
 *
 * @param natures The {@link natureBits} of each leg.
 */
export const detectPattern = (natures: readonly number[]): CyclePattern | null => {
  const [first = 0, second = 0] = natures;
  if (natures.length !== 2 || !areCircular(first | second)) return null;
  const isBoth = (bits: number) => (bits & natureBits.financing) !== 0 && (bits & natureBits.purchase) !== 0;
  if (isBoth(first) || isBoth(second)) return 'mutual';
  return isBoth(first | second) ? 'supplier_finances_customer' : 'supplier_incentive';
};

/**
 * Returns the amount that can pass through every edge, in whole US dollars: the smallest lower bound and the smallest upper bound of all
 * edges. `high` is null if no edge has an upper bound.
 */
export const computeVolume = (legs: readonly UsdTerm[]): UsdTerm & { unknownLegs: number } => {
  const highs = legs.flatMap(({ high }) => (high === null ? [] : [high]));
  return {
    low: Math.min(...legs.map(({ low }) => low)),
    high: highs.length === 0 ? null : Math.min(...highs),
    unknownLegs: legs.length - highs.length,
  };
};

export interface PathLeg {
  from: string;
  to: string;
  natures: FlowNature[];
  certainty: Certainty;
  implied: boolean;
  contingent: boolean;
  usd: UsdSum;
  weakerUsd: UsdSum;
  usdByCertainty: UsdByCertainty;
  usdByNature: ByNature;
  flows: string[];
  deals: string[];
  chipCommitments: string[];
}

/** Consecutive edges, each of which starts where the one before it ends. */
export interface MoneyPath {
  length: number;
  groups: string[];
  certainty: Certainty;
  implied: boolean;
  usd: UsdSum;
  unknownLegs: number;
  legs: PathLeg[];
}

export interface Cycle extends MoneyPath {
  id: string;
  class: CycleClass;
  pattern: CyclePattern | null;
}

/** Builds the public form of a leg, with its amount and the ids of its flows, deals and chip commitments. */
const buildLeg = onceForEachLeg(
  (leg, overlap): PathLeg => ({
    from: leg.from,
    to: leg.to,
    natures: legNatures(leg),
    certainty: legCertainty(leg),
    implied: isLegImplied(leg),
    contingent: isLegContingent(leg),
    ...sumLeg(leg, overlap),
    usdByNature: sumByNature(leg.flows, overlap),
    flows: leg.flows.map(({ id }) => id).sort(),
    deals: sortedUnique(leg.flows.map(({ deal }) => deal)),
    chipCommitments: sortedUnique(leg.flows.map(({ chipCommitment }) => chipCommitment)),
  }),
);

/** Rotates the edges of a cycle so that the smallest group id comes first. */
export const rotateToSmallest = ({ legs }: MoneyGraph, edges: readonly number[]): number[] => {
  const from = (edge: number): string => legs[edge]?.from ?? '';
  const first = edges.reduce((least, edge, index) => (from(edge) < from(edges[least] ?? 0) ? index : least), 0);
  return [...edges.slice(first), ...edges.slice(0, first)];
};

/**
 * Returns the id of a cycle: its group ids joined by dots, in order, starting with the smallest. The same groups in the same order
 * always have the same id.
 */
export const buildCycleId = (graph: MoneyGraph, edges: readonly number[]): string =>
  rotateToSmallest(graph, edges)
    .map((edge) => graph.legs[edge]?.from ?? '')
    .join('.');

const weakestCertainty = (certainties: readonly Certainty[]): Certainty =>
  certainties.reduce((weakest, one) => (certaintyRank(one) < certaintyRank(weakest) ? one : weakest));

/**
 * Builds a path from consecutive edges, with the amount that can pass through all of them in whole US dollars.
 *
 * @throws Error if the graph has no such edge.
 */
export const buildPath = (graph: MoneyGraph, edges: readonly number[], overlap: FlowOverlap): MoneyPath => {
  const legs = edges.map((edge) => {
    const leg = graph.legs[edge];
    if (leg === undefined) throw new Error(`The graph has no edge ${edge}.`);
    return buildLeg(leg, overlap);
  });
  const { low, high, unknownLegs } = computeVolume(legs.map(({ usd }) => usd));
  return {
    length: legs.length,
    groups: legs.map(({ from }) => from),
    certainty: weakestCertainty(legs.map(({ certainty }) => certainty)),
    implied: legs.some(({ implied }) => implied),
    usd: { low, high, unknown: unknownLegs, openEnded: legs.filter(({ usd }) => usd.openEnded > 0).length },
    unknownLegs,
    legs,
  };
};

/** Builds a cycle with its class, its pattern and its legs, starting with the smallest group id. */
export const buildCycle = (graph: MoneyGraph, edges: readonly number[], overlap: FlowOverlap): Cycle => {
  const rotated = rotateToSmallest(graph, edges);
  const natures = rotated.map((edge) => graph.natures[edge] ?? 0);
  return {
    id: buildCycleId(graph, rotated),
    class: classifyCycle(natures.reduce((bits, one) => bits | one, 0)),
    pattern: detectPattern(natures),
    ...buildPath(graph, rotated, overlap),
  };
};
