import type { Session } from '../../database/database.ts';
import { selectAnswers } from '../../listing/answers.ts';
import type { Moment } from '../../listing/moment.ts';
import { countRecordsOf, selectNewestValuation } from './companies.queries.ts';

/** What one company's answer bears besides its record: its newest valuation, and how many records name it. */
export const companyExtension = async (session: Session, companyId: string, moment: Moment) => {
  const valuationId = await selectNewestValuation(session, companyId, moment);
  const valuation =
    valuationId === undefined
      ? undefined
      : (await selectAnswers(session, 'valuations', [valuationId], 'shortAnswers', moment)).get(valuationId);
  return {
    newestValuation: valuation === undefined ? null : (JSON.parse(valuation) as unknown),
    counts: await countRecordsOf(session, companyId, moment),
  };
};
