import { and, count, desc, eq, or, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../../database/database.ts';
import { anyOf, inGroup, knownAsOf } from '../../database/expressions.ts';
import type { Tables } from '../../database/schema/index.ts';
import type { RecordDefinition } from '../../lists/list-definition.ts';
import type { AsOf } from '../../records/documents.ts';

export const companyList: RecordDefinition = {
  collection: 'companies',
  rows: ({ companies: table }) => ({
    table,
    id: table.id,
    sorts: { name: table.name, country: table.country },
  }),
  conditions: (tables, filters) => [
    ...inGroup(tables, tables.companies.id, filters.group),
    ...anyOf(tables.companies.country, filters.country),
  ],
  semiJoins: ({ companies, companyRoles, companyIdentifiers }, { role, identifier }) => [
    ...anyOf(companyRoles.role, role).map((hasRole) => ({
      column: companies.id,
      table: companyRoles,
      id: companyRoles.companyId,
      where: [hasRole],
    })),
    ...anyOf(companyIdentifiers.identifier, identifier).map((isIdentified) => ({
      column: companies.id,
      table: companyIdentifiers,
      id: companyIdentifiers.companyId,
      where: [isIdentified],
    })),
  ],
  references: { group: 'companies', country: 'country', identifier: 'identifier' },
  includes: { companies: { collection: 'companies', ids: ({ parent, group }) => [parent as string | undefined, String(group)] } },
};

interface CountSource {
  table: PgTable;
  columns: PgColumn[];
  knownFrom: PgColumn;
  /** Counts distinct values of this column instead of rows. */
  distinct?: PgColumn;
}

/** The tables that name companies, with their columns. */
const countSources = ({
  dealParticipants,
  stakes,
  chipCommitments,
  commitmentStates,
  valuations,
}: Tables): Record<string, CountSource> => ({
  deals: {
    table: dealParticipants,
    columns: [dealParticipants.companyId],
    knownFrom: dealParticipants.knownFrom,
    distinct: dealParticipants.dealId,
  },
  stakesHeld: { table: stakes, columns: [stakes.holderId], knownFrom: stakes.knownFrom },
  stakesIssued: { table: stakes, columns: [stakes.issuerId], knownFrom: stakes.knownFrom },
  chipCommitments: {
    table: chipCommitments,
    columns: [chipCommitments.buyerId, chipCommitments.providerId, chipCommitments.chipVendorId],
    knownFrom: commitmentStates.knownFrom,
    distinct: chipCommitments.id,
  },
  valuations: { table: valuations, columns: [valuations.companyId], knownFrom: valuations.knownFrom },
});

/** Counts the records that name the company. */
export const countCompanyRecords = async (session: Session, companyId: string, asOf: AsOf): Promise<Record<string, number>> => {
  const counts: Record<string, number> = {};
  for (const [name, { table, columns, knownFrom, distinct }] of Object.entries(countSources(session.tables))) {
    const statement = session.prepared<{ total: number }[]>(`company ${name} ${asOf.isCurrent}`, () => {
      const { chipCommitments, commitmentStates } = session.tables;
      const query = session.orm
        .select({ total: distinct === undefined ? count() : sql<number>`count(distinct ${distinct})`.mapWith(Number) })
        .from(table)
        .$dynamic();
      // A commitment is known once it has a state.
      const known =
        knownFrom === commitmentStates.knownFrom
          ? query.innerJoin(commitmentStates, eq(commitmentStates.commitmentId, chipCommitments.id))
          : query;
      return known.where(and(or(...columns.map((column) => eq(column, sql.placeholder('id')))), ...knownAsOf(knownFrom, asOf)));
    });
    const [row] = await statement.execute({ id: companyId, day: asOf.day });
    counts[name] = row?.total ?? 0;
  }
  return counts;
};

/** Returns the id of the newest valuation of the company; the first by id if there are several on that day. */
export const selectNewestValuation = async (session: Session, companyId: string, asOf: AsOf): Promise<string | undefined> => {
  const { valuations } = session.tables;
  const statement = session.prepared<{ id: string }[]>(`newest valuation ${asOf.isCurrent}`, () =>
    session.orm
      .select({ id: valuations.id })
      .from(valuations)
      .where(and(eq(valuations.companyId, sql.placeholder('id')), ...knownAsOf(valuations.knownFrom, asOf)))
      .orderBy(desc(valuations.observedDay), valuations.id)
      .limit(1),
  );
  return (await statement.execute({ id: companyId, day: asOf.day }))[0]?.id;
};
