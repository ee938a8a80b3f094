import { count, isNotNull } from 'drizzle-orm';
import type { Session } from '../../database/database.ts';
import type { Collection } from '../../domain/vocabulary.ts';

/** How many records each collection holds. */
export const countRecords = async (session: Session): Promise<Map<Collection, number>> => {
  const { records } = session.tables;
  const statement = session.prepared<{ collection: Collection; total: number }[]>('record counts', () =>
    session.orm
      .select({ collection: records.collection, total: count() })
      .from(records)
      .where(isNotNull(records.body))
      .groupBy(records.collection),
  );
  return new Map((await statement.execute()).map(({ collection, total }) => [collection, total]));
};
