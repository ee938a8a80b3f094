import { type StatusReport, summarizeTransitions } from '../../domain/transitions.ts';
import type { Analysis } from '../../graph-data/analysis.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { prepareFilters, toFilters } from '../../lists/list.ts';
import { cacheHeaders, resolveAsOf, selectDataset, toMeta } from '../../records/documents.ts';
import { dealList } from './deals.repository.ts';
import { selectSteps } from './transitions.repository.ts';
import type { TransitionQuery } from './transitions.schemas.ts';

/** Returns the status transitions of the matching deals as of a day. */
export const getTransitions = async ({ session, today }: Analysis, { asOf, ...filters }: TransitionQuery): Promise<ResponsePayload> => {
  const dataset = await selectDataset(session);
  const resolvedAsOf = resolveAsOf(dataset, asOf, today);
  const filterValues = await prepareFilters(session, dealList, toFilters(filters), resolvedAsOf);
  const histories = new Map<string, StatusReport[]>();
  for (const { dealId, status, day } of await selectSteps(session, filterValues, resolvedAsOf)) {
    const history = histories.get(dealId) ?? [];
    histories.set(dealId, history);
    history.push({ status, day });
  }
  const data = summarizeTransitions([...histories.values()]);
  return { body: JSON.stringify({ data, meta: toMeta(dataset, resolvedAsOf) }), headers: cacheHeaders(resolvedAsOf) };
};
