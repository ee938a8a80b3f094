import { certaintyRank } from '../domain/history.ts';
import type { UsdSum } from '../domain/usd-sum.ts';
import { type Certainty, type FlowNature, flowNatures } from '../domain/vocabulary.ts';
import { buildDigraph, type Digraph } from './digraph.ts';
import { type FlowOverlap, type GraphFlow, sumByCertainty, sumFlows, type UsdByCertainty } from './flow-sums.ts';

/** All flows from one group to another. */
export interface Leg {
  from: string;
  to: string;
  flows: GraphFlow[];
}

/** Bit flags for the natures of a leg. */
export const natureBits: Readonly<Record<FlowNature, number>> = { financing: 1, purchase: 2, guarantee: 4, warrant: 8 };

/** The natures by which one group supports another. */
const supportBits = natureBits.financing | natureBits.guarantee | natureBits.warrant;

/** Returns whether legs with these natures make circular financing: one supports and another one buys. */
export const areCircular = (bits: number): boolean => (bits & supportBits) !== 0 && (bits & natureBits.purchase) !== 0;

/** The directed graph of groups. Vertices are sorted by id, after any groups that the caller put first. */
export interface MoneyGraph extends Digraph {
  groups: readonly string[];
  /** The leg that each edge represents. */
  legs: readonly Leg[];
  /** Natures of each leg, as {@link natureBits}. */
  natures: Uint8Array;
}

/** Returns the flows between groups that both pay and receive. No other flow is part of a cycle. */
export const selectInnerFlows = (flows: readonly GraphFlow[]): GraphFlow[] => {
  const payers = new Set<string>();
  const payees = new Set<string>();
  for (const { fromGroup, toGroup } of flows) {
    if (fromGroup === toGroup) continue;
    payers.add(fromGroup);
    payees.add(toGroup);
  }
  return flows.filter(({ fromGroup, toGroup }) => payees.has(fromGroup) && payers.has(toGroup));
};

/** Flows processed between two yields. */
const flowsPerSlice = 1_000;

/** Flows by their paying and by their receiving group. */
type FlowsByPair = Map<string, Map<string, GraphFlow[]>>;

/** Adds some flows. Not a part of the generator, because V8 is slow to optimize those. */
const addToPairs = (byPair: FlowsByPair, flows: readonly GraphFlow[]): void => {
  for (const flow of flows) {
    const { fromGroup, toGroup } = flow;
    if (fromGroup === toGroup) continue;
    const targets = byPair.get(fromGroup) ?? new Map<string, GraphFlow[]>();
    byPair.set(fromGroup, targets);
    const parallel = targets.get(toGroup);
    if (parallel === undefined) targets.set(toGroup, [flow]);
    else parallel.push(flow);
  }
};

/**
 * Builds the graph of the flows between groups, without flows inside a group. Yields at regular intervals.
 *
 * @param first Groups to number first, so that an enumeration can start from them.
 */
export function* buildMoneyGraph(flows: readonly GraphFlow[], first: readonly string[] = []): Generator<void, MoneyGraph> {
  const byPair: FlowsByPair = new Map();
  for (let start = 0; start < flows.length; start += flowsPerSlice) {
    addToPairs(byPair, flows.slice(start, start + flowsPerSlice));
    yield;
  }
  const names = new Set(byPair.keys());
  for (const targets of byPair.values()) for (const name of targets.keys()) names.add(name);
  const leading = first.filter((name) => names.has(name));
  const rest = [...names].filter((name) => !leading.includes(name)).sort();
  const groups = [...leading, ...rest];
  const vertexByGroup = new Map(groups.map((name, vertex) => [name, vertex]));
  yield;
  const legs: Leg[] = [];
  const from: number[] = [];
  const to: number[] = [];
  const natures: number[] = [];
  for (const [origin, group] of groups.entries()) {
    const targets = [...(byPair.get(group) ?? [])].map(([name, parallel]) => ({ name, parallel, target: vertexByGroup.get(name) ?? 0 }));
    for (const { name, parallel, target } of targets.sort((a, b) => a.target - b.target)) {
      legs.push({ from: group, to: name, flows: parallel });
      from.push(origin);
      to.push(target);
      natures.push(parallel.reduce((bits, { nature }) => bits | natureBits[nature], 0));
      if (legs.length % flowsPerSlice === 0) yield;
    }
  }
  yield;
  const digraph = buildDigraph(groups.length, Int32Array.from(from), Int32Array.from(to));
  return { ...digraph, groups, legs, natures: Uint8Array.from(natures) };
}

const strongestOf = (flows: readonly GraphFlow[]): Certainty =>
  flows.reduce<Certainty>(
    (strongest, { certainty }) => (certaintyRank(certainty) > certaintyRank(strongest) ? certainty : strongest),
    flows[0]?.certainty ?? 'dead',
  );

/**
 * Returns the flows that say how much money moves along a leg: stated flows of cash if there are any, else implied ones, else guarantees
 * and warrants.
 */
const decisiveFlows = ({ flows }: Pick<Leg, 'flows'>): readonly GraphFlow[] => {
  const cash = flows.filter(({ contingent }) => !contingent);
  const stated = cash.filter(({ implied }) => !implied);
  return stated.length > 0 ? stated : cash.length > 0 ? cash : flows;
};

/** Returns the certainty of a leg: that of its strongest flow of cash. */
export const legCertainty = (leg: Pick<Leg, 'flows'>): Certainty => strongestOf(decisiveFlows(leg));

/** Returns whether all flows of a leg are implied. */
export const isLegImplied = ({ flows }: Pick<Leg, 'flows'>): boolean => flows.every(({ implied }) => implied);

/** Returns whether a leg supports its receiver by guarantees and warrants only. */
export const isLegContingent = ({ flows }: Pick<Leg, 'flows'>): boolean =>
  flows.some(({ contingent }) => contingent) && flows.every(({ nature, contingent }) => contingent || nature === 'purchase');

/** Returns the natures of a leg, `financing` first. */
export const legNatures = ({ flows }: Leg): FlowNature[] => flowNatures.filter((nature) => flows.some((flow) => flow.nature === nature));

/** The money of a leg in whole US dollars, at the certainty of the leg and below it. */
export interface LegSums {
  usd: UsdSum;
  weakerUsd: UsdSum;
  usdByCertainty: UsdByCertainty;
}

/** Wraps a computation so that it runs once for each leg, because a leg is part of many cycles and paths. */
export const onceForEachLeg = <Value>(compute: (leg: Leg, overlap: FlowOverlap) => Value): typeof compute => {
  const known = new WeakMap<FlowOverlap, WeakMap<Leg, Value>>();
  return (leg, overlap) => {
    const ofLegs = known.get(overlap) ?? new WeakMap<Leg, Value>();
    known.set(overlap, ofLegs);
    const value = ofLegs.get(leg) ?? compute(leg, overlap);
    ofLegs.set(leg, value);
    return value;
  };
};

/** Sums the money of a leg. */
export const sumLeg = onceForEachLeg((leg, overlap): LegSums => {
  const flows = decisiveFlows(leg);
  const certainty = strongestOf(flows);
  const usdByCertainty = sumByCertainty(flows, overlap);
  return {
    usd: usdByCertainty[certainty] ?? sumFlows([], overlap),
    weakerUsd: sumFlows(
      flows.filter((flow) => flow.certainty !== certainty),
      overlap,
    ),
    usdByCertainty,
  };
});
