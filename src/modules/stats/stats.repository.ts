import { and, eq, inArray, sql } from 'drizzle-orm';
import type { DealAmount } from '../../analysis/deal-sums.ts';
import type { Session } from '../../database/database.ts';
import {
  columnsOf,
  type FilterValues,
  filterParameters,
  filterPlaceholders,
  knownAsOf,
  listPlaceholders,
  listValues,
  validAt,
} from '../../database/expressions.ts';
import type { Certainty, DealKind, ParticipantRole, Status } from '../../domain/vocabulary.ts';
import type { ListDefinition } from '../../lists/list-definition.ts';
import { filterConditions } from '../../lists/list-statement.ts';
import type { AsOf } from '../../records/documents.ts';

export interface DealTotals extends DealAmount {
  kind: DealKind;
  status: Status;
  certainty: Certainty;
  announcedOn: string | null;
  amountReportedOn: string | null;
}

/** Selects the matching deals for sums. */
export const selectDealTotals = async (
  session: Session,
  deals: ListDefinition,
  filters: FilterValues,
  asOf: AsOf,
): Promise<DealTotals[]> => {
  const statement = session.prepared<DealTotals[]>(`deal totals|${asOf.isCurrent}|${JSON.stringify(filterPlaceholders(filters))}`, () => {
    const { dealStates } = session.tables;
    return session.orm
      .select({
        ...columnsOf(dealStates, 'kind', 'status', 'certainty', 'usdMin', 'usdMax', 'trancheSums', 'announcedOn', 'amountReportedOn'),
        id: dealStates.dealId,
      })
      .from(dealStates)
      .where(and(validAt(dealStates, asOf), ...filterConditions(session, deals, filters, asOf)))
      .orderBy(dealStates.dealId);
  });
  return statement.execute({ ...filterParameters(filters), day: asOf.day });
};

export interface ParticipantRow {
  dealId: string;
  company: string;
  role: ParticipantRole;
  country: string;
}

/** Selects the participants of some deals. */
export const selectParticipants = (session: Session, dealIds: readonly string[], asOf: AsOf): PromiseLike<ParticipantRow[]> => {
  const placeholders = listPlaceholders('id', dealIds.length);
  const statement = session.prepared<ParticipantRow[]>(`participants of ${placeholders.length} deals ${asOf.isCurrent}`, () => {
    const { dealParticipants, companies } = session.tables;
    return (
      session.orm
        .select({
          dealId: dealParticipants.dealId,
          company: dealParticipants.companyId,
          role: dealParticipants.role,
          country: sql<string>`${companies.country}`,
        })
        .from(dealParticipants)
        // Every participant is a company, so the result is that of an inner join, which the planner would start with all companies.
        .leftJoin(companies, eq(companies.id, dealParticipants.companyId))
        .where(and(inArray(dealParticipants.dealId, placeholders), ...knownAsOf(dealParticipants.knownFrom, asOf)))
    );
  });
  return statement.execute({ ...listValues('id', dealIds), day: asOf.day });
};
