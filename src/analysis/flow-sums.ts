import type { Flow } from '../domain/flows.ts';
import { groupBy } from './grouping.ts';
import { type UmbrellaOf, umbrellaTrees } from './umbrellas.ts';
import { addUp, type UsdSum, type UsdTerm } from './usd-sum.ts';

/** A flow as sums and graphs need it. */
export interface FlowFact extends UsdTerm, Omit<Flow, 'amount' | 'bounds'> {
  deal: string | null;
  chipCommitment: string | null;
  knownFrom: string;
  /** What all flows of the deal and nature are worth together. */
  boundLow: number;
  boundHigh: number | null;
}

/** The flows that an overlap of umbrella and part keeps out of a sum, at each end of the interval. */
export interface Overlap {
  low: ReadonlySet<FlowFact>;
  high: ReadonlySet<FlowFact>;
}

const pairOf = ({ fromGroup, toGroup, nature, implied }: FlowFact): string => `${fromGroup} ${toGroup} ${nature} ${implied}`;

/**
 * Where an umbrella and its parts have flows for the same payer group, payee group, nature and mark, the greater of the
 * umbrella's flow and the sum of its parts' counts, at each end by itself. Answers what does not count.
 */
export const overlapOf = (flows: readonly FlowFact[], umbrellaOf: UmbrellaOf): Overlap => {
  const out = { low: new Set<FlowFact>(), high: new Set<FlowFact>() };
  const pairs = new Set(flows.flatMap((flow) => (flow.deal !== null && umbrellaOf(flow.deal) !== undefined ? [pairOf(flow)] : [])));
  if (pairs.size === 0) return out;
  const concerned = flows.filter((flow) => flow.deal !== null && pairs.has(pairOf(flow)));
  for (const inPair of groupBy(concerned, pairOf).values()) {
    const byDeal = groupBy(inPair, ({ deal }) => deal ?? '');
    const { roots, partsOf } = umbrellaTrees(byDeal.keys(), umbrellaOf);
    for (const end of ['low', 'high'] as const) {
      const leaveOut = (dealId: string): void => {
        for (const flow of byDeal.get(dealId) ?? []) out[end].add(flow);
        partsOf.get(dealId)?.forEach(leaveOut);
      };
      const settle = (dealId: string): number => {
        const own = (byDeal.get(dealId) ?? []).reduce((sum, flow) => sum + (flow[end] ?? 0), 0);
        const parts = partsOf.get(dealId) ?? [];
        const ofParts = parts.reduce((sum, part) => sum + settle(part), 0);
        if (own >= ofParts) parts.forEach(leaveOut);
        else for (const flow of byDeal.get(dealId) ?? []) out[end].add(flow);
        return Math.max(own, ofParts);
      };
      roots.forEach(settle);
    }
  }
  return out;
};

/** Sums that keep to what a deal states count the flows of one deal and nature together. */
const sumOfOneDeal = (flows: readonly FlowFact[], overlap: Overlap): UsdSum[] => {
  const atLow = flows.filter((flow) => !overlap.low.has(flow));
  const atHigh = flows.filter((flow) => !overlap.high.has(flow));
  if (atLow.length === 0 && atHigh.length === 0) return [];
  const [{ boundLow, boundHigh, siblings } = { boundLow: 0, boundHigh: null, siblings: 0 }] = flows;
  const added = addUp(atHigh);
  const high = added.high === null || boundHigh === null ? added.high : Math.min(added.high, boundHigh);
  const stated = atLow.reduce((sum, flow) => sum + flow.low, 0);
  const low = atLow.length === siblings ? Math.max(stated, boundLow) : stated;
  // Where an overlap keeps other flows out at one end than at the other, only the deal bounds both.
  const cap = flows.some((flow) => overlap.low.has(flow) !== overlap.high.has(flow)) ? boundHigh : high;
  return [{ low: cap === null ? low : Math.min(low, cap), high, unknown: added.unknown }];
};

/**
 * The sum of flows: each deal and nature bounded by what the deal states (or by the sum of its stated shares, where that is
 * greater), umbrella and part once. `overlap` was made over all flows of the answer, so that rows and total agree.
 */
export const sumFlows = (flows: readonly FlowFact[], overlap: Overlap): UsdSum => {
  const ofDeals = groupBy(
    flows.filter(({ deal }) => deal !== null),
    ({ deal, nature }) => `${deal} ${nature}`,
  );
  return addUp([...flows.filter(({ deal }) => deal === null), ...[...ofDeals.values()].flatMap((ofOne) => sumOfOneDeal(ofOne, overlap))]);
};

/** The flows that stand outside a sum because an umbrella, or parts, count in their place; with what they are worth. */
export const excludedByOverlap = (flows: readonly FlowFact[], overlap: Overlap): { count: number; usd: UsdSum } => {
  const excluded = flows.filter((flow) => overlap.high.has(flow));
  const high = addUp(excluded);
  return { count: excluded.length, usd: { ...high, low: [...overlap.low].reduce((sum, flow) => sum + flow.low, 0) } };
};
