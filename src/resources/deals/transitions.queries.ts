import { and, eq } from 'drizzle-orm';
import type { Session } from '../../database/database.ts';
import { holds } from '../../database/expressions.ts';
import type { Status } from '../../domain/vocabulary.ts';
import { conditionsOf, shapeOf, valuesOf } from '../../listing/bound-filters.ts';
import type { Given } from '../../listing/definition.ts';
import type { Moment } from '../../listing/moment.ts';
import { dealList } from './deals.queries.ts';

export interface StepRow {
  dealId: string;
  status: Status;
  day: string;
}

/** The statuses of every report on the deals that pass the filters, in the order of their histories. */
export const selectSteps = (session: Session, given: Given, moment: Moment): PromiseLike<StepRow[]> => {
  const statement = session.prepared<StepRow[]>(`steps|${moment.isCurrent}|${shapeOf(given)}`, () => {
    const { dealEvents, dealStates } = session.tables;
    return session.orm
      .select({ dealId: dealEvents.dealId, status: dealEvents.status, day: dealEvents.reportedDay })
      .from(dealStates)
      .innerJoin(dealEvents, and(eq(dealEvents.dealId, dealStates.dealId), holds(dealEvents, moment)))
      .where(and(dealList.visible(session.tables, moment), ...conditionsOf(session, dealList, given, moment)))
      .orderBy(dealEvents.dealId, dealEvents.position);
  });
  return statement.execute({ ...valuesOf(given), day: moment.day });
};
