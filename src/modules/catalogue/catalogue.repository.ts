import { and, countDistinct, sql } from 'drizzle-orm';
import type { Session } from '../../database/database.ts';
import { knownAsOf } from '../../database/expressions.ts';
import { earliestDay } from '../../domain/dates.ts';
import type { Collection } from '../../domain/vocabulary.ts';
import type { AsOf } from '../../records/documents.ts';

interface CollectionCount {
  collection: Collection;
  total: number;
  /** Null if its records have no date, such as companies. */
  firstDay: string | null;
}

/** Counts the records of each collection that are known as of the day, with the first day on which a dated one was. */
export const countRecords = async (session: Session, asOf: AsOf): Promise<Map<Collection, CollectionCount>> => {
  const { documents } = session.tables;
  const statement = session.prepared<CollectionCount[]>(`record counts ${asOf.isCurrent}`, () =>
    session.orm
      .select({
        collection: documents.collection,
        total: countDistinct(documents.recordId),
        firstDay: sql<string | null>`min(case when ${documents.knownFrom} > ${earliestDay} then ${documents.knownFrom} end)`,
      })
      .from(documents)
      .where(and(...knownAsOf(documents.knownFrom, asOf)))
      .groupBy(documents.collection),
  );
  return new Map((await statement.execute({ day: asOf.day })).map((row) => [row.collection, row]));
};
