import type { Session } from '../../database/database.ts';
import { type AsOf, selectDocuments } from '../../records/documents.ts';
import { countCompanyRecords, selectNewestValuation } from './companies.repository.ts';

/** Adds the newest valuation and the record counts to a company. */
export const extendCompany = async (session: Session, companyId: string, asOf: AsOf) => {
  const valuationId = await selectNewestValuation(session, companyId, asOf);
  const valuation =
    valuationId === undefined ? undefined : (await selectDocuments(session, 'valuations', [valuationId], asOf)).get(valuationId);
  return {
    newestValuation: valuation === undefined ? null : (JSON.parse(valuation) as unknown),
    counts: await countCompanyRecords(session, companyId, asOf),
  };
};
