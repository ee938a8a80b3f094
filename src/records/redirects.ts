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
  let current = id;
  // Renames form no cycle: the last id of a chain belongs to a record, or to a retracted one.
  for (;;) {
    const [row] = await statement.execute({ collection, id: current });
    if (row === undefined || row.renamedTo === null) break;
    current = row.renamedTo;
  }
  return current === id ? undefined : current;
};
