import { and, eq, inArray, isNotNull, isNull, type Placeholder } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { revisionBody } from '../database/expressions.ts';
import { laterDay } from '../domain/dates.ts';
import { buildTimeline } from '../domain/history.ts';
import { listCitations, listReferences, type Reference } from '../domain/integrity.ts';
import type { CollectedRecord } from '../domain/records/records.ts';
import { type Collection, collections } from '../domain/vocabulary.ts';
import { deriveAll, type OnProgress } from '../projections/derive.ts';
import { deleteDerived } from '../projections/derived-rows.ts';
import { insertRows, mapYielding, queryInBatches, runInBatches, yieldToEventLoop } from '../store/batches.ts';
import {
  collectBacklinks,
  createIdSets,
  diffBacklinks,
  findDependents,
  getIdSet,
  type IdsByCollection,
  loadCollectedRecords,
} from '../store/dependents.ts';
import {
  deleteBaseRows,
  deleteDealLinks,
  groupByCollection,
  loadPublicationDates,
  sha256,
  toCanonicalText,
  upsertBaseRows,
} from '../store/records.ts';

/** A change to one record: create or replace it, retract it, or rename it. */
export type RecordChange =
  | ({
      operation: 'put';
      /** SHA-256 of the file that the record comes from. */
      fileHash?: string;
    } & CollectedRecord)
  | { operation: 'retract'; collection: Collection; id: string }
  | { operation: 'rename'; collection: Collection; id: string; renamedTo: string };

export interface Commit {
  changes: readonly RecordChange[];
  /** Recorded in the revisions. */
  actor: string;
  /** The day of the import. Nothing in the records becomes known later. */
  ingestedOn: string;
  recordedAt: Date;
  onProgress?: OnProgress | undefined;
}

/** Returns the id of the record of a change. */
export const getChangeId = (change: RecordChange): string => (change.operation === 'put' ? change.record.id : change.id);

/** Returns the record of a change as `<collection>/<id>`. */
export const getChangeKey = (change: RecordChange): string => `${change.collection}/${getChangeId(change)}`;

const getRenamedTo = (change: RecordChange): string | null => (change.operation === 'rename' ? change.renamedTo : null);

/** Copies the present versions of records to their revisions, which have no bodies of their own until then. */
const keepPresentBodies = async (session: Session, collection: Collection, ids: readonly string[]): Promise<void> => {
  const { revisions } = session.tables;
  const isOneOf = (batch: Placeholder[]) => and(eq(revisions.collection, collection), inArray(revisions.recordId, batch));
  await runInBatches(session, `keep bodies of ${collection}`, ids, (batch) =>
    session.orm
      .update(revisions)
      .set({ body: revisionBody(session.tables) })
      .where(and(isOneOf(batch), isNull(revisions.body), eq(revisions.operation, 'put'))),
  );
};

/** Stores the records and returns their new versions. */
const storeRecords = async (session: Session, { changes, ingestedOn }: Commit): Promise<number[]> => {
  const { records } = session.tables;
  const before = new Map<string, number>();
  for (const collection of collections) {
    const ids = changes.filter((change) => change.collection === collection).map(getChangeId);
    const rows = await queryInBatches(session, `versions of ${collection}`, ids, (batch) =>
      session.orm
        .select({ id: records.id, version: records.version })
        .from(records)
        .where(and(eq(records.collection, collection), inArray(records.id, batch))),
    );
    for (const { id, version } of rows) before.set(`${collection}/${id}`, version);
    await keepPresentBodies(
      session,
      collection,
      rows.map(({ id }) => id),
    );
  }
  const rows = await mapYielding(changes, (change) => {
    const body = change.operation === 'put' ? toCanonicalText(change.record) : null;
    return {
      collection: change.collection,
      id: getChangeId(change),
      body,
      version: (before.get(getChangeKey(change)) ?? 0) + 1,
      ingestedOn,
      bodyHash: body === null ? null : sha256(body),
      renamedTo: getRenamedTo(change),
      ...(change.operation === 'put' && change.fileHash !== undefined && { fileHash: change.fileHash }),
    };
  });
  const isNew = (row: { version: number }) => row.version === 1;
  await insertRows(
    session,
    records,
    rows.filter(isNew).map((row) => ({ fileHash: null, ...row })),
  );
  for (const row of rows.filter((one) => !isNew(one))) {
    await session.orm
      .update(records)
      .set(row)
      .where(and(eq(records.collection, row.collection), eq(records.id, row.id)));
    await yieldToEventLoop();
  }
  return rows.map(({ version }) => version);
};

