import { and, eq, inArray, max, notExists, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { earlierDay, type State } from '../domain/dates.ts';
import type { Flow } from '../domain/flows.ts';
import type { PositionedCitation } from '../domain/integrity.ts';
import { tokenize } from '../domain/records/primitives.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { deleteRows, findChangedOwners, insertRows, mapYielding, queryInBatches, replaceRows, runInBatches } from '../store/batches.ts';

/** A text by which a record can be found, and the day from which it is known. */
export interface SearchText {
  field: string;
  text: string;
  weight: number;
  knownFrom: string;
}

/** Weights of search terms by field. */
export const searchWeights = { name: 100, alias: 80, title: 80, participant: 50, publisher: 40, summary: 20, note: 10 } as const;

export interface SearchIndexEntry {
  term: string;
  collection: Collection;
  recordId: string;
  weight: number;
  knownFrom: string;
}

/** Builds the search index entries of a record: one for each term and weight, with the first day on which it was known. */
const buildSearchEntries = (collection: Collection, recordId: string, texts: readonly SearchText[]): SearchIndexEntry[] => {
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

/** A response body and the interval of days in which it is valid. */
export interface DocumentRow {
  recordId: string;
  knownFrom: string;
  knownTo: string | null;
  body: string;
  /** The values of `history` and `evidence` of a deal. */
  history?: string | null;
  evidence?: string | null;
}

/** Serializes the states of a record to response bodies. */
export const toDocumentRows = <Content>(
  recordId: string,
  states: readonly State<Content>[],
  toBody: (content: Content) => unknown,
): DocumentRow[] =>
  states.map(({ knownFrom, knownTo, content }) => ({ recordId, knownFrom, knownTo, body: JSON.stringify(toBody(content)) }));

/** A citation and the day from which it is known. */
export interface DatedCitation extends PositionedCitation {
  knownFrom: string;
}

/** The derived rows that records of every collection have. */
export interface DerivedRecord {
  id: string;
  documents: DocumentRow[];
  citations: DatedCitation[];
  texts: SearchText[];
}

/** Selects the terms of the stored texts of records, from which their postings were built. */
const loadTerms = async (session: Session, collection: Collection, ids: readonly string[]): Promise<Map<string, Set<string>>> => {
  const { searchTexts } = session.tables;
  const rows = await queryInBatches(session, `texts of ${collection}`, ids, (batch) =>
    session.orm
      .select({ id: searchTexts.recordId, text: searchTexts.text })
      .from(searchTexts)
      .where(and(eq(searchTexts.collection, collection), inArray(searchTexts.recordId, batch))),
  );
  const terms = new Map<string, Set<string>>();
  for (const { id, text } of rows) {
    const known = terms.get(id) ?? new Set<string>();
    for (const term of tokenize(text)) known.add(term);
    terms.set(id, known);
  }
  return terms;
};

/** Deletes the texts of records and their postings. Looks up each term, because postings have no index by record. */
const deleteSearchEntries = async (session: Session, collection: Collection, ids: readonly string[]): Promise<void> => {
  const { searchPostings, searchTerms, searchTexts } = session.tables;
  const terms = await loadTerms(session, collection, ids);
  for (const [recordId, own] of terms) {
    const isOfRecord = and(eq(searchPostings.collection, collection), eq(searchPostings.recordId, sql.placeholder('recordId')));
    await runInBatches(
      session,
      `delete postings of ${collection}`,
      own,
      (batch) => session.orm.delete(searchPostings).where(and(inArray(searchPostings.term, batch), isOfRecord)),
      { recordId },
    );
  }
  await deleteRows(session, { table: searchTexts, owner: 'recordId', ids, collection });
  const isUnused = notExists(session.orm.select({ one: sql`1` }).from(searchPostings).where(eq(searchPostings.term, searchTerms.term)));
  const all = [...terms.values()].flatMap((own) => [...own]);
  await runInBatches(session, 'delete unused terms', all, (batch) =>
    session.orm.delete(searchTerms).where(and(inArray(searchTerms.term, batch), isUnused)),
  );
};

const insertSearchEntries = async (session: Session, collection: Collection, records: readonly DerivedRecord[]): Promise<void> => {
  const { searchPostings, searchTerms } = session.tables;
  const entries = (await mapYielding(records, ({ id, texts }) => buildSearchEntries(collection, id, texts))).flat();
  // In the order of the primary key, so that each page of the table is written once.
  entries.sort((one, other) => (one.term < other.term ? -1 : one.term > other.term ? 1 : 0));
  await insertRows(session, searchPostings, entries);
  const terms = [...new Set(entries.map(({ term }) => term))].map((term) => ({ term, initial: term.slice(0, 1), length: term.length }));
  await insertRows(session, searchTerms, terms, 'ignore');
};

/** Deletes the derived rows that records of every collection have. */
export const deleteDerived = async (session: Session, collection: Collection, ids: readonly string[]): Promise<void> => {
  const { documents, citations } = session.tables;
  await deleteRows(session, { table: documents, owner: 'recordId', ids, collection });
  await deleteRows(session, { table: citations, owner: 'recordId', ids, collection });
  await deleteSearchEntries(session, collection, ids);
};

/** Joins the texts of the rows of each record, so that they can be compared. */
const joinTexts = (rows: readonly DocumentRow[], toText: (row: DocumentRow) => string): Map<string, string> => {
  const texts = new Map<string, string>();
  for (const row of rows) texts.set(row.recordId, `${texts.get(row.recordId) ?? ''}${row.knownFrom} ${row.knownTo} ${toText(row)}\n`);
  return texts;
};

/** Replaces the response bodies of the records for which one differs. Returns the ids of those for which more than the evidence does. */
const replaceDocuments = async (session: Session, collection: Collection, derived: readonly DerivedRecord[]): Promise<string[]> => {
  const { documents, documentHistories, documentEvidence } = session.tables;
  const ids = derived.map(({ id }) => id);
  const rows = derived.flatMap((record) => record.documents);
  const stored = await queryInBatches<DocumentRow>(session, `documents of ${collection}`, ids, (batch) =>
    session.orm
      .select({
        recordId: documents.recordId,
        knownFrom: documents.knownFrom,
        knownTo: documents.knownTo,
        body: documents.body,
        history: documentHistories.body,
        evidence: documentEvidence.body,
      })
      .from(documents)
      .leftJoin(documentHistories, eq(documentHistories.id, documents.id))
      .leftJoin(documentEvidence, eq(documentEvidence.id, documents.id))
      .where(and(eq(documents.collection, collection), inArray(documents.recordId, batch)))
      .orderBy(documents.recordId, documents.knownFrom),
  );
  const known = new Set(stored.map(({ recordId }) => recordId));
  const comparable = rows.filter(({ recordId }) => known.has(recordId));
  const findChanged = (toText: (row: DocumentRow) => string): string[] => {
    const [before, after] = [joinTexts(stored, toText), joinTexts(comparable, toText)];
    return ids.filter((id) => !known.has(id) || before.get(id) !== after.get(id));
  };
  const changed = findChanged(({ body, history }) => `${body} ${history ?? ''}`);
  const replaced = new Set([...changed, ...findChanged(({ evidence }) => evidence ?? '')]);
  // The other parts of a document are deleted with it.
  await deleteRows(session, { table: documents, owner: 'recordId', ids: [...replaced].filter((id) => known.has(id)), collection });
  // Writes are serial, so no other write assigns the same numbers.
  const newestNumber = session.prepared('newest document', () => session.orm.select({ id: max(documents.id) }).from(documents));
  const [newest] = await newestNumber.execute();
  const numbered = rows
    .filter(({ recordId }) => replaced.has(recordId))
    .map((row, index) => ({ id: (newest?.id ?? 0) + index + 1, ...row }));
  await insertRows(
    session,
    documents,
    numbered.map(({ history: _history, evidence: _evidence, ...row }) => ({ collection, ...row })),
  );
  const toParts = (part: 'history' | 'evidence') =>
    numbered.flatMap(({ id, [part]: body }) => (body === undefined || body === null ? [] : [{ id, body }]));
  await insertRows(session, documentHistories, toParts('history'));
  await insertRows(session, documentEvidence, toParts('evidence'));
  return changed;
};

/** Replaces the rows that records of every collection have, where they differ. Returns the ids of the records whose responses changed. */
export const replaceDerived = async (session: Session, collection: Collection, derived: readonly DerivedRecord[]): Promise<string[]> => {
  const { citations, searchTexts } = session.tables;
  const ids = derived.map(({ id }) => id);
  const changed = await replaceDocuments(session, collection, derived);
  const citationRows = derived.flatMap(({ id, citations: dated }) =>
    dated.map(({ citation, event, position, knownFrom }) => ({
      collection,
      recordId: id,
      event: event ?? -1,
      position,
      sourceId: citation.source,
      attribution: citation.attribution,
      knownFrom,
    })),
  );
  await replaceRows(session, { table: citations, owner: 'recordId', ids, rows: citationRows, collection });
  const textRows = derived.flatMap(({ id, texts }) =>
    texts.map(({ field, text, knownFrom }, position) => ({ collection, recordId: id, position, field, text, knownFrom })),
  );
  const { changed: reindexed, stored } = await findChangedOwners(session, {
    table: searchTexts,
    owner: 'recordId',
    ids,
    rows: textRows,
    collection,
  });
  const isReindexed = new Set(reindexed);
  await deleteSearchEntries(
    session,
    collection,
    reindexed.filter((id) => stored.has(id)),
  );
  await insertRows(
    session,
    searchTexts,
    textRows.filter(({ recordId }) => isReindexed.has(recordId)),
  );
  await insertSearchEntries(
    session,
    collection,
    derived.filter(({ id }) => isReindexed.has(id)),
  );
  return changed;
};

/** Converts flows over time to rows, each with its response body. */
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
      openEnded: amount.openEnded ?? 0,
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
        usd: { low: amount.low, high: amount.high, unknown: amount.high === null ? 1 : 0, openEnded: amount.openEnded ?? 0 },
        knownFrom: firstKnownOn,
      }),
    };
  });
};
