import { certaintyRank } from '../domain/history.ts';
import type { FlowNature } from '../domain/vocabulary.ts';
import { type ByNature, type FlowOverlap, findOverlap, type GraphFlow, sumByNature, sumFlows, toFamilyKey } from './flow-sums.ts';
import { divideSums, type Ratio } from './ratio.ts';
import type { DealLinks } from './umbrellas.ts';

export interface Counterparty {
  /** Id of the group at the other end. */
  group: string;
  paid: ByNature;
  received: ByNature;
  /** The company's purchases from the counterparty, divided by the financing that the company received from it. */
  roundTripAsCustomer: Ratio | null;
  /** The counterparty's purchases from the company, divided by the financing that the counterparty received from it. */
  roundTripAsFinancier: Ratio | null;
  /** Binding and intended flows, which would stop if the counterparty failed. */
  ifFailed: { paid: ByNature; received: ByNature; flows: number };
}

export interface Concentration {
  /** Herfindahl-Hirschman index, 0 to 1; null if exact amounts cover less than half of the money or of the flows. */
  index: number | null;
  /** Share of the total that exact amounts cover, 0 to 1; null if there is no total. */
  coverage: number | null;
  /** Share of the flows that have exact amounts, 0 to 1; null if there are no flows. */
  flowCoverage: number | null;
  counterparties: number;
  /** Number of flows without an upper bound, which the total excludes. */
  unknown: number;
}

export interface Exposure {
  paid: ByNature;
  received: ByNature;
  counterparties: Counterparty[];
  concentration: { suppliers: Concentration; customers: Concentration; financiers: Concentration };
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/**
 * Computes the round-trip ratio of a pair: binding purchases divided by binding financing received, `[p.low / f.high, p.high / f.low]`,
 * rounded to four decimals. Guarantees and warrants do not count as financing, and implied purchases do not count.
 *
 * @returns Null if there are no binding purchases or no binding financing.
 */
const computeRoundTrip = (purchases: readonly GraphFlow[], financing: readonly GraphFlow[], overlap: FlowOverlap): Ratio | null => {
  const binding = (flows: readonly GraphFlow[], nature: FlowNature) =>
    flows.filter((flow) => flow.nature === nature && flow.certainty === 'binding' && !flow.implied);
  const bought = binding(purchases, 'purchase');
  const received = binding(financing, 'financing');
  if (bought.length === 0 || received.length === 0) return null;
  return divideSums(sumFlows(bought, overlap), sumFlows(received, overlap));
};

/**
 * Computes the concentration of flows over the groups at the other end, from the flows with exact amounts only (Hirschman 1945,
 * Herfindahl 1950). Values are rounded to four decimals.
 */
const computeConcentration = (flows: readonly GraphFlow[], otherEnd: (flow: GraphFlow) => string, overlap: FlowOverlap): Concentration => {
  const exact = new Map<string, number>();
  let exactTotal = 0;
  let exactFlows = 0;
  for (const flow of flows) {
    const isReduced = flow.deal !== null && overlap.remainders.has(toFamilyKey(flow));
    if (flow.high === null || flow.low !== flow.high || (flow.openEnded ?? 0) > 0 || isReduced || overlap.restated.has(flow)) continue;
    exactFlows += 1;
    exact.set(otherEnd(flow), (exact.get(otherEnd(flow)) ?? 0) + flow.high);
    exactTotal += flow.high;
  }
  const total = sumFlows(flows, overlap);
  const coverage = total.high === null || total.high === 0 ? null : Math.min(1, exactTotal / total.high);
  const flowCoverage = flows.length === 0 ? null : exactFlows / flows.length;
  const isCovered = coverage !== null && coverage >= 0.5 && flowCoverage !== null && flowCoverage >= 0.5;
  const index = [...exact.values()].reduce((sum, amount) => sum + (amount / exactTotal) ** 2, 0);
  return {
    index: isCovered ? round(index, 4) : null,
    coverage: coverage === null ? null : round(coverage, 4),
    flowCoverage: flowCoverage === null ? null : round(flowCoverage, 4),
    counterparties: new Set(flows.map(otherEnd)).size,
    unknown: total.unknown,
  };
};

/**
 * Computes what a company and its subsidiaries pay and receive, by counterparty and nature. Flows between members are excluded.
 *
 * @param flows The flows to count.
 * @param isMember Returns whether a company is the company itself or one of its subsidiaries.
 */
export const computeExposure = (flows: readonly GraphFlow[], isMember: (companyId: string) => boolean, dealLinks: DealLinks): Exposure => {
  const paid = flows.filter(({ from, to }) => isMember(from) && !isMember(to));
  const received = flows.filter(({ from, to }) => isMember(to) && !isMember(from));
  const overlap = findOverlap([...paid, ...received], dealLinks);
  const groups = [...new Set([...paid.map(({ toGroup }) => toGroup), ...received.map(({ fromGroup }) => fromGroup)])].sort();
  const counterparties = groups.map((group): Counterparty => {
    const out = paid.filter(({ toGroup }) => toGroup === group);
    const back = received.filter(({ fromGroup }) => fromGroup === group);
    const wouldStop = (all: readonly GraphFlow[]) => all.filter(({ certainty }) => certaintyRank(certainty) >= certaintyRank('intended'));
    return {
      group,
      paid: sumByNature(out, overlap),
      received: sumByNature(back, overlap),
      roundTripAsCustomer: computeRoundTrip(out, back, overlap),
      roundTripAsFinancier: computeRoundTrip(back, out, overlap),
      ifFailed: {
        paid: sumByNature(wouldStop(out), overlap),
        received: sumByNature(wouldStop(back), overlap),
        flows: wouldStop([...out, ...back]).length,
      },
    };
  });
  const filterByNature = (all: readonly GraphFlow[], nature: FlowNature) => all.filter((flow) => flow.nature === nature && !flow.implied);
  return {
    paid: sumByNature(paid, overlap),
    received: sumByNature(received, overlap),
    counterparties,
    concentration: {
      suppliers: computeConcentration(filterByNature(paid, 'purchase'), ({ toGroup }) => toGroup, overlap),
      customers: computeConcentration(filterByNature(received, 'purchase'), ({ fromGroup }) => fromGroup, overlap),
      financiers: computeConcentration(filterByNature(received, 'financing'), ({ fromGroup }) => fromGroup, overlap),
    },
  };
};
