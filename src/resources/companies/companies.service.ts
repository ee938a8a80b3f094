import type { Session } from '../../database/database.ts';
import type { AsOf } from '../../lists/as-of.ts';
import { selectDocuments } from '../../records/documents.ts';
import { countRecordsOf, selectNewestValuation } from './companies.queries.ts';

/** What one company's answer bears besides its record: its newest valuation, and how many records name it. */
export const companyExtension = async (session: Session, companyId: string, moment: AsOf) => {
  const valuationId = await selectNewestValuation(session, companyId, moment);
  const valuation =
    valuationId === undefined
      ? undefined
      : (await selectDocuments(session, 'valuations', [valuationId], 'shortAnswers', moment)).get(valuationId);
  return {
    newestValuation: valuation === undefined ? null : (JSON.parse(valuation) as unknown),
    counts: await countRecordsOf(session, companyId, moment),
  };
};
