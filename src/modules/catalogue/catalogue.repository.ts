import { and, countDistinct } from 'drizzle-orm';
import type { Session } from '../../database/database.ts';
import { knownAsOf } from '../../database/expressions.ts';
import type { Collection } from '../../domain/vocabulary.ts';
import type { AsOf } from '../../lists/as-of.ts';

/** Counts the records of each collection that are known as of the day. */
export const countRecords = async (session: Session, asOf: AsOf): Promise<Map<Collection, number>> => {
  const { shortAnswers } = session.tables;
  const statement = session.prepared<{ collection: Collection; total: number }[]>(`record counts ${asOf.isCurrent}`, () =>
    session.orm
      .select({ collection: shortAnswers.collection, total: countDistinct(shortAnswers.recordId) })
      .from(shortAnswers)
      .where(and(...knownAsOf(shortAnswers.knownFrom, asOf)))
      .groupBy(shortAnswers.collection),
  );
  return new Map((await statement.execute({ day: asOf.day })).map(({ collection, total }) => [collection, total]));
};
