import { and, eq, inArray, max, notExists, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import type { Tables } from '../database/schema/index.ts';
import type { State } from '../domain/dates.ts';
import { earlierDay } from '../domain/dates.ts';
import type { Flow } from '../domain/flows.ts';
import type { PositionedCitation } from '../domain/integrity.ts';
import { tokenize } from '../domain/tokenize.ts';
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
  fullDocuments?: DocumentRow[];
  evidenceDocuments?: DocumentRow[];
  citations: DatedCitation[];
  texts: SearchText[];
}

type DocumentTable = Tables['documents' | 'fullDocuments' | 'evidenceDocuments'];

const deleteSearchEntries = async (session: Session, collection: Collection, ids: readonly string[]): Promise<void> => {
  const { searchPostings, searchTerms } = session.tables;
  const rows = await queryInBatches(session, `terms of ${collection}`, ids, (batch) =>
    session.orm
      .selectDistinct({ term: searchPostings.term })
      .from(searchPostings)
      .where(and(eq(searchPostings.collection, collection), inArray(searchPostings.recordId, batch))),
  );
  await deleteRows(session, { table: searchPostings, owner: 'recordId', ids, collection });
  const isUnused = notExists(session.orm.select({ one: sql`1` }).from(searchPostings).where(eq(searchPostings.term, searchTerms.term)));
  const terms = rows.map(({ term }) => term);
  await runInBatches(session, 'delete unused terms', terms, (batch) =>
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
  const { documents, fullDocuments, evidenceDocuments, citations, searchTexts } = session.tables;
  for (const table of [documents, fullDocuments, evidenceDocuments, citations, searchTexts])
    await deleteRows(session, { table, owner: 'recordId', ids, collection });
  await deleteSearchEntries(session, collection, ids);
};

/**
 * Replaces the response bodies of the records for which one differs. The bodies of a record and interval have the same number in each
 * table. Returns the ids of the records whose short or full body differs.
 */
const replaceDocuments = async (session: Session, collection: Collection, derived: readonly DerivedRecord[]): Promise<string[]> => {
  const { documents, fullDocuments, evidenceDocuments } = session.tables;
  const replacements: [DocumentTable, (DocumentRow & { collection: Collection })[]][] = [
    [documents, derived.flatMap((record) => record.documents.map((row) => ({ collection, ...row })))],
    [fullDocuments, derived.flatMap((record) => (record.fullDocuments ?? []).map((row) => ({ collection, ...row })))],
    [evidenceDocuments, derived.flatMap((record) => (record.evidenceDocuments ?? []).map((row) => ({ collection, ...row })))],
  ];
  const ids = derived.map(({ id }) => id);
  const changes: string[][] = [];
  const known = new Set<string>();
  for (const [table, rows] of replacements) {
    // The rows have no number yet, so that numbers are not compared.
    const numberless = rows as DocumentTable['$inferInsert'][];
    const { changed, stored } = await findChangedOwners(session, { table, owner: 'recordId', ids, rows: numberless, collection });
    changes.push(changed);
    for (const id of stored) known.add(id);
  }
  const changed = new Set(changes.flat());
  // Writes are serial, so no other write assigns the same numbers.
  const newestNumber = session.prepared('newest document', () => session.orm.select({ id: max(documents.id) }).from(documents));
  const [newest] = await newestNumber.execute();
  let lastNumber = newest?.id ?? 0;
  const numbers = new Map<string, number>();
  for (const [table, rows] of replacements) {
    await deleteRows(session, { table, owner: 'recordId', ids: [...changed].filter((id) => known.has(id)), collection });
    const numbered = rows
      .filter(({ recordId }) => changed.has(recordId))
      .map((row) => {
        const key = `${row.recordId} ${row.knownFrom}`;
        const id = numbers.get(key) ?? ++lastNumber;
        numbers.set(key, id);
        return { id, ...row };
      });
    await insertRows(session, table, numbered);
  }
  return [...new Set(changes.slice(0, 2).flat())];
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
  const reindexed = new Set(await replaceRows(session, { table: searchTexts, owner: 'recordId', ids, rows: textRows, collection }));
  await deleteSearchEntries(session, collection, [...reindexed]);
  await insertSearchEntries(
    session,
    collection,
    derived.filter(({ id }) => reindexed.has(id)),
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
