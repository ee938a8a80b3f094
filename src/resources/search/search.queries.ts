import { and, desc, eq, sql } from 'drizzle-orm';
import type { Session } from '../../database/database.ts';
import { inValues, knownAsOf, listPlaceholders, listValues } from '../../database/expressions.ts';
import type { Collection } from '../../domain/vocabulary.ts';
import type { AsOf } from '../../lists/as-of.ts';

/** So many occurrences of one word of the data are weighed, those in the best fields first. */
const occurrencesOfTermMax = 5_000;
/** So many occurrences of all the words that a word of the query stands for are read. */
const occurrencesMax = 10_000;

export interface Occurrence {
  term: string;
  collection: Collection;
  recordId: string;
  weight: number;
}

const selectOccurrencesOf = (
  session: Session,
  term: string,
  collections: readonly Collection[],
  moment: AsOf,
  limit: number,
): PromiseLike<Occurrence[]> => {
  const collectionBounds = listPlaceholders('collection', collections.length);
  const statement = session.prepared<Occurrence[]>(['occurrences', collectionBounds.length, moment.isCurrent].join('|'), () => {
    const { searchPostings } = session.tables;
    return session.orm
      .select({
        term: searchPostings.term,
        collection: searchPostings.collection,
        recordId: searchPostings.recordId,
        weight: searchPostings.weight,
      })
      .from(searchPostings)
      .where(
        and(
          eq(searchPostings.term, sql.placeholder('term')),
          inValues(searchPostings.collection, collectionBounds),
          ...knownAsOf(searchPostings.knownFrom, moment),
        ),
      )
      .orderBy(desc(searchPostings.weight), searchPostings.collection, searchPostings.recordId)
      .limit(sql.placeholder('limit'));
  });
  return statement.execute({ term, ...listValues('collection', collections), day: moment.day, limit });
};

/** Where words of the data occur, in the order of the words, and whether there are more occurrences than are read. */
export const selectOccurrences = async (
  session: Session,
  terms: readonly string[],
  collections: readonly Collection[],
  moment: AsOf,
): Promise<{ occurrences: Occurrence[]; truncated: boolean }> => {
  const occurrences: Occurrence[] = [];
  let truncated = false;
  for (const term of terms) {
    const limit = Math.min(occurrencesOfTermMax, occurrencesMax - occurrences.length);
    const found = await selectOccurrencesOf(session, term, collections, moment, limit + 1);
    truncated ||= found.length > limit;
    occurrences.push(...found.slice(0, limit));
  }
  return { occurrences, truncated };
};

export interface TextRow {
  recordId: string;
  field: string;
  text: string;
}

/** The searchable texts of records, in the order of their fields. */
export const selectTexts = async (session: Session, collection: Collection, ids: readonly string[], moment: AsOf): Promise<TextRow[]> => {
  const bounds = listPlaceholders('id', ids.length);
  const statement = session.prepared<TextRow[]>(['texts', bounds.length, moment.isCurrent].join('|'), () => {
    const { searchTexts } = session.tables;
    return session.orm
      .select({ recordId: searchTexts.recordId, field: searchTexts.field, text: searchTexts.text })
      .from(searchTexts)
      .where(
        and(
          eq(searchTexts.collection, sql.placeholder('collection')),
          inValues(searchTexts.recordId, bounds),
          ...knownAsOf(searchTexts.knownFrom, moment),
        ),
      )
      .orderBy(searchTexts.recordId, searchTexts.position);
  });
  return statement.execute({ collection, day: moment.day, ...listValues('id', ids) });
};
