import type { Flow } from '../domain/flows.ts';
import { sumUsd, type UsdSum, type UsdTerm } from '../domain/usd-sum.ts';
import type { Certainty } from '../domain/vocabulary.ts';
import { subtractParts } from './deal-sums.ts';
import { groupBy } from './grouping.ts';
import { buildUmbrellaTrees, type DealLinks } from './umbrellas.ts';

/** A flow as sums and graphs need it. */
export interface GraphFlow extends UsdTerm, Omit<Flow, 'amount' | 'bounds'> {
  deal: string | null;
  chipCommitment: string | null;
  knownFrom: string;
  /** Bounds on the sum of all flows of the same deal and nature, in whole US dollars. */
  boundLow: number;
  boundHigh: number | null;
}

/** What must not count twice in sums of a set of flows. */
export interface FlowOverlap {
  /** Flows of records that state again the money of another deal in the set. They add nothing to a sum. */
  restated: ReadonlySet<GraphFlow>;
  /** The deals with parts in the set. No other deal has remainders. */
  umbrellas: ReadonlySet<string>;
  /** What the flows of an umbrella add to a sum. The keys are those of {@link toFamilyKey}. */
  remainders: ReadonlyMap<string, UsdSum>;
  /** The same for the flows of one payer. The keys are those of {@link toPayerKey}. */
  payerRemainders: ReadonlyMap<string, UsdSum>;
}

/** Returns the key of what a deal, by default that of the flow, pays to a group. Stated and implied flows are different money. */
export const toFamilyKey = (flow: GraphFlow, deal = flow.deal): string => `${deal} ${flow.nature} ${flow.implied} ${flow.toGroup}`;

/** Returns the key of what a deal pays from one group to another. */
const toPayerKey = (flow: GraphFlow, deal = flow.deal): string => `${toFamilyKey(flow, deal)} ${flow.fromGroup}`;

/** Sums flows of one deal and nature within what the deal states. */
const sumWithinBounds = (flows: readonly GraphFlow[]): UsdSum => {
  const [first] = flows;
  if (first === undefined) return sumUsd([]);
  const { boundLow, boundHigh, siblings } = first;
  const added = sumUsd(flows);
  const high = added.high === null || boundHigh === null ? added.high : Math.min(added.high, boundHigh);
  const isComplete = !first.implied && flows.length === siblings;
  const low = isComplete ? Math.max(added.low, boundLow) : added.low;
  return { ...added, low: high === null ? low : Math.min(low, high), high };
};

/**
 * Finds what must not count twice in sums of the given flows. An umbrella deal adds only its remainder over the flows of its parts to the
 * same group, so a family of deals never pays a group more than the umbrella states, or its parts if they are more.
 *
 * @param flows All flows of an answer, so that its sums agree with each other.
 */
export const findOverlap = (flows: readonly GraphFlow[], { umbrellaOf, dealOverlaps, commitmentOverlaps }: DealLinks): FlowOverlap => {
  const deals = new Set<string>();
  for (const { deal } of flows) if (deal !== null) deals.add(deal);
  const restates = ({ deal, chipCommitment }: GraphFlow) =>
    (deal === null ? commitmentOverlaps(chipCommitment ?? '') : dealOverlaps(deal)).some((other) => deals.has(other));
  const restated = new Set(flows.filter(restates));
  const { roots, partsOf } = buildUmbrellaTrees(deals, umbrellaOf);
  const families = roots.filter((root) => partsOf.has(root));
  const membersOf = (deal: string): string[] => [deal, ...(partsOf.get(deal) ?? []).flatMap(membersOf)];
  const rootOf = new Map(families.flatMap((root) => membersOf(root).map((deal) => [deal, root])));
  const counted = flows.filter((flow) => flow.deal !== null && rootOf.has(flow.deal) && !restated.has(flow));
  const findRemainders = (toKey: (flow: GraphFlow, deal?: string | null) => string): Map<string, UsdSum> => {
    const remainders = new Map<string, UsdSum>();
    // The flows of each family to each end.
    for (const toEnd of groupBy(counted, (flow) => toKey(flow, rootOf.get(flow.deal ?? ''))).values()) {
      const byDeal = groupBy(toEnd, ({ deal }) => deal);
      const [first] = toEnd;
      // Only a deal with flows of its own and of its parts has a remainder.
      if (first === undefined || byDeal.size === 1) continue;
      const sumFamily = (deal: string): UsdSum | null => {
        const own = byDeal.get(deal);
        const parts = (partsOf.get(deal) ?? []).flatMap((part) => sumFamily(part) ?? []);
        if (own === undefined || parts.length === 0)
          return own === undefined && parts.length === 0 ? null : sumUsd([...parts, ...(own === undefined ? [] : [sumWithinBounds(own)])]);
        const remainder = subtractParts(sumWithinBounds(own), sumUsd(parts));
        remainders.set(toKey(first, deal), remainder);
        return sumUsd([remainder, ...parts]);
      };
      sumFamily(rootOf.get(first.deal ?? '') ?? '');
    }
    return remainders;
  };
  return {
    restated,
    umbrellas: new Set(partsOf.keys()),
    remainders: findRemainders(toFamilyKey),
    payerRemainders: findRemainders(toPayerKey),
  };
};

