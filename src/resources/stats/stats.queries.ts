import { and, count, eq, sql } from 'drizzle-orm';
import type { DealAmount } from '../../analysis/deal-sums.ts';
import type { Session } from '../../database/database.ts';
import { knownAsOf } from '../../database/expressions.ts';
import type { Certainty, DealKind, ParticipantRole, Status } from '../../domain/vocabulary.ts';
import type { AsOf } from '../../lists/as-of.ts';
import { filterConditions, filterParameters, filterSignature } from '../../lists/filters.ts';
import type { FilterValues, ListDefinition } from '../../lists/list-definition.ts';

export interface DealFact extends DealAmount {
  kind: DealKind;
  status: Status;
  certainty: Certainty;
  announcedOn: string | null;
}

/** The deals that pass, as sums need them. */
export const selectDealFacts = async (session: Session, deals: ListDefinition, given: FilterValues, moment: AsOf): Promise<DealFact[]> => {
  const statement = session.prepared<DealFact[]>(`deal facts|${moment.isCurrent}|${JSON.stringify(filterSignature(given))}`, () => {
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
      .where(and(deals.validAt(session.tables, moment), ...filterConditions(session, deals, given, moment)))
      .orderBy(dealStates.dealId);
  });
  return statement.execute({ ...filterParameters(given), day: moment.day });
};

export interface ParticipantFact {
  dealId: string;
  company: string;
  role: ParticipantRole;
  country: string | null;
}

/** The participants of the deals that pass. */
export const selectParticipantFacts = async (
  session: Session,
  deals: ListDefinition,
  given: FilterValues,
  moment: AsOf,
): Promise<ParticipantFact[]> => {
  const statement = session.prepared<ParticipantFact[]>(
    `participant facts|${moment.isCurrent}|${JSON.stringify(filterSignature(given))}`,
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
        .innerJoin(dealParticipants, and(eq(dealParticipants.dealId, dealStates.dealId), ...knownAsOf(dealParticipants.knownFrom, moment)))
        .innerJoin(companies, eq(companies.id, dealParticipants.companyId))
        .where(and(deals.validAt(session.tables, moment), ...filterConditions(session, deals, given, moment)))
        .orderBy(dealParticipants.dealId, dealParticipants.companyId, dealParticipants.role);
    },
  );
  return statement.execute({ ...filterParameters(given), day: moment.day });
};

/** Whether there are more deals than so many. */
export const hasMoreDealsThan = async (session: Session, dealCount: number): Promise<boolean> => {
  const { deals } = session.tables;
  const statement = session.prepared<{ rows: number }[]>('some deals', () =>
    session.orm.select({ rows: count() }).from(sql`(select 1 from ${deals} limit ${sql.placeholder('limit')}) as some_deals`),
  );
  const [row] = await statement.execute({ limit: dealCount + 1 });
  return row !== undefined && row.rows > dealCount;
};
