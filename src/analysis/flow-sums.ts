import type { Flow } from '../domain/flows.ts';
import { sumUsd, type UsdSum, type UsdTerm } from '../domain/usd-sum.ts';
import { groupBy } from './grouping.ts';
import { buildUmbrellaTrees, type UmbrellaLookup } from './umbrellas.ts';

/** A flow as sums and graphs need it. */
export interface GraphFlow extends UsdTerm, Omit<Flow, 'amount' | 'bounds'> {
  deal: string | null;
  chipCommitment: string | null;
  knownFrom: string;
  /** Bounds on the sum of all flows of the same deal and nature, in whole US dollars. */
  boundLow: number;
  boundHigh: number | null;
}

/** Flows that a sum excludes, at each bound, because an umbrella deal and its parts describe the same money. */
export interface FlowOverlap {
  low: ReadonlySet<GraphFlow>;
  high: ReadonlySet<GraphFlow>;
}

const toPairKey = ({ fromGroup, toGroup, nature, implied }: GraphFlow): string => `${fromGroup} ${toGroup} ${nature} ${implied}`;

/**
 * Finds the flows that a sum must exclude to avoid double counting.
 *
 * If an umbrella deal and its parts have flows with the same payer group, payee group, nature and `implied` flag, the larger of the
 * umbrella's flow and the sum of the parts counts. Each bound is decided separately.
 *
 * @returns The flows that do not count.
 */
export const findOverlap = (flows: readonly GraphFlow[], getUmbrella: UmbrellaLookup): FlowOverlap => {
  const out = { low: new Set<GraphFlow>(), high: new Set<GraphFlow>() };
  const pairs = new Set(flows.flatMap((flow) => (flow.deal !== null && getUmbrella(flow.deal) !== undefined ? [toPairKey(flow)] : [])));
  if (pairs.size === 0) return out;
  const concerned = flows.filter((flow) => flow.deal !== null && pairs.has(toPairKey(flow)));
  for (const inPair of groupBy(concerned, toPairKey).values()) {
    const byDeal = groupBy(inPair, ({ deal }) => deal ?? '');
    const { roots, partsOf } = buildUmbrellaTrees(byDeal.keys(), getUmbrella);
    for (const end of ['low', 'high'] as const) {
      const exclude = (dealId: string): void => {
        for (const flow of byDeal.get(dealId) ?? []) out[end].add(flow);
        partsOf.get(dealId)?.forEach(exclude);
      };
      const resolveTree = (dealId: string): number => {
        const own = (byDeal.get(dealId) ?? []).reduce((sum, flow) => sum + (flow[end] ?? 0), 0);
        const parts = partsOf.get(dealId) ?? [];
        const partsTotal = parts.reduce((sum, part) => sum + resolveTree(part), 0);
        if (own >= partsTotal) parts.forEach(exclude);
        else for (const flow of byDeal.get(dealId) ?? []) out[end].add(flow);
        return Math.max(own, partsTotal);
      };
      roots.forEach(resolveTree);
    }
  }
  return out;
};

/** Sums the flows of one deal and nature, limited to what the deal states. */
const sumDealFlows = (flows: readonly GraphFlow[], overlap: FlowOverlap): UsdSum[] => {
  const atLow = flows.filter((flow) => !overlap.low.has(flow));
  const atHigh = flows.filter((flow) => !overlap.high.has(flow));
  if (atLow.length === 0 && atHigh.length === 0) return [];
  const [{ boundLow, boundHigh, siblings } = { boundLow: 0, boundHigh: null, siblings: 0 }] = flows;
  const added = sumUsd(atHigh);
  const high = added.high === null || boundHigh === null ? added.high : Math.min(added.high, boundHigh);
  const stated = atLow.reduce((sum, flow) => sum + flow.low, 0);
  const low = atLow.length === siblings ? Math.max(stated, boundLow) : stated;
  // If the overlap excludes different flows at the two bounds, only the deal's amount limits both.
  const cap = flows.some((flow) => overlap.low.has(flow) !== overlap.high.has(flow)) ? boundHigh : high;
  return [{ ...added, low: cap === null ? low : Math.min(low, cap), high }];
};

/**
 * Sums flows in whole US dollars. The flows of each deal and nature are limited to the deal's amount, or to the sum of its stated shares
 * if that is larger. An umbrella and its parts count once.
 *
 * @param overlap From {@link findOverlap} over all flows of the response, so that rows and total agree.
 */
export const sumFlows = (flows: readonly GraphFlow[], overlap: FlowOverlap): UsdSum => {
  const ofDeals = groupBy(
    flows.filter(({ deal }) => deal !== null),
    ({ deal, nature }) => `${deal} ${nature}`,
  );
  return sumUsd([...flows.filter(({ deal }) => deal === null), ...[...ofDeals.values()].flatMap((ofOne) => sumDealFlows(ofOne, overlap))]);
};

/** Summarizes the flows that a sum excludes because an umbrella or its parts count instead: their number and total. */
export const summarizeExcluded = (flows: readonly GraphFlow[], overlap: FlowOverlap): { count: number; usd: UsdSum } => {
  const excluded = flows.filter((flow) => overlap.high.has(flow));
  const high = sumUsd(excluded);
  return { count: excluded.length, usd: { ...high, low: [...overlap.low].reduce((sum, flow) => sum + flow.low, 0) } };
};
