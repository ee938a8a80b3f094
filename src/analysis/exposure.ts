import { type FlowNature, flowNatures, strengthOf } from '../domain/vocabulary.ts';
import { type FlowFact, type Overlap, overlapOf, sumFlows } from './flow-sums.ts';
import type { UmbrellaOf } from './umbrellas.ts';
import type { UsdSum } from './usd-sum.ts';

export type ByNature = Partial<Record<FlowNature, UsdSum>>;

/** A ratio of two intervals. A bound is null if its divisor is 0, or if one of its operands is missing or incomplete. */
export interface Ratio {
  low: number | null;
  high: number | null;
}

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
  /** Herfindahl-Hirschman index, 0 to 1; null if exact amounts cover less than half of the total. */
  index: number | null;
  /** Share of the total that exact amounts cover, 0 to 1; null if there is no total. */
  coverage: number | null;
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

const sumsByNature = (flows: readonly FlowFact[], overlap: Overlap): ByNature =>
  Object.fromEntries(
    flowNatures.flatMap((nature) => {
      const alike = flows.filter((flow) => flow.nature === nature);
      return alike.length === 0 ? [] : [[nature, sumFlows(alike, overlap)]];
    }),
  );

const quotient = (dividend: number | null, divisor: number | null): number | null =>
  dividend === null || divisor === null || divisor === 0 ? null : round(dividend / divisor, 4);

const isComplete = ({ high, unknown }: UsdSum): boolean => high !== null && unknown === 0;

/**
 * Computes the round-trip ratio of a pair: binding purchases divided by binding financing received, `[p.low / f.high, p.high / f.low]`,
 * rounded to four decimals. Guarantees do not count as financing.
 *
 * @returns Null if there are no binding purchases or no binding financing.
 */
export const roundTripOf = (purchases: readonly FlowFact[], financing: readonly FlowFact[], overlap: Overlap): Ratio | null => {
  const binding = (flows: readonly FlowFact[], nature: FlowNature) =>
    flows.filter((flow) => flow.nature === nature && flow.certainty === 'binding' && !flow.contingent);
  const bought = binding(purchases, 'purchase');
  const received = binding(financing, 'financing');
  if (bought.length === 0 || received.length === 0) return null;
  const p = sumFlows(bought, overlap);
  const f = sumFlows(received, overlap);
  return {
    low: isComplete(f) ? quotient(p.low, f.high) : null,
    high: isComplete(p) ? quotient(p.high, f.low) : null,
  };
};

/**
 * Computes the concentration of flows over the groups at the other end, from the flows with exact amounts only (Hirschman 1945,
 * Herfindahl 1950). Values are rounded to four decimals.
 */
export const concentrationOf = (flows: readonly FlowFact[], otherEnd: (flow: FlowFact) => string, overlap: Overlap): Concentration => {
  const exact = new Map<string, number>();
  let exactTotal = 0;
  for (const flow of flows) {
    if (flow.high === null || flow.low !== flow.high || overlap.low.has(flow) || overlap.high.has(flow)) continue;
    exact.set(otherEnd(flow), (exact.get(otherEnd(flow)) ?? 0) + flow.high);
    exactTotal += flow.high;
  }
  const total = sumFlows(flows, overlap);
  const coverage = total.high === null || total.high === 0 ? null : Math.min(1, exactTotal / total.high);
  const index = [...exact.values()].reduce((sum, amount) => sum + (amount / exactTotal) ** 2, 0);
  return {
    index: coverage === null || coverage < 0.5 ? null : round(index, 4),
    coverage: coverage === null ? null : round(coverage, 4),
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
export const exposureOf = (flows: readonly FlowFact[], isMember: (companyId: string) => boolean, umbrellaOf: UmbrellaOf): Exposure => {
  const paid = flows.filter(({ from, to }) => isMember(from) && !isMember(to));
  const received = flows.filter(({ from, to }) => isMember(to) && !isMember(from));
  const overlap = overlapOf([...paid, ...received], umbrellaOf);
  const groups = [...new Set([...paid.map(({ toGroup }) => toGroup), ...received.map(({ fromGroup }) => fromGroup)])].sort();
  const counterparties = groups.map((group): Counterparty => {
    const out = paid.filter(({ toGroup }) => toGroup === group);
    const back = received.filter(({ fromGroup }) => fromGroup === group);
    const wouldStop = (all: readonly FlowFact[]) => all.filter(({ certainty }) => strengthOf(certainty) >= strengthOf('intended'));
    return {
      group,
      paid: sumsByNature(out, overlap),
      received: sumsByNature(back, overlap),
      roundTripAsCustomer: roundTripOf(out, back, overlap),
      roundTripAsFinancier: roundTripOf(back, out, overlap),
      ifFailed: {
        paid: sumsByNature(wouldStop(out), overlap),
        received: sumsByNature(wouldStop(back), overlap),
        flows: wouldStop([...out, ...back]).length,
      },
    };
  });
  const ofNature = (all: readonly FlowFact[], nature: FlowNature) => all.filter((flow) => flow.nature === nature);
  return {
    paid: sumsByNature(paid, overlap),
    received: sumsByNature(received, overlap),
    counterparties,
    concentration: {
      suppliers: concentrationOf(ofNature(paid, 'purchase'), ({ toGroup }) => toGroup, overlap),
      customers: concentrationOf(ofNature(received, 'purchase'), ({ fromGroup }) => fromGroup, overlap),
      financiers: concentrationOf(ofNature(received, 'financing'), ({ fromGroup }) => fromGroup, overlap),
    },
  };
};
