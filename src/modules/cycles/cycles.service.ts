import { CyclePage } from '../../analysis/cycle-page.ts';
import { enumerateCycles } from '../../analysis/enumerate-cycles.ts';
import { findOverlap, sumByCertainty, sumByNature, sumFlows } from '../../analysis/flow-sums.ts';
import { buildMoneyGraph, type MoneyGraph, natureBits, selectInnerFlows } from '../../analysis/money-graph.ts';
import { buildCycle } from '../../analysis/paths-and-cycles.ts';
import type { Analysis } from '../../graph-data/analysis.ts';
import { loadIncluded } from '../../graph-data/included.ts';
import { filterFlows, resolveGroups, toMoneyResponse } from '../../graph-data/query.ts';
import { computeBinding, decodeCursor, encodeCursor, linkToNext } from '../../http/parameters.ts';
import { invalidRequest } from '../../http/problems.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { type CycleListQuery, maxCycleEdgesVisited } from './cycles.schemas.ts';

const keys = ['volume', 'length', 'id'] as const;

const toCycleOrder = (sort: string) => {
  const key = keys.find((one) => one === sort.replace(/^-/, '')) ?? 'volume';
  return { key, direction: sort.startsWith('-') ? ('desc' as const) : ('asc' as const) };
};

/** Reads a position from a cursor: the volume's lower bound and, if it is known, its upper bound, or the length. */
const readPosition = (value: unknown) => {
  const [low = '', high = ''] = String(value).split(' ');
  return { value: Number(low), high: high === '' ? null : Number(high) };
};

const assertPossibleFilters = ({ pattern, class: classes }: CycleListQuery): void => {
  if (pattern === undefined || classes === undefined || classes.includes('circular_financing')) return;
  throw invalidRequest([
    { parameter: 'pattern', message: 'pattern applies only to circular_financing, which class excludes, so no cycle can match both.' },
  ]);
};

const hasNature = ({ natures }: MoneyGraph, edge: number, bit: number): boolean => ((natures[edge] ?? 0) & bit) !== 0;

/** Finds the suppliers among the cycles of two groups that finance a customer: the legs by which they do. */
const findSupplierFinancing = (graph: MoneyGraph, edges: readonly number[]): number[] => {
  const buyers = new Set(
    edges.filter((edge) => hasNature(graph, edge, natureBits.purchase)).map((edge) => `${graph.legs[edge]?.from} ${graph.legs[edge]?.to}`),
  );
  return edges.filter(
    (edge) => hasNature(graph, edge, natureBits.financing) && buyers.has(`${graph.legs[edge]?.to} ${graph.legs[edge]?.from}`),
  );
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
  const flows = filterFlows(snapshot, query);
  const overlap = findOverlap(flows, snapshot.dealLinks);
  const graph = await run(buildMoneyGraph(selectInnerFlows(flows), contains));
  const page = new CyclePage(graph, overlap, {
    filters: {
      ids: query.id === undefined ? undefined : new Set(query.id),
      classes: query.class,
      patterns: query.pattern,
      volumeMin: query.amountUsdMin,
    },
    order: toCycleOrder(sort),
    limit: limit + 1,
    after: after === null ? null : { ...readPosition(after.value), id: after.id },
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
  const next =
    page.entries.length > limit && last !== undefined
      ? encodeCursor(binding, { value: `${last.position.value} ${last.position.high ?? ''}`, id: last.position.id })
      : null;
  const cycles = shown.map(({ edges }) => buildCycle(graph, edges, overlap));
  const included = await loadIncluded(session, cycles, include, snapshot.asOf);
  const data =
    fields === undefined
      ? cycles
      : cycles.map((cycle) => Object.fromEntries(Object.entries(cycle).filter(([name]) => fields.some((field) => field === name))));
  const supplierLegs = findSupplierFinancing(graph, page.mutualEdges()).flatMap((edge) => graph.legs[edge] ?? []);
  const supplierFlows = supplierLegs.flatMap(({ flows: legFlows }) => legFlows.filter(({ nature }) => nature === 'financing'));
  return toMoneyResponse(
    snapshot,
    { data, page: { limit, next, ...(total === true && { total: page.total }) } },
    {
      ...end,
      usdByNature: sumByNature(
        page.markedEdges().flatMap((edge) => graph.legs[edge]?.flows ?? []),
        overlap,
      ),
      supplierFinancing: {
        suppliers: new Set(supplierLegs.map(({ from }) => from)).size,
        customers: new Set(supplierLegs.map(({ to }) => to)).size,
        pairs: supplierLegs.length,
        usd: sumFlows(supplierFlows, overlap),
        usdByCertainty: sumByCertainty(supplierFlows, overlap),
      },
    },
    { headers: linkToNext(url, next), included },
  );
};
