import { and, eq, lte, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import type { AsOf } from '../records/documents.ts';

/** Selects a company and its subsidiaries as of a day. */
export const selectMembers = async (session: Session, companyId: string, asOf: AsOf): Promise<Set<string>> => {
  const statement = session.prepared<{ id: string }[]>('members', () => {
    const { companyAncestors } = session.tables;
    return session.orm
      .select({ id: companyAncestors.companyId })
      .from(companyAncestors)
      .where(and(eq(companyAncestors.ancestorId, sql.placeholder('company')), lte(companyAncestors.since, sql.placeholder('day'))));
  });
  return new Set((await statement.execute({ company: companyId, day: asOf.day })).map(({ id }) => id));
};
