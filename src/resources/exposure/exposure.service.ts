import { classOfNatures } from '../../analysis/circularity.ts';
import { CyclePage } from '../../analysis/cycle-page.ts';
import { enumerateCycles } from '../../analysis/cycles.ts';
import { exposureOf } from '../../analysis/exposure.ts';
import { buildMoneyGraph, type MoneyGraph } from '../../analysis/money-graph.ts';
import type { Analysis } from '../../facts/analysis.ts';
import { groupsNamed, moneyAnswer, usableFlows } from '../../facts/money-query.ts';
import type { Answer } from '../../http/ready-answers.ts';
import { getRecordText } from '../../records/record.ts';
import { selectMembers } from './exposure.queries.ts';
import { counterpartiesMax, cyclesNamedMax, type ExposureQuery } from './exposure.schemas.ts';

const edgesVisitedMax = 2_000_000;

/** How many circular-financing cycles go through each group besides the first of the path. */
const countsByGroup = (graph: MoneyGraph) => {
  const counts = new Map<string, number>();
  const take = (path: Int32Array, length: number): void => {
    const edges = path.subarray(0, length);
    const bits = edges.reduce((all, edge) => all | (graph.natures[edge] ?? 0), 0);
    if (classOfNatures(bits) !== 'circular_financing') return;
    for (const edge of edges) {
      const group = graph.legs[edge]?.from ?? '';
      counts.set(group, (counts.get(group) ?? 0) + 1);
    }
  };
  return { counts, take };
};

/** In and out of a company by counterparty and nature, concentration, round-trip ratios, its cycles, and what hangs on whom. */
export const getExposure = async ({ session, moneyFacts, run }: Analysis, id: string, query: ExposureQuery): Promise<Answer> => {
  await getRecordText(session, 'companies', id);
  const facts = await moneyFacts(query.asOf);
  const named = await groupsNamed(session, facts, { id: [id] });
  const group = named.id?.[0] ?? id;
  const members = await selectMembers(session, id, facts.moment);
  const flows = usableFlows(facts, query);
  const exposure = exposureOf(flows, (company) => members.has(company), facts.umbrellaOf);
  const graph = await run(buildMoneyGraph(flows, [group]));
  const page = new CyclePage(graph, facts.umbrellaOf, {
    filters: { classes: ['circular_financing'] },
    order: { key: 'volume', direction: 'desc' },
    limit: cyclesNamedMax,
    after: null,
  });
  const { counts, take } = countsByGroup(graph);
  const startsMax = graph.groups[0] === group ? 1 : 0;
  const end = await run(
    enumerateCycles(graph, { maxLength: query.maxLength, edgesVisitedMax, startsMax }, (path, length) => {
      page.take(path, length);
      take(path, length);
    }),
  );
  const most = (sums: { high: number | null }[]) => Math.max(0, ...sums.map(({ high }) => high ?? 0));
  const greatest = [...exposure.counterparties]
    .sort((a, b) => most(Object.values({ ...b.paid, ...b.received })) - most(Object.values({ ...a.paid, ...a.received })))
    .slice(0, counterpartiesMax)
    .sort((a, b) => (a.group < b.group ? -1 : 1));
  const data = {
    company: id,
    group,
    ...exposure,
    counterparties: greatest.map((one) => ({ ...one, ifFailed: { ...one.ifFailed, cyclesCut: counts.get(one.group) ?? 0 } })),
    cycles: { count: page.total, greatest: page.kept.map(({ place }) => place.id) },
  };
  return moneyAnswer(facts, { data }, { ...end, truncated: end.truncated || greatest.length < exposure.counterparties.length });
};
