import { summarizeDurations } from '../../analysis/durations.ts';
import type { Analysis } from '../../graph-data/analysis.ts';
import { loadReportedDeals } from '../../graph-data/deal-reports.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { prepareList, toFilters } from '../../lists/list.ts';
import type { Lists } from '../../lists/list-definition.ts';
import { cacheHeaders, toMeta } from '../../records/documents.ts';
import type { DurationQuery } from './durations.schemas.ts';

/** Returns how long the matching deals take from talks to signing to closing, as of a day. */
export const getDurations = async (
  { session, today }: Analysis,
  { asOf: requested, groupBy, ...filters }: DurationQuery,
  { deals }: Lists,
): Promise<ResponsePayload> => {
  const prepared = await prepareList(session, deals, toFilters(filters), requested, today);
  const { dataset, asOf } = prepared;
  const reported = await loadReportedDeals(session, deals, prepared.filters, asOf);
  const data = { durations: summarizeDurations(reported, asOf.day, groupBy === 'kind') };
  return { body: JSON.stringify({ data, meta: toMeta(dataset, asOf) }), headers: cacheHeaders(asOf) };
};
