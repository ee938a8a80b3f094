import { and, eq, getTableColumns, inArray, max, notExists, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import type { Tables } from '../database/schema/index.ts';
import type { State } from '../domain/history.ts';
import type { PositionedCitation } from '../domain/references.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { deleteRows, insertRows, queryInBatches, toBatches } from '../store/batches.ts';
import { mapYielding, yieldToEventLoop } from '../store/yield-to-event-loop.ts';
import { buildSearchEntries, type SearchText } from './search-index.ts';

/** A ready answer over an interval of days. */
export interface DocumentRow {
  recordId: string;
  knownFrom: string;
  knownTo: string | null;
  body: string;
}

/** The ready answers of one record, from the contents of its states. */
export const toDocumentRows = <Content>(
  recordId: string,
  states: readonly State<Content>[],
  toBody: (content: Content) => unknown,
): DocumentRow[] =>
  states.map(({ knownFrom, knownTo, content }) => ({ recordId, knownFrom, knownTo, body: JSON.stringify(toBody(content)) }));

/** A citation with the day from which it could be seen. */
export interface DatedCitation extends PositionedCitation {
  knownFrom: string;
}

/** Everything of one record that every collection has alike. */
export interface DerivedRecord {
  id: string;
  documents: DocumentRow[];
  fullDocuments?: DocumentRow[];
  evidenceDocuments?: DocumentRow[];
  citations: DatedCitation[];
  texts: SearchText[];
}

type DerivedTable = Tables['documents'] | Tables['citations'] | Tables['searchTexts'];

/** A text that tells any two sets of rows of a table apart, whatever their numbers are. */
const fingerprint = (table: DerivedTable, rows: readonly Readonly<Record<string, unknown>>[]): string => {
  const names = Object.keys(getTableColumns(table)).filter((name) => name !== 'id');
  return rows
    .map((row) => JSON.stringify(names.map((name) => row[name] ?? null)))
    .sort()
    .join('\n');
};

/** The texts of what a table holds of some records, by their ids. */
const loadFingerprints = async (
  session: Session,
  table: DerivedTable,
  collection: Collection,
  ids: readonly string[],
): Promise<Map<string, string>> => {
  const rows = await queryInBatches(ids, (batch) =>
    session.orm
      .select()
      .from(table)
      .where(and(eq(table.collection, collection), inArray(table.recordId, batch))),
  );
  const byRecord = new Map<string, typeof rows>();
  for (const row of rows) byRecord.set(row.recordId, [...(byRecord.get(row.recordId) ?? []), row]);
  return new Map([...byRecord].map(([id, some]) => [id, fingerprint(table, some)]));
};

/** Deletes what every collection derives alike. */
export const deleteDerived = async (session: Session, collection: Collection, ids: readonly string[]): Promise<void> => {
  const { documents, fullDocuments, evidenceDocuments, citations, searchPostings, searchTexts, searchTerms } = session.tables;
  for (const table of [documents, fullDocuments, evidenceDocuments, citations, searchTexts]) {
    await deleteRows(session, table, ids, (batch) => and(eq(table.collection, collection), inArray(table.recordId, batch)));
  }
  const ofRecords = (batch: string[]) => and(eq(searchPostings.collection, collection), inArray(searchPostings.recordId, batch));
  const terms = await queryInBatches(ids, (batch) =>
    session.orm.selectDistinct({ term: searchPostings.term }).from(searchPostings).where(ofRecords(batch)),
  );
  await deleteRows(session, searchPostings, ids, ofRecords);
  const isUnused = notExists(session.orm.select({ one: sql`1` }).from(searchPostings).where(eq(searchPostings.term, searchTerms.term)));
  await deleteRows(session, searchTerms, [...new Set(terms.map(({ term }) => term))], (batch) =>
    and(inArray(searchTerms.term, batch), isUnused),
  );
};

/** The rows of a record, by the tables that every collection has alike. Its answers have their numbers in order from the first. */
const toTableRows = (
  collection: Collection,
  { id, documents, fullDocuments = [], evidenceDocuments = [], citations, texts }: DerivedRecord,
  firstDocumentId: number,
) => ({
  documents: documents.map((row, index) => ({ id: firstDocumentId + index, collection, ...row })),
  fullDocuments: fullDocuments.map((row, index) => ({ id: firstDocumentId + index, collection, ...row })),
  evidenceDocuments: evidenceDocuments.map((row, index) => ({ id: firstDocumentId + index, collection, ...row })),
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
  const { documents, fullDocuments, evidenceDocuments, citations, searchPostings, searchTexts, searchTerms } = session.tables;
  // Writers come one after the other, so that no two give the same numbers.
  const [newest] = await session.orm.select({ id: max(documents.id) }).from(documents);
  let lastDocumentId = newest?.id ?? 0;
  const prepared = await mapYielding(derived, (record) => {
    const rows = toTableRows(collection, record, lastDocumentId + 1);
    lastDocumentId += rows.documents.length;
    return { ...record, rows };
  });
  const findChangedIds = async (name: keyof ReturnType<typeof toTableRows>): Promise<string[]> => {
    const table = session.tables[name];
    const stored = await loadFingerprints(
      session,
      table,
      collection,
      prepared.map(({ id }) => id),
    );
    return prepared.filter(({ id, rows }) => (stored.get(id) ?? '') !== fingerprint(table, rows[name])).map(({ id }) => id);
  };
  const changedDocuments = new Set([...(await findChangedIds('documents')), ...(await findChangedIds('fullDocuments'))]);
  const otherChanges = [await findChangedIds('evidenceDocuments'), await findChangedIds('citations'), await findChangedIds('searchTexts')];
  const ids = new Set([...changedDocuments, ...otherChanges.flat()]);
  const changedRecords = prepared.filter(({ id }) => ids.has(id));
  await deleteDerived(session, collection, [...ids]);
  await insertRows(
    session,
    documents,
    changedRecords.flatMap(({ rows }) => rows.documents),
  );
  await insertRows(
    session,
    fullDocuments,
    changedRecords.flatMap(({ rows }) => rows.fullDocuments),
  );
  await insertRows(
    session,
    evidenceDocuments,
    changedRecords.flatMap(({ rows }) => rows.evidenceDocuments),
  );
  await insertRows(
    session,
    citations,
    changedRecords.flatMap(({ rows }) => rows.citations),
  );
  await insertRows(
    session,
    searchTexts,
    changedRecords.flatMap(({ rows }) => rows.searchTexts),
  );
  const entries = (await mapYielding(changedRecords, ({ id, texts }) => buildSearchEntries(collection, id, texts))).flat();
  // In the order of their table: each page of it is written once for all of these records.
  entries.sort((one, other) => (one.term < other.term ? -1 : one.term > other.term ? 1 : 0));
  await insertRows(session, searchPostings, entries);
  const terms = [...new Set(entries.map(({ term }) => term))].map((term) => ({ term, initial: term.slice(0, 1), length: term.length }));
  for (const batch of toBatches(terms)) {
    await session.orm.insert(searchTerms).values(batch).onConflictDoNothing();
    await yieldToEventLoop();
  }
  return [...changedDocuments];
};
