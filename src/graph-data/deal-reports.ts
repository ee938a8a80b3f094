import { and, eq } from 'drizzle-orm';
import type { HeadlineDeal } from '../analysis/headline-revisions.ts';
import type { Session } from '../database/database.ts';
import { columnsOf, type FilterValues, filterParameters, filterPlaceholders, validAt } from '../database/expressions.ts';
import type { DealEvent } from '../domain/records/deal.ts';
import type { ListDefinition } from '../lists/list-definition.ts';
import { filterConditions } from '../lists/list-statement.ts';
import type { AsOf } from '../records/documents.ts';

/** A deal with its reports known on a day, in history order. */
export interface ReportedDeal extends HeadlineDeal {
  reports: DealEvent[];
}

/** Loads the matching deals with every report known on the day, ordered by id. */
export const loadReportedDeals = async (
  session: Session,
  deals: ListDefinition,
  filters: FilterValues,
  asOf: AsOf,
): Promise<ReportedDeal[]> => {
  const statement = session.prepared<(Omit<ReportedDeal, 'reports'> & { body: string })[]>(
    `reported deals|${asOf.isCurrent}|${JSON.stringify(filterPlaceholders(filters))}`,
    () => {
      const { dealEvents, dealStates } = session.tables;
      return session.orm
        .select({
          ...columnsOf(dealStates, 'title', 'kind', 'status', 'certainty', 'usdMin', 'usdMax'),
          id: dealStates.dealId,
          body: dealEvents.body,
        })
        .from(dealStates)
        .innerJoin(dealEvents, and(eq(dealEvents.dealId, dealStates.dealId), validAt(dealEvents, asOf)))
        .where(and(validAt(dealStates, asOf), ...filterConditions(session, deals, filters, asOf)))
        .orderBy(dealEvents.dealId, dealEvents.position);
    },
  );
  const found: ReportedDeal[] = [];
  for (const { body, ...deal } of await statement.execute({ ...filterParameters(filters), day: asOf.day })) {
    const report = JSON.parse(body) as DealEvent;
    const last = found.at(-1);
    if (last?.id === deal.id) last.reports.push(report);
    else found.push({ ...deal, reports: [report] });
  }
  return found;
};