const unionIds = (...all: IdsByCollection[]): IdsByCollection => {
  const result = createIdSets();
  for (const ids of all) for (const [collection, set] of ids) for (const id of set) getIdSet(result, collection).add(id);
  return result;
};

const subtractIds = (ids: IdsByCollection, others: IdsByCollection): IdsByCollection =>
  new Map([...ids].map(([collection, set]) => [collection, new Set([...set].filter((id) => !getIdSet(others, collection).has(id)))]));

/** Writes the revisions, which are also the change feed. The last one lists the other records whose responses changed. */
const writeRevisions = async (session: Session, request: Commit, versions: readonly number[], affected: IdsByCollection): Promise<void> => {
  const { dataset, revisions } = session.tables;
  const [row] = await session.orm.select({ sequence: dataset.sequence, knownTo: dataset.knownTo }).from(dataset);
  if (row === undefined) throw new Error('The dataset row is missing.');
  const changed = new Set(request.changes.map(getChangeKey));
  const others = [...affected].flatMap(([collection, ids]) =>
    [...ids]
      .filter((id) => !changed.has(`${collection}/${id}`))
      .sort()
      .map((id) => ({ collection, id })),
  );
  const last = request.changes.length - 1;
  await insertRows(
    session,
    revisions,
    request.changes.map((change, index) => ({
      sequence: row.sequence + index + 1,
      collection: change.collection,
      recordId: getChangeId(change),
      version: versions[index] ?? 1,
      operation: change.operation,
      recordedAt: request.recordedAt.toISOString(),
      actor: request.actor,
      body: null,
      renamedTo: getRenamedTo(change),
      affected: JSON.stringify(index === last ? others : []),
    })),
  );
  const knownTo = laterDay(request.ingestedOn, row.knownTo);
  await session.orm.update(dataset).set({ sequence: row.sequence + request.changes.length, knownTo });
};

/** A reference to a record that would not exist after the write. */
export interface DanglingReference extends Reference {
  /** The record that makes the reference. */
  from: { collection: Collection; id: string };
}

/** The write would leave references to records that do not exist. */
export class DanglingReferences extends Error {
  override readonly name = 'DanglingReferences';
  readonly references: readonly DanglingReference[];
  constructor(references: readonly DanglingReference[]) {
    super(
      references
        .map(({ from, pointer, collection, id }) => `${from.collection}/${from.id} ${pointer}: ${collection}/${id} does not exist.`)
        .join('\n'),
    );
    this.references = references;
  }
}

/**
 * Finds every dangling reference that changes would leave, with its place. The database would report only that there is one.
 *
 * @param dependents The records that may refer to retracted ones.
 */
export const findDanglingReferences = async (
  session: Session,
  changes: readonly RecordChange[],
  dependents: IdsByCollection = createIdSets(),
): Promise<DanglingReference[]> => {
  const { records } = session.tables;
  const put = new Set(changes.filter(({ operation }) => operation === 'put').map(getChangeKey));
  const retracted = new Set(changes.filter(({ operation }) => operation !== 'put').map(getChangeKey));
  const candidates = changes.flatMap((change): CollectedRecord[] => (change.operation === 'put' ? [change] : []));
  if (retracted.size > 0) {
    for (const [collection, ids] of dependents) {
      const unchanged = [...ids].filter((id) => !put.has(`${collection}/${id}`) && !retracted.has(`${collection}/${id}`));
      candidates.push(...(await loadCollectedRecords(session, new Map([[collection, new Set(unchanged)]]))));
    }
  }
  const references = candidates.flatMap((candidate) =>
    listReferences(candidate).map((reference) => ({ ...reference, from: { collection: candidate.collection, id: candidate.record.id } })),
  );
  const present = new Set(put);
  for (const collection of collections) {
    const ids = references.filter((reference) => reference.collection === collection).map(({ id }) => id);
    const rows = await queryInBatches(session, `present ${collection}`, ids, (batch) =>
      session.orm
        .select({ id: records.id })
        .from(records)
        .where(and(eq(records.collection, collection), inArray(records.id, batch), isNotNull(records.body))),
    );
    for (const { id } of rows) if (!retracted.has(`${collection}/${id}`)) present.add(`${collection}/${id}`);
  }
  return references.filter(({ collection, id }) => !present.has(`${collection}/${id}`));
};

