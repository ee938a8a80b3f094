import { and, eq, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import type { Collection } from '../domain/vocabulary.ts';

/** A record that was renamed more often is followed no further. */
const stepsMax = 50;

/** The id under which a record that was renamed stands now; none if the id was never given up for another. */
export const currentIdOf = async (session: Session, collection: Collection, id: string): Promise<string | undefined> => {
  const { records } = session.tables;
  const statement = session.prepared<{ renamedTo: string | null }[]>('renamed to', () =>
    session.orm
      .select({ renamedTo: records.renamedTo })
      .from(records)
      .where(and(eq(records.collection, sql.placeholder('collection')), eq(records.id, sql.placeholder('id')))),
  );
  let current = id;
  for (let step = 0; step < stepsMax; step += 1) {
    const [row] = await statement.execute({ collection, id: current });
    if (row === undefined || row.renamedTo === null) break;
    current = row.renamedTo;
  }
  return current === id ? undefined : current;
};
