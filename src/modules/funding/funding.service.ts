import { computeFunding, type FundingDeal, fundingKinds } from '../../analysis/funding.ts';
import type { Session } from '../../database/database.ts';
import type { Evidence } from '../../domain/deal-states.ts';
import { selectMembers } from '../../graph-data/members.ts';
import { loadRecordBodies } from '../../graph-data/record-bodies.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import type { ListDefinition } from '../../lists/list-definition.ts';
import { cacheHeaders, resolveAsOf, selectDataset, selectDocuments, toMeta } from '../../records/documents.ts';
import { getRecordText } from '../../records/record.ts';
import { type FundingQuery, maxFundingDeals } from './funding.schemas.ts';

const evidenceTerms = ['status', 'amount', 'tranches'];

/** Returns what a company and its subsidiaries were paid and promised as of a day, per deal and tranche, with evidence. */
export const getCompanyFunding = async (
  session: Session,
  deals: ListDefinition,
  id: string,
  query: FundingQuery,
  today: string,
): Promise<ResponsePayload> => {
  await getRecordText(session, 'companies', id);
  const dataset = await selectDataset(session);
  const asOf = resolveAsOf(dataset, query.asOf, today);
  const members = await selectMembers(session, id, asOf);
  const bodies = await loadRecordBodies(session, deals, { group: [id], kind: fundingKinds }, asOf);
  const funding = computeFunding(
    bodies.map((body) => JSON.parse(body) as FundingDeal),
    (company) => members.has(company),
  );
  const listed = funding.deals.slice(0, maxFundingDeals);
  const evidence = await selectDocuments(
    session,
    'deals',
    listed.map(({ deal }) => deal.id),
    asOf,
    'evidence',
  );
  const data = {
    company: id,
    totals: funding.totals,
    deals: listed.map(({ deal, payers, split, counted }) => ({
      deal: deal.id,
      title: deal.title,
      kind: deal.kind,
      moneyClass: deal.moneyClass,
      status: deal.status,
      certainty: deal.certainty,
      partOf: deal.partOf ?? null,
      payers,
      amountUsd: deal.amountUsd,
      split,
      counted,
      tranches: deal.tranches ?? [],
      evidence: (JSON.parse(evidence.get(deal.id) ?? '[]') as Evidence[]).filter(({ term }) => evidenceTerms.includes(term)),
    })),
    excluded: funding.excluded,
  };
  const meta = { ...toMeta(dataset, asOf), truncated: listed.length < funding.deals.length };
  return { body: JSON.stringify({ data, meta }), headers: cacheHeaders(asOf) };
};
