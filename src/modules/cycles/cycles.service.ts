import { CyclePage } from '../../analysis/cycle-page.ts';
import { enumerateCycles } from '../../analysis/enumerate-cycles.ts';
import { buildMoneyGraph } from '../../analysis/money-graph.ts';
import { buildCycle } from '../../analysis/paths-and-cycles.ts';
import type { Analysis } from '../../graph-data/analysis.ts';
import { loadIncluded } from '../../graph-data/included.ts';
import { filterFlows, resolveGroups, toMoneyResponse } from '../../graph-data/query.ts';
import { computeBinding, decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { invalidRequest } from '../../http/problems.ts';
import { linkToNext } from '../../http/request-target.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { type CycleListQuery, maxCycleEdgesVisited } from './cycles.schemas.ts';

const keys = ['volume', 'length', 'id'] as const;

const toCycleOrder = (sort: string) => {
  const key = keys.find((one) => one === sort.replace(/^-/, '')) ?? 'volume';
  return { key, direction: sort.startsWith('-') ? ('desc' as const) : ('asc' as const) };
};

const assertPossibleFilters = ({ pattern, class: classes }: CycleListQuery): void => {
  if (pattern === undefined || classes === undefined || classes.includes('circular_financing')) return;
  throw invalidRequest([
    { parameter: 'pattern', message: 'pattern applies only to circular_financing, which class excludes, so no cycle can match both.' },
  ]);
};

/** Returns a page of the matching cycles with their legs. */
export const listCycles = async (
  { session, loadSnapshot: getGraphSnapshot, run }: Analysis,
  query: CycleListQuery,
  url: string,
): Promise<ResponsePayload> => {
  assertPossibleFilters(query);
  const { limit, cursor, total, fields, include, sort, ...requested } = query;
  const binding = computeBinding(['cycles', sort, requested]);
  const after = cursor === undefined ? null : decodeCursor(cursor, binding);
  const snapshot = await getGraphSnapshot(query.asOf);
  const { contains } = await resolveGroups(session, snapshot, { contains: query.contains });
  const graph = await run(buildMoneyGraph(filterFlows(snapshot, query), contains));
  const page = new CyclePage(graph, snapshot.umbrellaOf, {
    filters: { classes: query.class, patterns: query.pattern, volumeMin: query.amountUsdMin },
    order: toCycleOrder(sort),
    limit: limit + 1,
    after: after === null ? null : { value: typeof after.value === 'number' ? after.value : null, id: after.id },
  });
  // Put the groups of `contains` first in the graph, so that every cycle through one of them starts there.
  const maxStarts = contains === undefined ? graph.groups.length : contains.filter((group) => graph.groups.includes(group)).length;
  const end = await run(
    enumerateCycles(graph, { maxLength: query.maxLength, maxEdgesVisited: maxCycleEdgesVisited, maxStarts }, (path, length) =>
      page.add(path, length),
    ),
  );
  const shown = page.entries.slice(0, limit);
  const last = shown.at(-1);
  const next = page.entries.length > limit && last !== undefined ? encodeCursor(binding, last.position) : null;
  const cycles = shown.map(({ edges }) => buildCycle(graph, edges, snapshot.umbrellaOf));
  const included = await loadIncluded(session, cycles, include, snapshot.asOf);
  const data =
    fields === undefined
      ? cycles
      : cycles.map((cycle) => Object.fromEntries(Object.entries(cycle).filter(([name]) => fields.some((field) => field === name))));
  return toMoneyResponse(
    snapshot,
    { data, page: { limit, next, ...(total === true && { total: page.total }) }, ...(included !== undefined && { included }) },
    end,
    linkToNext(url, next),
  );
};
