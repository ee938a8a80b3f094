import { and, eq, gt, lte, type SQL, sql } from 'drizzle-orm';
import type { Session } from '../../database/database.ts';
import {
  anyColumn,
  anyOf,
  type FilterPlaceholders,
  type FilterValues,
  inGroup,
  listPlaceholders,
  listValues,
  rowLimit,
} from '../../database/expressions.ts';
import type { Tables } from '../../database/schema/index.ts';
import type { diffedCollections } from './diff.schemas.ts';

type Diffed = (typeof diffedCollections)[number];

/** The condition that a record names one of the requested companies. */
const namesCompany = (
  tables: Tables,
  collection: Diffed,
  company: FilterPlaceholders[string],
  group: FilterPlaceholders[string],
): SQL[] => {
  const { dealParticipants, stakes, valuations, financials, chipCommitments, documents } = tables;
  const [table, id, columns] = {
    deals: [dealParticipants, dealParticipants.dealId, [dealParticipants.companyId]] as const,
    stakes: [stakes, stakes.id, [stakes.holderId, stakes.issuerId]] as const,
    valuations: [valuations, valuations.id, [valuations.companyId]] as const,
    financials: [financials, financials.id, [financials.companyId]] as const,
    'chip-commitments': [
      chipCommitments,
      chipCommitments.id,
      [chipCommitments.buyerId, chipCommitments.providerId, chipCommitments.chipVendorId],
    ] as const,
  }[collection];
  const mode = [
    ...anyColumn(columns, (column) => anyOf(column, company)),
    ...anyColumn(columns, (column) => inGroup(tables, column, group)),
  ];
  // Ignore participants that became known after the later day.
  const isKnown = collection === 'deals' ? [sql`${dealParticipants.knownFrom} <= ${sql.placeholder('day')}`] : [];
  if (mode.length === 0) return [];
  return [sql`${documents.recordId} in (select ${id} from ${table} where ${sql.join([...mode, ...isKnown], sql` and `)})`];
};

/** Selects the ids of records with a state that began after one day and by the other, ordered by id. */
export const selectChangedIds = async (
  session: Session,
  collection: Diffed,
  days: { after: string; by: string },
  filters: FilterValues,
  afterId: string,
  limit: number,
): Promise<string[]> => {
  const bounds = {
    company: filters.company && listPlaceholders('company', filters.company.length),
    group: filters.group && listPlaceholders('group', filters.group.length),
  };
  const name = ['changed', collection, bounds.company?.length ?? 0, bounds.group?.length ?? 0].join('|');
  const statement = session.prepared<{ id: string }[]>(name, () => {
    const { documents } = session.tables;
    return session.orm
      .selectDistinct({ id: documents.recordId })
      .from(documents)
      .where(
        and(
          eq(documents.collection, collection),
          gt(documents.knownFrom, sql.placeholder('after')),
          lte(documents.knownFrom, sql.placeholder('day')),
          gt(documents.recordId, sql.placeholder('afterId')),
          ...namesCompany(session.tables, collection, bounds.company, bounds.group),
        ),
      )
      .orderBy(documents.recordId)
      .limit(rowLimit);
  });
  const values = Object.assign({}, ...Object.entries(filters).map(([key, list]) => listValues(key, list))) as Record<string, unknown>;
  const rows = await statement.execute({ after: days.after, day: days.by, afterId, limit, ...values });
  return rows.map(({ id }) => id);
};
