import { count, desc, eq, or, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../../database/database.ts';
import type { Tables } from '../../database/tables/index.ts';
import { among, inGroup } from '../../listing/conditions.ts';
import type { Bounds, ListDefinition } from '../../listing/definition.ts';

const conditions = (tables: Tables, bounds: Bounds): SQL[] => {
  const { companies, companyRoles } = tables;
  const roles = among(companyRoles.role, bounds.role);
  return [
    ...(roles.length === 0 ? [] : [sql`${companies.id} in (select ${companyRoles.companyId} from ${companyRoles} where ${roles[0]})`]),
    ...inGroup(tables, companies.id, bounds.group),
    ...among(companies.country, bounds.country),
  ];
};

export const companyList: ListDefinition = {
  collection: 'companies',
  table: ({ companies }) => companies,
  id: ({ companies }) => companies.id,
  current: () => undefined,
  sorts: { name: ({ companies }) => companies.name, country: ({ companies }) => companies.country },
  conditions,
  references: { group: 'companies', country: 'country' },
  includes: { companies: { collection: 'companies', ids: ({ parent, group }) => [parent as string | undefined, String(group)] } },
};

/** How many records name the company, in whatever place. */
export const countRecordsOf = async (session: Session, companyId: string) => {
  const { dealParticipants, stakes, chipCommitments, valuations } = session.tables;
  const id = sql.placeholder('id');
  const total = async (name: string, table: PgTable, columns: PgColumn[], counted?: PgColumn): Promise<number> => {
    const statement = session.prepared<{ total: number }[]>(`company ${name}`, () =>
      session.orm
        .select({ total: counted === undefined ? count() : sql<number>`count(distinct ${counted})`.mapWith(Number) })
        .from(table)
        .where(or(...columns.map((column) => eq(column, id)))),
    );
    const [row] = await statement.execute({ id: companyId });
    return row?.total ?? 0;
  };
  return {
    deals: await total('deals', dealParticipants, [dealParticipants.companyId], dealParticipants.dealId),
    stakesHeld: await total('stakes held', stakes, [stakes.holderId]),
    stakesIssued: await total('stakes issued', stakes, [stakes.issuerId]),
    chipCommitments: await total('commitments', chipCommitments, [
      chipCommitments.buyerId,
      chipCommitments.providerId,
      chipCommitments.chipVendorId,
    ]),
    valuations: await total('valuations', valuations, [valuations.companyId]),
  };
};

/** The id of the newest observation of what the company was worth; of several on one day, the first by id. */
export const selectNewestValuation = async (session: Session, companyId: string): Promise<string | undefined> => {
  const { valuations } = session.tables;
  const statement = session.prepared<{ id: string }[]>('newest valuation', () =>
    session.orm
      .select({ id: valuations.id })
      .from(valuations)
      .where(eq(valuations.companyId, sql.placeholder('id')))
      .orderBy(desc(valuations.observedDay), valuations.id)
      .limit(1),
  );
  return (await statement.execute({ id: companyId }))[0]?.id;
};
