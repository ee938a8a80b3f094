import { and, eq } from 'drizzle-orm';
import type { Session } from '../../database/database.ts';
import { type FilterValues, filterParameters, filterPlaceholders, validAt } from '../../database/expressions.ts';
import type { Status } from '../../domain/vocabulary.ts';
import { filterConditions } from '../../lists/list-statement.ts';
import type { AsOf } from '../../records/documents.ts';
import { dealList } from './deals.repository.ts';

export interface StepRow {
  dealId: string;
  status: Status;
  day: string;
}

/** Selects the status of every report on the matching deals, in history order. */
export const selectSteps = (session: Session, filters: FilterValues, asOf: AsOf): PromiseLike<StepRow[]> => {
  const statement = session.prepared<StepRow[]>(`steps|${asOf.isCurrent}|${JSON.stringify(filterPlaceholders(filters))}`, () => {
    const { dealEvents, dealStates } = session.tables;
    return session.orm
      .select({ dealId: dealEvents.dealId, status: dealEvents.status, day: dealEvents.reportedDay })
      .from(dealStates)
      .innerJoin(dealEvents, and(eq(dealEvents.dealId, dealStates.dealId), validAt(dealEvents, asOf)))
      .where(and(validAt(dealStates, asOf), ...filterConditions(session, dealList, filters, asOf)))
      .orderBy(dealEvents.dealId, dealEvents.position);
  });
  return statement.execute({ ...filterParameters(filters), day: asOf.day });
};
