import { type Certainty, type FlowNature, flowNatures, strengthOf } from '../domain/vocabulary.ts';
import { type FlowFact, overlapOf, sumFlows } from './flow-sums.ts';
import type { UmbrellaOf } from './umbrellas.ts';
import type { UsdSum } from './usd-sum.ts';

/** What a group pays and is paid, by nature. */
export interface GroupTotals {
  id: string;
  paid: Record<FlowNature, UsdSum>;
  received: Record<FlowNature, UsdSum>;
}

/** All flows of one nature from one group to another. */
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

const collect = (flows: readonly FlowFact[], keyOf: (flow: FlowFact) => string): Map<string, FlowFact[]> => {
  const groups = new Map<string, FlowFact[]>();
  for (const flow of flows) groups.set(keyOf(flow), [...(groups.get(keyOf(flow)) ?? []), flow]);
  return groups;
};

const distinct = (values: readonly (string | null)[]): string[] => [...new Set(values.filter((value) => value !== null))].sort();

/** The graph of groups as nodes with totals and links with intervals; flows inside a group are left out. */
export const nodeLinkOf = (flows: readonly FlowFact[], umbrellaOf: UmbrellaOf): { nodes: GroupTotals[]; links: GraphLink[] } => {
  const between = flows.filter(({ fromGroup, toGroup }) => fromGroup !== toGroup);
  const overlap = overlapOf(between, umbrellaOf);
  const payers = collect(between, ({ fromGroup }) => fromGroup);
  const payees = collect(between, ({ toGroup }) => toGroup);
  const byNature = (ofGroup: readonly FlowFact[] = []) => ({
    financing: sumFlows(
      ofGroup.filter(({ nature }) => nature === 'financing'),
      overlap,
    ),
    purchase: sumFlows(
      ofGroup.filter(({ nature }) => nature === 'purchase'),
      overlap,
    ),
  });
  const pairs = collect(between, ({ fromGroup, toGroup, nature }) => `${fromGroup} ${toGroup} ${flowNatures.indexOf(nature)}`);
  return {
    nodes: [...new Set([...payers.keys(), ...payees.keys()])]
      .sort()
      .map((id) => ({ id, paid: byNature(payers.get(id)), received: byNature(payees.get(id)) })),
    links: [...pairs]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, parallel]) => {
        const [first] = parallel;
        if (first === undefined) return [];
        return {
          source: first.fromGroup,
          target: first.toGroup,
          nature: first.nature,
          certainty: parallel.reduce<Certainty>(
            (strongest, { certainty }) => (strengthOf(certainty) > strengthOf(strongest) ? certainty : strongest),
            first.certainty,
          ),
          implied: parallel.every(({ implied }) => implied),
          contingent: parallel.every(({ contingent }) => contingent),
          usd: sumFlows(parallel, overlap),
          flows: parallel.length,
          deals: distinct(parallel.map(({ deal }) => deal)),
          chipCommitments: distinct(parallel.map(({ chipCommitment }) => chipCommitment)),
        };
      }),
  };
};
