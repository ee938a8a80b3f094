import { type FlowNature, flowNatures, strengthOf } from '../domain/vocabulary.ts';
import { type FlowFact, type Overlap, overlapOf, sumFlows } from './flow-sums.ts';
import type { UmbrellaOf } from './umbrellas.ts';
import type { UsdSum } from './usd-sum.ts';

export type ByNature = Partial<Record<FlowNature, UsdSum>>;

/** A ratio of two intervals; an end is null where its divisor is nothing, or a bound of it is missing or incomplete. */
export interface Ratio {
  low: number | null;
  high: number | null;
}

export interface Counterparty {
  /** Group at the other end. */
  group: string;
  paid: ByNature;
  received: ByNature;
  /** Purchases of the company from the counterparty, over the financing that it received from it. */
  roundTripAsCustomer: Ratio | null;
  /** Purchases of the counterparty from the company, over the financing that it received from it. */
  roundTripAsFinancier: Ratio | null;
  /** What would stop if the counterparty failed: binding and intended flows. */
  ifFailed: { paid: ByNature; received: ByNature; flows: number };
}

export interface Concentration {
  /** Herfindahl-Hirschman index, 0 to 1; null where less than half of the total is known exactly. */
  index: number | null;
  /** Share of the exact amounts in the total; null where there is no total. */
  coverage: number | null;
  counterparties: number;
  /** Flows without an upper bound, which the total leaves out. */
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
 * The round-trip ratio of a pair: binding purchases over binding financing received, `[p.low / f.high, p.high / f.low]`. Guarantees
 * are no financing received. Null where either is missing.
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

/** Concentration over flows with exact amounts, by the group at the other end (Herfindahl 1950, Hirschman 1945). */
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
 * What a company, with the companies below it, pays and is paid, by counterparty and nature. Flows between two of its own
 * companies are left out.
 * @param flows the flows that count; `isMember` tells whether a company is it or below it.
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
