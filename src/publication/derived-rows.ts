import { and, eq, getTableColumns, inArray, max, notExists, sql } from 'drizzle-orm';
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

type DerivedTable = Tables['shortAnswers'] | Tables['citations'] | Tables['searchTexts'];

/** A text that tells any two sets of rows of a table apart, whatever their numbers are. */
const textOf = (table: DerivedTable, rows: readonly Readonly<Record<string, unknown>>[]): string => {
  const names = Object.keys(getTableColumns(table)).filter((name) => name !== 'id');
  return rows
    .map((row) => JSON.stringify(names.map((name) => row[name] ?? null)))
    .sort()
    .join('\n');
};

/** The texts of what a table holds of some records, by their ids. */
const storedTexts = async (
  session: Session,
  table: DerivedTable,
  collection: Collection,
  ids: readonly string[],
): Promise<Map<string, string>> => {
  const rows = await collect(ids, (batch) =>
    session.orm
      .select()
      .from(table)
      .where(and(eq(table.collection, collection), inArray(table.recordId, batch))),
  );
  const byRecord = new Map<string, typeof rows>();
  for (const row of rows) byRecord.set(row.recordId, [...(byRecord.get(row.recordId) ?? []), row]);
  return new Map([...byRecord].map(([id, some]) => [id, textOf(table, some)]));
};

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

/** The rows of a record, by the tables that every collection has alike. Its answers have their numbers in order from the first. */
const rowsOf = (
  collection: Collection,
  { id, short, full = [], evidence = [], citations, texts }: DerivedRecord,
  firstAnswerId: number,
) => ({
  shortAnswers: short.map((row, place) => ({ id: firstAnswerId + place, collection, ...row })),
  fullAnswers: full.map((row, place) => ({ id: firstAnswerId + place, collection, ...row })),
  evidenceAnswers: evidence.map((row, place) => ({ id: firstAnswerId + place, collection, ...row })),
  citations: citations.map(({ citation, event, position, knownFrom }) => ({
    collection,
    recordId: id,
    event: event ?? -1,
    position,
    sourceId: citation.source,
    attribution: citation.attribution,
    knownFrom,
  })),
  searchTexts: texts.map(({ field, text, knownFrom }, position) => ({ collection, recordId: id, position, field, text, knownFrom })),
});

/**
 * Replaces what every collection derives alike: ready answers, citations and search terms. A record of which all of it is as it
 * was is left alone. Answers the ids of the records whose answers moved.
 */
export const replaceDerived = async (session: Session, collection: Collection, derived: readonly DerivedRecord[]): Promise<string[]> => {
  const { shortAnswers, fullAnswers, evidenceAnswers, citations, searchPostings, searchTexts, searchTerms } = session.tables;
  // Writers come one after the other, so that no two give the same numbers.
  const [greatest] = await session.orm.select({ id: max(shortAnswers.id) }).from(shortAnswers);
  let answerId = greatest?.id ?? 0;
  const made = await mapBreathing(derived, (record) => {
    const rows = rowsOf(collection, record, answerId + 1);
    answerId += rows.shortAnswers.length;
    return { ...record, rows };
  });
  const idsOfOthersIn = async (name: keyof ReturnType<typeof rowsOf>): Promise<string[]> => {
    const table = session.tables[name];
    const stored = await storedTexts(
      session,
      table,
      collection,
      made.map(({ id }) => id),
    );
    return made.filter(({ id, rows }) => (stored.get(id) ?? '') !== textOf(table, rows[name])).map(({ id }) => id);
  };
  const moved = new Set([...(await idsOfOthersIn('shortAnswers')), ...(await idsOfOthersIn('fullAnswers'))]);
  const besides = [await idsOfOthersIn('evidenceAnswers'), await idsOfOthersIn('citations'), await idsOfOthersIn('searchTexts')];
  const ids = new Set([...moved, ...besides.flat()]);
  const others = made.filter(({ id }) => ids.has(id));
  await deleteDerived(session, collection, [...ids]);
  await insertAll(
    session,
    shortAnswers,
    others.flatMap(({ rows }) => rows.shortAnswers),
  );
  await insertAll(
    session,
    fullAnswers,
    others.flatMap(({ rows }) => rows.fullAnswers),
  );
  await insertAll(
    session,
    evidenceAnswers,
    others.flatMap(({ rows }) => rows.evidenceAnswers),
  );
  await insertAll(
    session,
    citations,
    others.flatMap(({ rows }) => rows.citations),
  );
  await insertAll(
    session,
    searchTexts,
    others.flatMap(({ rows }) => rows.searchTexts),
  );
  const postings = (await mapBreathing(others, ({ id, texts }) => postingsOf(collection, id, texts))).flat();
  // In the order of their table: each page of it is written once for all of these records.
  postings.sort((one, other) => (one.term < other.term ? -1 : one.term > other.term ? 1 : 0));
  await insertAll(session, searchPostings, postings);
  const terms = [...new Set(postings.map(({ term }) => term))].map((term) => ({ term, initial: term.slice(0, 1), length: term.length }));
  for (const batch of inBatches(terms)) {
    await session.orm.insert(searchTerms).values(batch).onConflictDoNothing();
    await breathe();
  }
  return [...moved];
};
