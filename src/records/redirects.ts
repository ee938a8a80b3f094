import { and, eq, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import type { Collection } from '../domain/vocabulary.ts';

/** Follows the renames of a record to its current id. Returns undefined if the id was never renamed. */
export const findCurrentId = async (session: Session, collection: Collection, id: string): Promise<string | undefined> => {
  const { records } = session.tables;
  const statement = session.prepared<{ renamedTo: string | null }[]>('renamed to', () =>
    session.orm
      .select({ renamedTo: records.renamedTo })
      .from(records)
      .where(and(eq(records.collection, sql.placeholder('collection')), eq(records.id, sql.placeholder('id')))),
  );
  const followed = new Set<string>();
  for (let current = id; !followed.has(current); ) {
    followed.add(current);
    const [row] = await statement.execute({ collection, id: current });
    if (row === undefined || row.renamedTo === null) return current === id ? undefined : current;
    current = row.renamedTo;
  }
  // Renames in a dataset and on a server can form a circle, which leads to no record.
  return undefined;
};
