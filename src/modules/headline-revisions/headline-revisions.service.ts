import { summarizeHeadlineRevisions } from '../../analysis/headline-revisions.ts';
import type { Analysis } from '../../graph-data/analysis.ts';
import { loadReportedDeals } from '../../graph-data/deal-reports.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { prepareList, toFilters } from '../../lists/list.ts';
import type { Lists } from '../../lists/list-definition.ts';
import { cacheHeaders, toMeta } from '../../records/documents.ts';
import { type HeadlineRevisionQuery, maxRevisions } from './headline-revisions.schemas.ts';

/** Returns the first headline of the matching deals beside the current one, per deal and in sum. */
export const getHeadlineRevisions = async (
  { session, today }: Analysis,
  { asOf: requested, baseline, ...filters }: HeadlineRevisionQuery,
  { deals }: Lists,
): Promise<ResponsePayload> => {
  const prepared = await prepareList(session, deals, toFilters(filters), requested, today);
  const { dataset, asOf } = prepared;
  const reported = await loadReportedDeals(session, deals, prepared.filters, asOf);
  const { sums, revisions } = summarizeHeadlineRevisions(reported, baseline);
  const data = { sums, revisions: revisions.slice(0, maxRevisions) };
  const meta = { ...toMeta(dataset, asOf), truncated: revisions.length > maxRevisions };
  return { body: JSON.stringify({ data, meta }), headers: cacheHeaders(asOf) };
};
