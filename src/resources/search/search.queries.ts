import { and, desc, eq, max, sql } from 'drizzle-orm';
import type { Session } from '../../database/database.ts';
import { boundList, boundValues, isKnown, isOneOf } from '../../database/expressions.ts';
import type { Collection } from '../../domain/vocabulary.ts';
import type { Moment } from '../../listing/moment.ts';

/** So many occurrences of one word of the query are weighed, those in the best fields first. */
export const occurrencesMax = 5_000;

export interface Occurrence {
  term: string;
  collection: Collection;
  recordId: string;
  weight: number;
}

/** Where words of the data occur, each with the weight of the best field. */
export const selectOccurrences = async (
  session: Session,
  terms: readonly string[],
  collections: readonly Collection[],
  moment: Moment,
): Promise<Occurrence[]> => {
  if (terms.length === 0) return [];
  const termBounds = boundList('term', terms.length);
  const collectionBounds = boundList('collection', collections.length);
  const statement = session.prepared<Occurrence[]>(
    ['occurrences', termBounds.length, collectionBounds.length, moment.isCurrent].join('|'),
    () => {
      const { searchPostings } = session.tables;
      const weight = max(searchPostings.weight);
      return session.orm
        .select({
          term: searchPostings.term,
          collection: searchPostings.collection,
          recordId: searchPostings.recordId,
          weight: sql<number>`${weight}`.as('best'),
        })
        .from(searchPostings)
        .where(
          and(
            isOneOf(searchPostings.term, termBounds),
            isOneOf(searchPostings.collection, collectionBounds),
            ...isKnown(searchPostings.knownFrom, moment),
          ),
        )
        .groupBy(searchPostings.term, searchPostings.collection, searchPostings.recordId)
        .orderBy(desc(sql`best`), searchPostings.collection, searchPostings.recordId, searchPostings.term)
        .limit(occurrencesMax + 1);
    },
  );
  return statement.execute({ ...boundValues('term', terms), ...boundValues('collection', collections), day: moment.day });
};

export interface TextRow {
  recordId: string;
  field: string;
  text: string;
}

/** The searchable texts of records, in the order of their fields. */
export const selectTexts = async (session: Session, collection: Collection, ids: readonly string[], moment: Moment): Promise<TextRow[]> => {
  const bounds = boundList('id', ids.length);
  const statement = session.prepared<TextRow[]>(['texts', bounds.length, moment.isCurrent].join('|'), () => {
    const { searchTexts } = session.tables;
    return session.orm
      .select({ recordId: searchTexts.recordId, field: searchTexts.field, text: searchTexts.text })
      .from(searchTexts)
      .where(
        and(
          eq(searchTexts.collection, sql.placeholder('collection')),
          isOneOf(searchTexts.recordId, bounds),
          ...isKnown(searchTexts.knownFrom, moment),
        ),
      )
      .orderBy(searchTexts.recordId, searchTexts.position);
  });
  return statement.execute({ collection, day: moment.day, ...boundValues('id', ids) });
};
