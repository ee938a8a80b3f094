import { and, eq, getTableColumns, inArray, max, notExists, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import type { Tables } from '../database/schema/index.ts';
import { earlierDay } from '../domain/dates.ts';
import type { Flow } from '../domain/flows.ts';
import type { State } from '../domain/history.ts';
import type { PositionedCitation } from '../domain/integrity.ts';
import { tokenize } from '../domain/tokenize.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { deleteRows, insertRows, mapYielding, queryInBatches, toBatches, yieldToEventLoop } from '../store/batches.ts';

/** A text by which a record is found, from the day on which it was known. */
export interface SearchText {
  field: string;
  text: string;
  weight: number;
  knownFrom: string;
}

/** How much a word counts by the field that it stands in. */
export const searchWeights = { name: 100, alias: 80, title: 80, participant: 50, publisher: 40, summary: 20, note: 10 } as const;

export interface SearchIndexEntry {
  term: string;
  collection: Collection;
  recordId: string;
  weight: number;
  knownFrom: string;
}

/** The postings of a record: each word once for each weight, from the first day on which it was known. */
export const buildSearchEntries = (collection: Collection, recordId: string, texts: readonly SearchText[]): SearchIndexEntry[] => {
  const entries = new Map<string, SearchIndexEntry>();
  for (const { text, weight, knownFrom } of texts) {
    for (const term of tokenize(text)) {
      const key = `${weight} ${term}`;
      const before = entries.get(key);
      if (before === undefined) entries.set(key, { term, collection, recordId, weight, knownFrom });
      else before.knownFrom = earlierDay(before.knownFrom, knownFrom);
    }
  }
  return [...entries.values()];
};

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

type DerivedTable = Tables['shortAnswers'] | Tables['citations'] | Tables['searchTexts'];

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
  const { shortAnswers, fullAnswers, evidenceAnswers, citations, searchPostings, searchTexts, searchTerms } = session.tables;
  for (const table of [shortAnswers, fullAnswers, evidenceAnswers, citations, searchTexts]) {
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
  shortAnswers: documents.map((row, index) => ({ id: firstDocumentId + index, collection, ...row })),
  fullAnswers: fullDocuments.map((row, index) => ({ id: firstDocumentId + index, collection, ...row })),
  evidenceAnswers: evidenceDocuments.map((row, index) => ({ id: firstDocumentId + index, collection, ...row })),
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
  const [newest] = await session.orm.select({ id: max(shortAnswers.id) }).from(shortAnswers);
  let lastDocumentId = newest?.id ?? 0;
  const prepared = await mapYielding(derived, (record) => {
    const rows = toTableRows(collection, record, lastDocumentId + 1);
    lastDocumentId += rows.shortAnswers.length;
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
  const changedDocuments = new Set([...(await findChangedIds('shortAnswers')), ...(await findChangedIds('fullAnswers'))]);
  const otherChanges = [await findChangedIds('evidenceAnswers'), await findChangedIds('citations'), await findChangedIds('searchTexts')];
  const ids = new Set([...changedDocuments, ...otherChanges.flat()]);
  const changedRecords = prepared.filter(({ id }) => ids.has(id));
  await deleteDerived(session, collection, [...ids]);
  await insertRows(
    session,
    shortAnswers,
    changedRecords.flatMap(({ rows }) => rows.shortAnswers),
  );
  await insertRows(
    session,
    fullAnswers,
    changedRecords.flatMap(({ rows }) => rows.fullAnswers),
  );
  await insertRows(
    session,
    evidenceAnswers,
    changedRecords.flatMap(({ rows }) => rows.evidenceAnswers),
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

/** Flows over time as rows of their table, each with its ready answer. */
export const toFlowRows = (rows: readonly State<Flow>[], owner: { dealId: string | null; commitmentId: string | null }) => {
  const firstKnown = new Map<string, string>();
  for (const { knownFrom, content } of rows) {
    const known = firstKnown.get(content.id);
    if (known === undefined || knownFrom < known) firstKnown.set(content.id, knownFrom);
  }
  return rows.map(({ knownFrom, knownTo, content }) => {
    const { id, from, to, fromGroup, toGroup, nature, contingent, implied, certainty, amount, kind, year, bounds, siblings } = content;
    const firstKnownOn = firstKnown.get(id) ?? knownFrom;
    return {
      id,
      knownFrom,
      knownTo,
      ...owner,
      fromId: from,
      toId: to,
      fromGroupId: fromGroup,
      toGroupId: toGroup,
      nature,
      contingent,
      implied,
      certainty,
      usdLow: amount.low,
      usdHigh: amount.high,
      kind,
      year,
      boundLow: bounds.low,
      boundHigh: bounds.high,
      siblings,
      firstKnownOn,
      body: JSON.stringify({
        id,
        from,
        to,
        fromGroup,
        toGroup,
        nature,
        contingent,
        deal: owner.dealId,
        chipCommitment: owner.commitmentId,
        implied,
        certainty,
        usd: { low: amount.low, high: amount.high, unknown: amount.high === null ? 1 : 0 },
        knownFrom: firstKnownOn,
      }),
    };
  });
};
