import type { Session } from '../../database/database.ts';
import { loadCommitmentFacts } from '../../facts/commitment-facts.ts';
import { loadFlowFacts, loadUmbrellas } from '../../facts/flow-facts.ts';
import { invalidRequest } from '../../http/problems.ts';
import type { Answer } from '../../http/ready-answers.ts';
import { type AsOf, resolveAsOf } from '../../lists/as-of.ts';
import { filterConditions, filterParameters, filterSignature } from '../../lists/filters.ts';
import { prepareFilters, toFilters } from '../../lists/list.ts';
import type { FilterValues, ListDefinition } from '../../lists/list-definition.ts';
import { cacheHeaders, selectDataset, toMeta } from '../../records/documents.ts';
import { selectDealFacts, selectParticipantFacts } from './stats.queries.ts';
import { type FilterShapes, groupings, rowsMax, type StatsQuery, type Summed } from './stats.schemas.ts';
import { type Stats, statsOfCommitments, statsOfDeals, statsOfFlows } from './stats.sums.ts';

export type Lists = Readonly<Record<Summed, ListDefinition>>;

/** Refuses filters and keys of another list than the one that is summed. */
const refuseForeign = (query: StatsQuery, filters: Readonly<Record<string, unknown>>, shapes: FilterShapes): void => {
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

const sumsOf = async (session: Session, lists: Lists, query: StatsQuery, given: FilterValues, moment: AsOf): Promise<Stats> => {
  const { of, groupBy = [] } = query;
  const isCertaintyAsked = given.certainty !== undefined || given.status !== undefined;
  if (of === 'chip-commitments') {
    return statsOfCommitments(await loadCommitmentFacts(session, lists[of], given, moment), groupBy, isCertaintyAsked);
  }
  const umbrellaOf = await loadUmbrellas(session, moment);
  if (of === 'deals') {
    const isByParticipant = groupBy.some((key) => ['company', 'role', 'country'].includes(key));
    const participants = isByParticipant ? await selectParticipantFacts(session, lists.deals, given, moment) : [];
    return statsOfDeals(await selectDealFacts(session, lists.deals, given, moment), participants, groupBy, isCertaintyAsked, umbrellaOf);
  }
  const flows = await loadFlowFacts(session, moment, {
    shape: JSON.stringify(filterSignature(given)),
    conditions: () => filterConditions(session, lists.flows, given, moment),
    values: filterParameters(given),
  });
  const stats = statsOfFlows(flows, groupBy, isCertaintyAsked, umbrellaOf);
  const { excluded = [] } = (await lists.flows.meta?.(session, given, moment)) ?? {};
  return { ...stats, excluded: [...stats.excluded, ...(excluded as Stats['excluded'])] };
};

/** The greatest rows, in the order of their keys. */
const greatest = (rows: Stats['rows']): Stats['rows'] => {
  if (rows.length <= rowsMax) return rows;
  const kept = new Set([...rows].sort((a, b) => (b.usd.high ?? -1) - (a.usd.high ?? -1)).slice(0, rowsMax));
  return rows.filter((row) => kept.has(row));
};

/** Totals over what passes the filters, by group, with what does not count and why. */
export const getStats = async (
  session: Session,
  lists: Lists,
  shapes: FilterShapes,
  { of, groupBy, asOf, ...filters }: StatsQuery & Record<string, unknown>,
  today: string,
): Promise<Answer> => {
  const query = { of, groupBy, asOf };
  refuseForeign(query, filters, shapes);
  const dataset = await selectDataset(session);
  const moment = resolveAsOf(dataset, asOf, today);
  const given = await prepareFilters(session, lists[of], toFilters(filters), moment);
  const stats = await sumsOf(session, lists, query, given, moment);
  const rows = greatest(stats.rows);
  const partitioning: readonly string[] = groupings[of].partitions;
  const meta = {
    ...toMeta(dataset, moment),
    partitions: (groupBy ?? []).every((key) => partitioning.includes(key)),
    truncated: rows.length < stats.rows.length,
  };
  return { body: JSON.stringify({ data: { ...stats, rows }, meta }), headers: cacheHeaders(moment) };
};
