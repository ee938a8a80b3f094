import type { UsdSum } from '../domain/usd-sum.ts';
import { type Certainty, type FlowNature, flowNatures } from '../domain/vocabulary.ts';
import { type FlowOverlap, findOverlap, type GraphFlow, sumFirmly, sumFlows, type UsdByCertainty } from './flow-sums.ts';
import { groupBy, sortedUnique } from './grouping.ts';
import { legCertainty } from './money-graph.ts';
import type { DealLinks } from './umbrellas.ts';

/** What a group pays and receives, by nature, in whole US dollars. */
export interface GroupTotals {
  id: string;
  paid: Record<FlowNature, UsdSum>;
  received: Record<FlowNature, UsdSum>;
}

/** All stated, or all implied, flows of one nature from one group to another, combined. */
export interface GraphLink {
  /** Names the payer, the receiver and the nature, and implied links apart. */
  id: string;
  source: string;
  target: string;
  nature: FlowNature;
  certainty: Certainty;
  implied: boolean;
  contingent: boolean;
  usd: UsdSum;
  usdByCertainty: UsdByCertainty;
  flows: number;
  deals: string[];
  chipCommitments: string[];
}

/** Nodes and links built between two yields. */
const itemsPerSlice = 200;

const buildLink = (parallel: GraphFlow[], overlap: FlowOverlap): GraphLink[] => {
  const [first] = parallel;
  if (first === undefined) return [];
  const { usdByCertainty, ...usd } = sumFirmly(parallel, overlap);
  return [
    {
      id: [first.fromGroup, first.toGroup, first.nature, ...(first.implied ? ['implied'] : [])].join('.'),
      source: first.fromGroup,
      target: first.toGroup,
      nature: first.nature,
      certainty: legCertainty({ flows: parallel }),
      implied: first.implied,
      contingent: first.contingent,
      usd,
      usdByCertainty,
      flows: parallel.length,
      deals: sortedUnique(parallel.map(({ deal }) => deal)),
      chipCommitments: sortedUnique(parallel.map(({ chipCommitment }) => chipCommitment)),
    },
  ];
};

/** Builds the graph of groups as nodes with totals and links with amounts, without flows inside a group. Yields at regular intervals. */
export function* buildNodeLinkGraph(
  flows: readonly GraphFlow[],
  dealLinks: DealLinks,
): Generator<void, { nodes: GroupTotals[]; links: GraphLink[] }> {
  const interGroupFlows = flows.filter(({ fromGroup, toGroup }) => fromGroup !== toGroup);
  const overlap = findOverlap(interGroupFlows, dealLinks);
  yield;
  const payers = groupBy(interGroupFlows, ({ fromGroup }) => fromGroup);
  const payees = groupBy(interGroupFlows, ({ toGroup }) => toGroup);
  yield;
  const sumNature = (groupFlows: readonly GraphFlow[], nature: FlowNature): UsdSum =>
    sumFlows(
      groupFlows.filter((flow) => flow.nature === nature && !flow.implied),
      overlap,
    );
  const byNature = (groupFlows: readonly GraphFlow[] = []) => ({
    financing: sumNature(groupFlows, 'financing'),
    purchase: sumNature(groupFlows, 'purchase'),
    guarantee: sumNature(groupFlows, 'guarantee'),
    warrant: sumNature(groupFlows, 'warrant'),
  });
  const nodes: GroupTotals[] = [];
  for (const id of [...new Set([...payers.keys(), ...payees.keys()])].sort()) {
    nodes.push({ id, paid: byNature(payers.get(id)), received: byNature(payees.get(id)) });
    if (nodes.length % itemsPerSlice === 0) yield;
  }
  const links: GraphLink[] = [];
  const pairs = groupBy(
    interGroupFlows,
    ({ fromGroup, toGroup, nature, implied }) => `${fromGroup} ${toGroup} ${flowNatures.indexOf(nature)} ${implied}`,
  );
  for (const [, parallel] of [...pairs].sort(([a], [b]) => (a < b ? -1 : 1))) {
    links.push(...buildLink(parallel, overlap));
    if (links.length % itemsPerSlice === 0) yield;
  }
  return { nodes, links };
}
