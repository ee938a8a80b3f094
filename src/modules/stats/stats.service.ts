import type { Session } from '../../database/database.ts';
import { type FilterValues, filterParameters, filterPlaceholders } from '../../database/expressions.ts';
import { loadCommitments } from '../../graph-data/chip-commitments.ts';
import { loadDealLinks, loadGraphFlows } from '../../graph-data/flows.ts';
import { invalidRequest } from '../../http/problems.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { prepareFilters, toFilters } from '../../lists/list.ts';
import type { ListDefinition } from '../../lists/list-definition.ts';
import { filterConditions } from '../../lists/list-statement.ts';
import { type AsOf, cacheHeaders, resolveAsOf, selectDataset, toMeta } from '../../records/documents.ts';
import { selectDealTotals, selectParticipants } from './stats.repository.ts';
import { type FilterShapes, groupings, maxRows, type StatsQuery, type SummedList } from './stats.schemas.ts';
import { type Stats, sumCommitments, sumDeals, sumFlowStats } from './stats.sums.ts';

type Lists = Readonly<Record<SummedList, ListDefinition>>;

/** Rejects filters and keys that do not belong to the summed list. */
const assertKnownFilters = (query: StatsQuery, filters: Readonly<Record<string, unknown>>, shapes: FilterShapes): void => {
  const { of, groupBy = [] } = query;
  const keys: readonly string[] = groupings[of].keys;
  const errors = [
    ...Object.keys(filters)
      .filter((name) => filters[name] !== undefined && shapes[of][name] === undefined)
      .map((parameter) => ({
        parameter,
        message: `${parameter} is not a filter for of=${of}. Valid filters: ${Object.keys(shapes[of]).join(', ')}.`,
      })),
    ...groupBy
      .filter((key) => !keys.includes(key))
      .map((key) => ({ parameter: 'groupBy', message: `of=${of} cannot be grouped by ${key}. Valid keys: ${keys.join(', ')}.` })),
    ...(new Set(groupBy).size < groupBy.length ? [{ parameter: 'groupBy', message: 'groupBy must not repeat a key.' }] : []),
  ];
  if (errors.length > 0) throw invalidRequest(errors);
};

const computeSums = async (session: Session, lists: Lists, query: StatsQuery, filters: FilterValues, asOf: AsOf): Promise<Stats> => {
  const { of, groupBy = [] } = query;
  const isCertaintyFiltered = filters.certainty !== undefined || filters.status !== undefined;
  if (of === 'chip-commitments') {
    return sumCommitments(await loadCommitments(session, lists[of], filters, asOf), groupBy, isCertaintyFiltered);
  }
  const dealLinks = await loadDealLinks(session, asOf);
  if (of === 'deals') {
    const loadParticipants = (ids: readonly string[]) => selectParticipants(session, ids, asOf);
    return sumDeals(await selectDealTotals(session, lists.deals, filters, asOf), loadParticipants, groupBy, isCertaintyFiltered, dealLinks);
  }
  const flows = await loadGraphFlows(session, asOf, {
    shape: JSON.stringify(filterPlaceholders(filters)),
    conditions: () => filterConditions(session, lists.flows, filters, asOf),
    values: filterParameters(filters),
  });
  const stats = sumFlowStats(flows, groupBy, isCertaintyFiltered, dealLinks);
  const { excluded = [] } = (await lists.flows.meta?.(session, filters, asOf)) ?? {};
  return { ...stats, excluded: [...stats.excluded, ...(excluded as Stats['excluded'])] };
};

/** Returns the largest upper bound of a row among the kinds of money that it sums. */
const highestOf = ({ usd, byClass = {}, byNature = {} }: Stats['rows'][number]): number =>
  Math.max(...[usd, ...Object.values(byClass).map((one) => one.usd), ...Object.values(byNature)].map((one) => one?.high ?? -1));

/** Returns the largest rows, in the order of their keys. */
const sortLargestFirst = (rows: Stats['rows']): Stats['rows'] => {
  if (rows.length <= maxRows) return rows;
  const selected = new Set([...rows].sort((a, b) => highestOf(b) - highestOf(a)).slice(0, maxRows));
  return rows.filter((row) => selected.has(row));
};

/** Returns the totals of the matching items by group, and what they exclude. */
export const getStats = async (
  session: Session,
  lists: Lists,
  shapes: FilterShapes,
  { of, groupBy, asOf, ...filters }: StatsQuery & Record<string, unknown>,
  today: string,
): Promise<ResponsePayload> => {
  const query = { of, groupBy, asOf };
  assertKnownFilters(query, filters, shapes);
  const dataset = await selectDataset(session);
  const resolvedAsOf = resolveAsOf(dataset, asOf, today);
  const filterValues = await prepareFilters(session, lists[of], toFilters(filters), resolvedAsOf);
  const stats = await computeSums(session, lists, query, filterValues, resolvedAsOf);
  const rows = sortLargestFirst(stats.rows);
  const partitioning: readonly string[] = groupings[of].partitions;
  const meta = {
    ...toMeta(dataset, resolvedAsOf),
    partitions: (groupBy ?? []).every((key) => partitioning.includes(key)),
    truncated: rows.length < stats.rows.length,
  };
  return { body: JSON.stringify({ data: { ...stats, rows }, meta }), headers: cacheHeaders(resolvedAsOf) };
};
