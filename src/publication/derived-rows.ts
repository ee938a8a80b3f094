import { and, eq, inArray, notExists, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import type { Tables } from '../database/tables/index.ts';
import type { State } from '../domain/history.ts';
import type { PlacedCitation } from '../domain/references.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { collect, deleteAll, inBatches, insertAll } from './batches.ts';
import { breathe, mapBreathing } from './breathe.ts';
import { postingsOf, type SearchText } from './search-entries.ts';

/** A ready answer over an interval of days. */
export interface AnswerRow {
  recordId: string;
  knownFrom: string;
  knownTo: string | null;
  body: string;
}

/** The ready answers of one record, from the contents of its states. */
export const answersOf = <Content>(
  recordId: string,
  states: readonly State<Content>[],
  bodyOf: (content: Content) => unknown,
): AnswerRow[] =>
  states.map(({ knownFrom, knownTo, content }) => ({ recordId, knownFrom, knownTo, body: JSON.stringify(bodyOf(content)) }));

/** A citation with the day from which it could be seen. */
export interface KnownPlacedCitation extends PlacedCitation {
  knownFrom: string;
}

/** Everything of one record that every collection has alike. */
export interface DerivedRecord {
  id: string;
  short: AnswerRow[];
  full?: AnswerRow[];
  evidence?: AnswerRow[];
  citations: KnownPlacedCitation[];
  texts: SearchText[];
}

type AnswerTable = Tables['shortAnswers'];

const textByKey = async (
  session: Session,
  table: AnswerTable,
  collection: Collection,
  ids: readonly string[],
): Promise<Map<string, string>> => {
  const rows = await collect(ids, (batch) =>
    session.orm
      .select({ recordId: table.recordId, knownFrom: table.knownFrom, knownTo: table.knownTo, body: table.body })
      .from(table)
      .where(and(eq(table.collection, collection), inArray(table.recordId, batch)))
      .orderBy(table.recordId, table.knownFrom),
  );
  const texts = new Map<string, string>();
  for (const { recordId, ...row } of rows) texts.set(recordId, `${texts.get(recordId) ?? ''}${JSON.stringify(row)}`);
  return texts;
};

const textOfRows = (rows: readonly AnswerRow[]): string => rows.map(({ recordId: _recordId, ...row }) => JSON.stringify(row)).join('');

/** Deletes what every collection derives alike. */
export const deleteDerived = async (session: Session, collection: Collection, ids: readonly string[]): Promise<void> => {
  const { shortAnswers, fullAnswers, evidenceAnswers, citations, searchPostings, searchTexts, searchTerms } = session.tables;
  for (const table of [shortAnswers, fullAnswers, evidenceAnswers, citations, searchTexts]) {
    await deleteAll(session, table, ids, (batch) => and(eq(table.collection, collection), inArray(table.recordId, batch)));
  }
  const ofRecords = (batch: string[]) => and(eq(searchPostings.collection, collection), inArray(searchPostings.recordId, batch));
  const terms = await collect(ids, (batch) =>
    session.orm.selectDistinct({ term: searchPostings.term }).from(searchPostings).where(ofRecords(batch)),
  );
  await deleteAll(session, searchPostings, ids, ofRecords);
  const isUnused = notExists(session.orm.select({ one: sql`1` }).from(searchPostings).where(eq(searchPostings.term, searchTerms.term)));
  await deleteAll(session, searchTerms, [...new Set(terms.map(({ term }) => term))], (batch) =>
    and(inArray(searchTerms.term, batch), isUnused),
  );
};

/**
 * Replaces what every collection derives alike: ready answers, citations and search terms.
 * Answers the ids of the records whose answers moved.
 */
export const replaceDerived = async (session: Session, collection: Collection, derived: readonly DerivedRecord[]): Promise<string[]> => {
  const { shortAnswers, fullAnswers, citations, evidenceAnswers, searchPostings, searchTexts, searchTerms } = session.tables;
  const ids = derived.map(({ id }) => id);
  const shortBefore = await textByKey(session, shortAnswers, collection, ids);
  const fullBefore = await textByKey(session, fullAnswers, collection, ids);
  await deleteDerived(session, collection, ids);
  const inCollection = <Row>(rows: readonly Row[]) => rows.map((row) => ({ collection, ...row }));
  await insertAll(session, shortAnswers, inCollection(derived.flatMap(({ short }) => short)));
  await insertAll(session, fullAnswers, inCollection(derived.flatMap(({ full }) => full ?? [])));
  await insertAll(session, evidenceAnswers, inCollection(derived.flatMap(({ evidence }) => evidence ?? [])));
  await insertAll(
    session,
    citations,
    derived.flatMap((record) =>
      record.citations.map(({ citation, event, position, knownFrom }) => ({
        collection,
        recordId: record.id,
        event: event ?? -1,
        position,
        sourceId: citation.source,
        attribution: citation.attribution,
        knownFrom,
      })),
    ),
  );
  const postings = (await mapBreathing(derived, ({ id, texts }) => postingsOf(collection, id, texts))).flat();
  await insertAll(session, searchPostings, postings);
  const terms = new Set(postings.map(({ term }) => term));
  const rows = [...terms].map((term) => ({ term, initial: term.slice(0, 1), length: term.length }));
  for (const batch of inBatches(rows)) {
    await session.orm.insert(searchTerms).values(batch).onConflictDoNothing();
    await breathe();
  }
  await insertAll(
    session,
    searchTexts,
    derived.flatMap(({ id, texts }) =>
      texts.map(({ field, text, knownFrom }, position) => ({ collection, recordId: id, position, field, text, knownFrom })),
    ),
  );
  return derived
    .filter(
      ({ id, short, full }) => (shortBefore.get(id) ?? '') !== textOfRows(short) || (fullBefore.get(id) ?? '') !== textOfRows(full ?? []),
    )
    .map(({ id }) => id);
};
