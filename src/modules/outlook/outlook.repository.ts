import { and, eq, inArray, sql } from 'drizzle-orm';
import type { DealAmount } from '../../analysis/deal-sums.ts';
import type { Session } from '../../database/database.ts';
import { columnsOf, type FilterValues, filterParameters, filterPlaceholders, validAt } from '../../database/expressions.ts';
import { type DealKind, dealKinds, moneyClassByKind } from '../../domain/vocabulary.ts';
import type { ExtraConditions } from '../../graph-data/flows.ts';
import type { ListDefinition } from '../../lists/list-definition.ts';
import { filterConditions } from '../../lists/list-statement.ts';
import type { AsOf } from '../../records/documents.ts';

export interface PurchaseDeal extends DealAmount {
  announcedOn: string | null;
  termYears: number | null;
  kind: DealKind;
}

/** Kinds of deals whose amount is a purchase. A vehicle that is financed also buys, but its amount is the financing. */
const purchaseKinds = dealKinds.filter((kind) => moneyClassByKind[kind] === 'purchase');

/** Selects the matching binding and intended purchases. */
export const selectPurchaseDeals = async (
  session: Session,
  deals: ListDefinition,
  filters: FilterValues,
  asOf: AsOf,
): Promise<PurchaseDeal[]> => {
  const statement = session.prepared<PurchaseDeal[]>(
    `purchase deals|${asOf.isCurrent}|${JSON.stringify(filterPlaceholders(filters))}`,
    () => {
      const { dealStates, flows } = session.tables;
      return session.orm
        .select({ ...columnsOf(dealStates, 'usdMin', 'usdMax', 'announcedOn', 'trancheSums', 'termYears', 'kind'), id: dealStates.dealId })
        .from(dealStates)
        .where(
          and(
            validAt(dealStates, asOf),
            sql`${dealStates.certainty} in ('intended', 'binding')`,
            inArray(dealStates.kind, purchaseKinds),
            sql`exists (select 1 from ${flows} where ${flows.dealId} = ${dealStates.dealId} and ${flows.nature} = 'purchase' and ${validAt(flows, asOf)})`,
            ...filterConditions(session, deals, filters, asOf),
          ),
        )
        .orderBy(dealStates.dealId);
    },
  );
  return statement.execute({ ...filterParameters(filters), day: asOf.day });
};

/** The conditions that select the purchases that reports state. */
export const statedPurchases = ({ tables: { flows } }: Session): ExtraConditions => ({
  shape: 'stated purchases',
  conditions: () => [eq(flows.nature, 'purchase'), eq(flows.implied, false)],
  values: {},
});