/** Sums flows of one deal and nature within what the deal states and what its parts leave of it. */
const sumDealFlows = (flows: readonly GraphFlow[], { umbrellas, remainders, payerRemainders }: FlowOverlap): UsdSum => {
  const all = sumWithinBounds(flows);
  if (!umbrellas.has(flows[0]?.deal ?? '')) return all;
  const byGroup = groupBy(flows, (flow) => toFamilyKey(flow));
  if (![...byGroup.keys()].some((key) => remainders.has(key))) return all;
  const sum = sumUsd(
    [...byGroup].map(([key, toOne]): UsdSum => {
      const stated = sumWithinBounds(toOne);
      const remainder = remainders.get(key);
      if (remainder === undefined) return stated;
      // A payer whose share the parts state again adds nothing, whatever they leave of the umbrella.
      const ofPayers = sumUsd(
        [...groupBy(toOne, (flow) => toPayerKey(flow))].map(([payerKey, own]) => payerRemainders.get(payerKey) ?? sumWithinBounds(own)),
      );
      const isComplete = toOne.length === toOne[0]?.siblings;
      const limits = [stated, remainder, ...(isComplete ? [] : [ofPayers])];
      const high = Math.min(...limits.map((limit) => limit.high ?? Number.POSITIVE_INFINITY));
      return { low: Math.min(high, ...limits.map((limit) => limit.low)), high, unknown: 0, openEnded: remainder.openEnded };
    }),
  );
  const high = sum.high === null || all.high === null ? sum.high : Math.min(sum.high, all.high);
  return { ...sum, low: high === null ? sum.low : Math.min(sum.low, high), high };
};

/**
 * Sums flows in whole US dollars. The flows of each deal and nature are limited to the deal's amount, or to the sum of its stated shares
 * if that is larger.
 *
 * @param overlap From {@link findOverlap} over all flows of the response, so that rows and total agree.
 */
export const sumFlows = (flows: readonly GraphFlow[], overlap: FlowOverlap): UsdSum => {
  const byDeal = groupBy(
    flows.filter((flow) => !overlap.restated.has(flow)),
    ({ deal }) => deal,
  );
  const terms: UsdTerm[] = [];
  for (const [deal, ofDeal] of byDeal) {
    if (deal === null) terms.push(...ofDeal);
    else if (ofDeal.length === 1) terms.push(sumDealFlows(ofDeal, overlap));
    else
      for (const alike of groupBy(ofDeal, ({ nature, implied }) => `${nature} ${implied}`).values())
        terms.push(sumDealFlows(alike, overlap));
  }
  return sumUsd(terms);
};

export type UsdByCertainty = Partial<Record<Certainty, UsdSum>>;

const strongestFirst = ['binding', 'intended', 'speculative', 'dead'] as const;

/** Sums flows by certainty, strongest first. The sums add up to that of all flows. */
export const sumByCertainty = (flows: readonly GraphFlow[], overlap: FlowOverlap): UsdByCertainty => {
  const groups = groupBy(flows, ({ certainty }) => certainty);
  return Object.fromEntries(
    strongestFirst.flatMap((certainty) => {
      const alike = groups.get(certainty);
      return alike === undefined ? [] : [[certainty, sumFlows(alike, overlap)]];
    }),
  );
};

/** Natures of money as answers tell them apart: purchases that no report states are not added to stated ones. */
export const moneyNatures = ['financing', 'purchase', 'impliedPurchase', 'guarantee', 'warrant'] as const;
export type MoneyNature = (typeof moneyNatures)[number];

/** A sum of flows, and how firm its parts are. */
export type FirmSum = UsdSum & { usdByCertainty: UsdByCertainty };
export type ByNature = Partial<Record<MoneyNature, FirmSum>>;

/** Sums flows, also by certainty. */
export const sumFirmly = (flows: readonly GraphFlow[], overlap: FlowOverlap): FirmSum => {
  const usdByCertainty = sumByCertainty(flows, overlap);
  const [first, second] = Object.values(usdByCertainty);
  // Most sets of flows have one certainty, so their sum is known already.
  const usd = first !== undefined && second === undefined ? first : sumFlows(flows, overlap);
  return { ...usd, usdByCertainty };
};

const toMoneyNature = ({ nature, implied }: Pick<GraphFlow, 'nature' | 'implied'>): MoneyNature =>
  implied && nature === 'purchase' ? 'impliedPurchase' : nature;

/** Sums flows by nature. A nature without flows is absent. */
export const sumByNature = (flows: readonly GraphFlow[], overlap: FlowOverlap): ByNature => {
  const groups = groupBy(flows, toMoneyNature);
  return Object.fromEntries(
    moneyNatures.flatMap((nature) => {
      const alike = groups.get(nature);
      return alike === undefined ? [] : [[nature, sumFirmly(alike, overlap)]];
    }),
  );
};
