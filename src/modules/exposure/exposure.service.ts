import { CyclePage } from '../../analysis/cycle-page.ts';
import { enumerateCycles } from '../../analysis/enumerate-cycles.ts';
import { computeExposure } from '../../analysis/exposure.ts';
import { findOverlap } from '../../analysis/flow-sums.ts';
import { buildMoneyGraph, type MoneyGraph, selectInnerFlows } from '../../analysis/money-graph.ts';
import { classifyCycle } from '../../analysis/paths-and-cycles.ts';
import type { Analysis } from '../../graph-data/analysis.ts';
import { selectMembers } from '../../graph-data/members.ts';
import { filterFlows, resolveGroups, toMoneyResponse } from '../../graph-data/query.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { getRecordText } from '../../records/record.ts';
import { type ExposureQuery, maxCounterparties, maxCyclesListed } from './exposure.schemas.ts';

const maxEdgesVisited = 2_000_000;

/** Counts the circular-financing cycles through each group other than the first of the path. */
const createCycleCounter = (graph: MoneyGraph) => {
  const counts = new Map<string, number>();
  const take = (path: Int32Array, length: number): void => {
    const edges = path.subarray(0, length);
    const bits = edges.reduce((all, edge) => all | (graph.natures[edge] ?? 0), 0);
    if (classifyCycle(bits) !== 'circular_financing') return;
    for (const edge of edges) {
      const group = graph.legs[edge]?.from ?? '';
      counts.set(group, (counts.get(group) ?? 0) + 1);
    }
  };
  return { counts, take };
};

/**
 * Returns what a company pays and receives by counterparty and nature, its concentration, round-trip ratios and cycles, and what would
 * stop if a counterparty failed.
 */
export const getExposure = async (
  { session, loadSnapshot: getGraphSnapshot, run }: Analysis,
  id: string,
  query: ExposureQuery,
): Promise<ResponsePayload> => {
  await getRecordText(session, 'companies', id);
  const snapshot = await getGraphSnapshot(query.asOf);
  const groups = await resolveGroups(session, snapshot, { id: [id] });
  const group = groups.id?.[0] ?? id;
  const members = await selectMembers(session, id, snapshot.asOf);
  const flows = filterFlows(snapshot, query);
  const exposure = computeExposure(flows, (company) => members.has(company), snapshot.dealLinks);
  const graph = await run(buildMoneyGraph(selectInnerFlows(flows), [group]));
  const page = new CyclePage(graph, findOverlap(flows, snapshot.dealLinks), {
    filters: { classes: ['circular_financing'] },
    order: { key: 'volume', direction: 'desc' },
    limit: maxCyclesListed,
    after: null,
  });
  const { counts, take } = createCycleCounter(graph);
  const maxStarts = graph.groups[0] === group ? 1 : 0;
  const end = await run(
    enumerateCycles(graph, { maxLength: query.maxLength, maxEdgesVisited, maxStarts }, (path, length) => {
      page.add(path, length);
      take(path, length);
    }),
  );
  const maxHigh = (sums: { high: number | null }[]) => Math.max(0, ...sums.map(({ high }) => high ?? 0));
  const largest = [...exposure.counterparties]
    .sort((a, b) => maxHigh(Object.values({ ...b.paid, ...b.received })) - maxHigh(Object.values({ ...a.paid, ...a.received })))
    .slice(0, maxCounterparties)
    .sort((a, b) => (a.group < b.group ? -1 : 1));
  const data = {
    company: id,
    group,
    ...exposure,
    counterparties: largest.map((one) => ({ ...one, ifFailed: { ...one.ifFailed, cyclesCut: counts.get(one.group) ?? 0 } })),
    cycles: { count: page.total, greatest: page.entries.map(({ position }) => position.id) },
  };
  return toMoneyResponse(snapshot, { data }, { ...end, truncated: end.truncated || largest.length < exposure.counterparties.length });
};
