import { computeVendorFinancing } from '../../analysis/vendor-financing.ts';
import type { Analysis } from '../../graph-data/analysis.ts';
import { filterFlows, resolveGroups, toMoneyResponse } from '../../graph-data/query.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { maxPairs, type VendorFinancingQuery } from './vendor-financing.schemas.ts';

/** Returns what vendors finance and sell to the same customers, by year. */
export const getVendorFinancing = async ({ session, loadSnapshot }: Analysis, query: VendorFinancingQuery): Promise<ResponsePayload> => {
  const snapshot = await loadSnapshot(query.asOf);
  const { vendor, customer } = await resolveGroups(session, snapshot, { vendor: query.vendor, customer: query.customer });
  const pairs = computeVendorFinancing(filterFlows(snapshot, query), snapshot.dealLinks).filter(
    ([pair]) => pair !== undefined && (vendor?.includes(pair.vendor) ?? true) && (customer?.includes(pair.customer) ?? true),
  );
  return toMoneyResponse(snapshot, { data: { rows: pairs.slice(0, maxPairs).flat() } }, { truncated: pairs.length > maxPairs });
};
