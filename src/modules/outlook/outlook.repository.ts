import { and, sql } from 'drizzle-orm';
import type { DealAmount } from '../../analysis/deal-sums.ts';
import type { Session } from '../../database/database.ts';
import { validAt } from '../../database/expressions.ts';
import type { AsOf } from '../../lists/as-of.ts';
import { filterConditions, filterParameters, filterSignature } from '../../lists/filters.ts';
import type { FilterValues, ListDefinition } from '../../lists/list-definition.ts';

export interface PurchaseDeal extends DealAmount {
  announcedOn: string | null;
  termYears: number | null;
}

/** Selects the matching binding and intended deals with a purchase flow. */
export const selectPurchaseDeals = async (
  session: Session,
  deals: ListDefinition,
  filters: FilterValues,
  asOf: AsOf,
): Promise<PurchaseDeal[]> => {
  const statement = session.prepared<PurchaseDeal[]>(`purchase deals|${asOf.isCurrent}|${JSON.stringify(filterSignature(filters))}`, () => {
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
          deals.validAt(session.tables, asOf),
          sql`${dealStates.certainty} in ('intended', 'binding')`,
          sql`exists (select 1 from ${flows} where ${flows.dealId} = ${dealStates.dealId} and ${flows.nature} = 'purchase' and ${validAt(flows, asOf)})`,
          ...filterConditions(session, deals, filters, asOf),
        ),
      )
      .orderBy(dealStates.dealId);
  });
  return statement.execute({ ...filterParameters(filters), day: asOf.day });
};
