import { and, count, eq, sql } from 'drizzle-orm';
import type { DealAmount } from '../../analysis/deal-sums.ts';
import type { Session } from '../../database/database.ts';
import { knownAsOf } from '../../database/expressions.ts';
import type { Certainty, DealKind, ParticipantRole, Status } from '../../domain/vocabulary.ts';
import type { AsOf } from '../../lists/as-of.ts';
import { filterConditions, filterParameters, filterSignature } from '../../lists/filters.ts';
import type { FilterValues, ListDefinition } from '../../lists/list-definition.ts';

export interface DealTotals extends DealAmount {
  kind: DealKind;
  status: Status;
  certainty: Certainty;
  announcedOn: string | null;
}

/** Selects the matching deals for sums. */
export const selectDealTotals = async (
  session: Session,
  deals: ListDefinition,
  filters: FilterValues,
  asOf: AsOf,
): Promise<DealTotals[]> => {
  const statement = session.prepared<DealTotals[]>(`deal totals|${asOf.isCurrent}|${JSON.stringify(filterSignature(filters))}`, () => {
    const { dealStates } = session.tables;
    return session.orm
      .select({
        id: dealStates.dealId,
        kind: dealStates.kind,
        status: dealStates.status,
        certainty: dealStates.certainty,
        usdMin: dealStates.usdMin,
        usdMax: dealStates.usdMax,
        announcedOn: dealStates.announcedOn,
      })
      .from(dealStates)
      .where(and(deals.validAt(session.tables, asOf), ...filterConditions(session, deals, filters, asOf)))
      .orderBy(dealStates.dealId);
  });
  return statement.execute({ ...filterParameters(filters), day: asOf.day });
};

export interface ParticipantRow {
  dealId: string;
  company: string;
  role: ParticipantRole;
  country: string | null;
}

/** Selects the participants of the matching deals. */
export const selectParticipants = async (
  session: Session,
  deals: ListDefinition,
  filters: FilterValues,
  asOf: AsOf,
): Promise<ParticipantRow[]> => {
  const statement = session.prepared<ParticipantRow[]>(
    `participants of deals|${asOf.isCurrent}|${JSON.stringify(filterSignature(filters))}`,
    () => {
      const { dealStates, dealParticipants, companies } = session.tables;
      return session.orm
        .select({
          dealId: dealParticipants.dealId,
          company: dealParticipants.companyId,
          role: dealParticipants.role,
          country: companies.country,
        })
        .from(dealStates)
        .innerJoin(dealParticipants, and(eq(dealParticipants.dealId, dealStates.dealId), ...knownAsOf(dealParticipants.knownFrom, asOf)))
        .innerJoin(companies, eq(companies.id, dealParticipants.companyId))
        .where(and(deals.validAt(session.tables, asOf), ...filterConditions(session, deals, filters, asOf)))
        .orderBy(dealParticipants.dealId, dealParticipants.companyId, dealParticipants.role);
    },
  );
  return statement.execute({ ...filterParameters(filters), day: asOf.day });
};

/** Returns whether there are more deals than the given number. Reads at most that many. */
export const hasMoreDealsThan = async (session: Session, dealCount: number): Promise<boolean> => {
  const { deals } = session.tables;
  const statement = session.prepared<{ rows: number }[]>('some deals', () =>
    session.orm.select({ rows: count() }).from(sql`(select 1 from ${deals} limit ${sql.placeholder('limit')}) as some_deals`),
  );
  const [row] = await statement.execute({ limit: dealCount + 1 });
  return row !== undefined && row.rows > dealCount;
};
