import { type Certainty, type FlowNature, flowNatures } from '../domain/vocabulary.ts';
import { type FlowFact, type Overlap, overlapOf, sumFlows } from './flow-sums.ts';
import { distinctOf, groupBy } from './grouping.ts';
import { certaintyOfLeg, isLegImplied } from './money-graph.ts';
import type { UmbrellaOf } from './umbrellas.ts';
import type { UsdSum } from './usd-sum.ts';

/** What a group pays and receives, by nature, in whole US dollars. */
export interface GroupTotals {
  id: string;
  paid: Record<FlowNature, UsdSum>;
  received: Record<FlowNature, UsdSum>;
}

/** All flows of one nature from one group to another, combined. */
export interface GraphLink {
  source: string;
  target: string;
  nature: FlowNature;
  certainty: Certainty;
  implied: boolean;
  contingent: boolean;
  usd: UsdSum;
  flows: number;
  deals: string[];
  chipCommitments: string[];
}

/** Nodes and links built between two yields. */
const itemsInSlice = 200;

const linkOf = (parallel: FlowFact[], overlap: Overlap): GraphLink[] => {
  const [first] = parallel;
  if (first === undefined) return [];
  return [
    {
      source: first.fromGroup,
      target: first.toGroup,
      nature: first.nature,
      certainty: certaintyOfLeg({ flows: parallel }),
      implied: isLegImplied({ flows: parallel }),
      contingent: parallel.every(({ contingent }) => contingent),
      usd: sumFlows(parallel, overlap),
      flows: parallel.length,
      deals: distinctOf(parallel.map(({ deal }) => deal)),
      chipCommitments: distinctOf(parallel.map(({ chipCommitment }) => chipCommitment)),
    },
  ];
};

/** Builds the graph of groups as nodes with totals and links with amounts, without flows inside a group. Yields at regular intervals. */
export function* nodeLinkOf(
  flows: readonly FlowFact[],
  umbrellaOf: UmbrellaOf,
): Generator<void, { nodes: GroupTotals[]; links: GraphLink[] }> {
  const between = flows.filter(({ fromGroup, toGroup }) => fromGroup !== toGroup);
  const overlap = overlapOf(between, umbrellaOf);
  yield;
  const payers = groupBy(between, ({ fromGroup }) => fromGroup);
  const payees = groupBy(between, ({ toGroup }) => toGroup);
  yield;
  const sumOf = (ofGroup: readonly FlowFact[], nature: FlowNature): UsdSum =>
    sumFlows(
      ofGroup.filter((flow) => flow.nature === nature),
      overlap,
    );
  const byNature = (ofGroup: readonly FlowFact[] = []) => ({
    financing: sumOf(ofGroup, 'financing'),
    purchase: sumOf(ofGroup, 'purchase'),
  });
  const nodes: GroupTotals[] = [];
  for (const id of [...new Set([...payers.keys(), ...payees.keys()])].sort()) {
    nodes.push({ id, paid: byNature(payers.get(id)), received: byNature(payees.get(id)) });
    if (nodes.length % itemsInSlice === 0) yield;
  }
  const links: GraphLink[] = [];
  const pairs = groupBy(between, ({ fromGroup, toGroup, nature }) => `${fromGroup} ${toGroup} ${flowNatures.indexOf(nature)}`);
  for (const [, parallel] of [...pairs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    links.push(...linkOf(parallel, overlap));
    if (links.length % itemsInSlice === 0) yield;
  }
  return { nodes, links };
}