/** Serializes the fields that other records depend on. Returns undefined for collections whose records matter in full. */
const toSharedText = (
  { collection, record }: CollectedRecord,
  publishedOn: ReadonlyMap<string, string>,
  ingestedOn: string,
): string | undefined => {
  if (collection === 'companies') return JSON.stringify([record.name, record.parent, record.parentSince]);
  if (collection !== 'deals') return undefined;
  const { title: _title, summary: _summary, history, ...shared } = record;
  const events = history.map(({ note: _note, ...event }) => event);
  // The day of the import can bound the day on which an event becomes known.
  return JSON.stringify([shared, buildTimeline(events, (source) => publishedOn.get(source) ?? '', ingestedOn)]);
};

/** Returns the records whose change affects no other record, such as a new note. */
const findIsolated = async (
  session: Session,
  { changes, ingestedOn }: Commit,
  stored: readonly (CollectedRecord & { ingestedOn: string })[],
): Promise<IdsByCollection> => {
  const cited = stored.flatMap((one) => (one.collection === 'deals' ? listCitations(one).map(({ citation }) => citation.source) : []));
  const publishedOn = await loadPublicationDates(session, cited);
  const before = new Map(stored.map((one) => [`${one.collection}/${one.record.id}`, toSharedText(one, publishedOn, one.ingestedOn)]));
  const isolated = createIdSets();
  for (const change of changes) {
    if (change.operation !== 'put') continue;
    const text = toSharedText(change, publishedOn, ingestedOn);
    const { id } = change.record;
    if (text !== undefined && text === before.get(`${change.collection}/${id}`)) getIdSet(isolated, change.collection).add(id);
  }
  return isolated;
};

/**
 * Writes changes in the caller's transaction: the records, their rows, everything derived from them (also of other records), the
 * revisions and the data version. Every write goes through this function. The records must be valid.
 *
 * @throws DanglingReferences before anything is written.
 */
export const commit = async (session: Session, request: Commit): Promise<void> => {
  const { changes } = request;
  if (changes.length === 0) return;
  const changed = createIdSets();
  const retracted = new Map<Collection, string[]>();
  for (const change of changes) {
    getIdSet(changed, change.collection).add(getChangeId(change));
    if (change.operation !== 'put') retracted.set(change.collection, [...(retracted.get(change.collection) ?? []), change.id]);
  }
  const stored = await loadCollectedRecords(session, changed);
  const propagating = subtractIds(changed, await findIsolated(session, request, stored));
  const before = unionIds(changed, await findDependents(session, propagating));
  const dangling = await findDanglingReferences(session, changes, before);
  if (dangling.length > 0) throw new DanglingReferences(dangling);
  const put = changes.filter((change) => change.operation === 'put');
  const backlinksBefore = await collectBacklinks(session, before, stored);
  const versions = await storeRecords(session, request);
  await upsertBaseRows(session, groupByCollection(put));
  // Other records are derived as if the retracted ones did not exist.
  await deleteDealLinks(session, retracted);
  for (const [collection, ids] of retracted) await deleteDerived(session, collection, ids);
  const after = unionIds(changed, await findDependents(session, propagating));
  for (const change of put)
    if (getIdSet(propagating, change.collection).has(change.record.id))
      for (const { citation } of listCitations(change)) getIdSet(after, 'sources').add(citation.source);
  // Records that the changes newly refer to still have their old rows at this point.
  const otherBacklinks = await collectBacklinks(session, subtractIds(after, before), []);
  const derive = unionIds(before, after);
  for (const [collection, ids] of retracted) for (const id of ids) getIdSet(derive, collection).delete(id);
  const affected = await deriveAll(session, derive, request.onProgress);
  await deleteBaseRows(session, retracted);
  const backlinksAfter = await collectBacklinks(session, unionIds(before, after), put);
  await writeRevisions(session, request, versions, unionIds(affected, diffBacklinks([backlinksBefore, otherBacklinks], backlinksAfter)));
};
