import { and, sql } from 'drizzle-orm';
import type { DealAmount } from '../../analysis/deal-sums.ts';
import type { Session } from '../../database/database.ts';
import { holds } from '../../database/expressions.ts';
import { conditionsOf, shapeOf, valuesOf } from '../../listing/bound-filters.ts';
import type { Given, ListDefinition } from '../../listing/definition.ts';
import type { Moment } from '../../listing/moment.ts';

export interface PurchaseDeal extends DealAmount {
  announcedOn: string | null;
  termYears: number | null;
}

/** The binding and intended deals that pass and give a purchase flow. */
export const selectPurchaseDeals = async (
  session: Session,
  deals: ListDefinition,
  given: Given,
  moment: Moment,
): Promise<PurchaseDeal[]> => {
  const statement = session.prepared<PurchaseDeal[]>(`purchase deals|${moment.isCurrent}|${shapeOf(given)}`, () => {
    const { dealStates, flows } = session.tables;
    return session.orm
      .select({
        id: dealStates.dealId,
        usdMin: dealStates.usdMin,
        usdMax: dealStates.usdMax,
        announcedOn: dealStates.announcedOn,
        termYears: dealStates.termYears,
      })
      .from(dealStates)
      .where(
        and(
          deals.visible(session.tables, moment),
          sql`${dealStates.certainty} in ('intended', 'binding')`,
          sql`exists (select 1 from ${flows} where ${flows.dealId} = ${dealStates.dealId} and ${flows.nature} = 'purchase' and ${holds(flows, moment)})`,
          ...conditionsOf(session, deals, given, moment),
        ),
      )
      .orderBy(dealStates.dealId);
  });
  return statement.execute({ ...valuesOf(given), day: moment.day });
};
