import { type Certainty, type FlowNature, flowNatures, strengthOf } from '../domain/vocabulary.ts';
import { type Digraph, digraphOf } from './digraph.ts';
import { type FlowFact, overlapOf, sumFlows } from './flow-sums.ts';
import type { UmbrellaOf } from './umbrellas.ts';
import type { UsdSum } from './usd-sum.ts';

/** The parallel flows from one group to another. */
export interface Leg {
  from: string;
  to: string;
  flows: FlowFact[];
}

/** Bits of the natures that a leg has. */
export const natureBits: Readonly<Record<FlowNature, number>> = { financing: 1, purchase: 2 };

/** The directed graph of groups. Vertices stand in the order of ids, but for groups that were asked to come first. */
export interface MoneyGraph extends Digraph {
  groups: readonly string[];
  /** The leg that each edge of the graph is. */
  legs: readonly Leg[];
  /** The natures of each leg, as bits. */
  natures: Uint8Array;
}

/** Work between two pauses, so that nothing else waits for long. */
const flowsInSlice = 4_000;

/**
 * Builds the graph of the flows between groups; flows inside a group are no legs. Pauses now and then.
 * @param first groups that come first, so that an enumeration can begin and end with them.
 */
export function* buildMoneyGraph(flows: readonly FlowFact[], first: readonly string[] = []): Generator<void, MoneyGraph> {
  const byPair = new Map<string, Map<string, FlowFact[]>>();
  const names = new Set<string>();
  for (const [index, flow] of flows.entries()) {
    if (index % flowsInSlice === flowsInSlice - 1) yield;
    if (flow.fromGroup === flow.toGroup) continue;
    names.add(flow.fromGroup).add(flow.toGroup);
    const targets = byPair.get(flow.fromGroup) ?? new Map<string, FlowFact[]>();
    byPair.set(flow.fromGroup, targets);
    const parallel = targets.get(flow.toGroup);
    if (parallel === undefined) targets.set(flow.toGroup, [flow]);
    else parallel.push(flow);
  }
  const leading = first.filter((name) => names.has(name));
  const rest = [...names].filter((name) => !leading.includes(name)).sort();
  const groups = [...leading, ...rest];
  const vertexOf = new Map(groups.map((name, vertex) => [name, vertex]));
  const vertex = (name: string): number => vertexOf.get(name) ?? 0;
  yield;
  const legs: Leg[] = [];
  for (const from of groups) {
    const targets = [...(byPair.get(from) ?? [])].sort(([a], [b]) => vertex(a) - vertex(b));
    for (const [to, parallel] of targets) {
      legs.push({ from, to, flows: parallel });
      if (legs.length % flowsInSlice === 0) yield;
    }
  }
  const ends = (end: 'from' | 'to') => Int32Array.from(legs, (leg) => vertex(leg[end]));
  const natures = Uint8Array.from(legs, ({ flows: parallel }) => parallel.reduce((bits, { nature }) => bits | natureBits[nature], 0));
  return { ...digraphOf(groups.length, ends('from'), ends('to')), groups, legs, natures };
}

/** The certainty of a leg: that of its strongest flow. */
export const certaintyOfLeg = ({ flows }: Leg): Certainty =>
  flows.reduce<Certainty>(
    (strongest, { certainty }) => (strengthOf(certainty) > strengthOf(strongest) ? certainty : strongest),
    flows[0]?.certainty ?? 'dead',
  );

/** A leg is implied if all its flows are. */
export const isLegImplied = ({ flows }: Leg): boolean => flows.every(({ implied }) => implied);

/** The natures of a leg, financing first. */
export const naturesOfLeg = ({ flows }: Leg): FlowNature[] => flowNatures.filter((nature) => flows.some((flow) => flow.nature === nature));

/** The sum of the flows of a leg. */
export const sumOfLeg = ({ flows }: Leg, umbrellaOf: UmbrellaOf): UsdSum => sumFlows(flows, overlapOf(flows, umbrellaOf));
