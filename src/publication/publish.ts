import { and, eq, inArray, isNotNull } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { laterOf } from '../domain/dates.ts';
import { type CollectedRecord, canonicalTextOf, type RecordOf } from '../domain/records/records.ts';
import { citationsOf, type Reference, referencesOf } from '../domain/references.ts';
import { type Collection, collections } from '../domain/vocabulary.ts';
import { dependentsOf, type IdsByCollection, idsIn, noIds } from './affected.ts';
import { byCollection, deleteBaseRows, deleteLinks, putBaseRows } from './base-rows.ts';
import { collect, insertAll } from './batches.ts';
import { breathe, mapBreathing } from './breathe.ts';
import { deriveAll, type OnProgress } from './derive.ts';
import { deleteDerived } from './derived-rows.ts';
import { gather, loadCollected, movedAmong } from './gathered.ts';
import { hashOf } from './stored-records.ts';

/** One change to the data: a record put as a whole, taken back, or given up for the same record under another id. */
export type Change =
  | ({ operation: 'put' /** SHA-256 of the file that it came from. */; fileHash?: string } & CollectedRecord)
  | { operation: 'retract'; collection: Collection; id: string }
  | { operation: 'rename'; collection: Collection; id: string; renamedTo: string };

export interface Publication {
  changes: readonly Change[];
  /** Who makes the change, for the revisions. */
  actor: string;
  /** Nothing in the records becomes known after this day. */
  horizon: string;
  recordedAt: Date;
  onProgress?: OnProgress | undefined;
}

const idOf = (change: Change): string => (change.operation === 'put' ? change.record.id : change.id);

const renamedToOf = (change: Change): string | null => (change.operation === 'rename' ? change.renamedTo : null);

/** Stores the records and answers the version that each now has. */
const store = async (session: Session, { changes, horizon }: Publication): Promise<number[]> => {
  const { records } = session.tables;
  const before = new Map<string, number>();
  for (const collection of collections) {
    const ids = changes.filter((change) => change.collection === collection).map(idOf);
    const rows = await collect(ids, (batch) =>
      session.orm
        .select({ id: records.id, version: records.version })
        .from(records)
        .where(and(eq(records.collection, collection), inArray(records.id, batch))),
    );
    for (const { id, version } of rows) before.set(`${collection}/${id}`, version);
  }
  const rows = await mapBreathing(changes, (change) => {
    const body = change.operation === 'put' ? canonicalTextOf(change.record) : null;
    return {
      collection: change.collection,
      id: idOf(change),
      body,
      version: (before.get(`${change.collection}/${idOf(change)}`) ?? 0) + 1,
      horizon,
      bodyHash: body === null ? null : hashOf(body),
      renamedTo: renamedToOf(change),
      ...(change.operation === 'put' && change.fileHash !== undefined && { fileHash: change.fileHash }),
    };
  });
  const isNew = (row: { version: number }) => row.version === 1;
  await insertAll(
    session,
    records,
    rows.filter(isNew).map((row) => ({ fileHash: null, ...row })),
  );
  for (const row of rows.filter((one) => !isNew(one))) {
    await session.orm
      .update(records)
      .set(row)
      .where(and(eq(records.collection, row.collection), eq(records.id, row.id)));
    await breathe();
  }
  return rows.map(({ version }) => version);
};

const union = (...all: IdsByCollection[]): IdsByCollection => {
  const result = noIds();
  for (const ids of all) for (const [collection, set] of ids) for (const id of set) idsIn(result, collection).add(id);
  return result;
};

const without = (all: IdsByCollection, others: IdsByCollection): IdsByCollection =>
  new Map([...all].map(([collection, ids]) => [collection, new Set([...ids].filter((id) => !idsIn(others, collection).has(id)))]));

/** Writes the revisions, which are the change feed too; the last of a transaction names the other records that moved. */
const writeRevisions = async (
  session: Session,
  publication: Publication,
  versions: readonly number[],
  moved: IdsByCollection,
): Promise<void> => {
  const { dataset, revisions } = session.tables;
  const [row] = await session.orm.select({ sequence: dataset.sequence, knownTo: dataset.knownTo }).from(dataset);
  if (row === undefined) throw new Error('The dataset row is missing.');
  const changed = new Set(publication.changes.map((change) => `${change.collection}/${idOf(change)}`));
  const others = [...moved].flatMap(([collection, ids]) =>
    [...ids]
      .filter((id) => !changed.has(`${collection}/${id}`))
      .sort()
      .map((id) => ({ collection, id })),
  );
  const last = publication.changes.length - 1;
  await insertAll(
    session,
    revisions,
    publication.changes.map((change, index) => ({
      sequence: row.sequence + index + 1,
      collection: change.collection,
      recordId: idOf(change),
      version: versions[index] ?? 1,
      operation: change.operation,
      recordedAt: publication.recordedAt.toISOString(),
      actor: publication.actor,
      body: change.operation === 'put' ? canonicalTextOf(change.record) : null,
      renamedTo: renamedToOf(change),
      affected: JSON.stringify(index === last ? others : []),
    })),
  );
  const knownTo = laterOf(publication.horizon, row.knownTo);
  await session.orm.update(dataset).set({ sequence: row.sequence + publication.changes.length, knownTo });
};

/** A reference to a record that is not there, or would not be after the write. */
export interface DanglingReference extends Reference {
  /** The record that makes the reference. */
  from: { collection: Collection; id: string };
}

/** The write would leave references to records that are not there. */
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

/** The engine refuses a dangling reference by itself; this names every one of them, and where it stands. */
const refuseDanglingReferences = async (session: Session, changes: readonly Change[], touched: IdsByCollection): Promise<void> => {
  const { records } = session.tables;
  const keysOf = (isPut: boolean) =>
    new Set(changes.flatMap((change) => ((change.operation === 'put') === isPut ? [`${change.collection}/${idOf(change)}`] : [])));
  const put = keysOf(true);
  const retracted = keysOf(false);
  const candidates = changes.flatMap((change): CollectedRecord[] => (change.operation === 'put' ? [change] : []));
  if (retracted.size > 0) {
    for (const [collection, ids] of touched) {
      const unchanged = [...ids].filter((id) => !put.has(`${collection}/${id}`) && !retracted.has(`${collection}/${id}`));
      candidates.push(...(await loadCollected(session, new Map([[collection, new Set(unchanged)]]))));
    }
  }
  const references = candidates.flatMap((candidate) =>
    referencesOf(candidate).map((reference) => ({ ...reference, from: { collection: candidate.collection, id: candidate.record.id } })),
  );
  const present = new Set(put);
  for (const collection of collections) {
    const ids = references.filter((reference) => reference.collection === collection).map(({ id }) => id);
    const rows = await collect(ids, (batch) =>
      session.orm
        .select({ id: records.id })
        .from(records)
        .where(and(eq(records.collection, collection), inArray(records.id, batch), isNotNull(records.body))),
    );
    for (const { id } of rows) if (!retracted.has(`${collection}/${id}`)) present.add(`${collection}/${id}`);
  }
  const dangling = references.filter(({ collection, id }) => !present.has(`${collection}/${id}`));
  if (dangling.length > 0) throw new DanglingReferences(dangling);
};

/** The companies whose change reaches no other record: others derive from a company only its name and its owner. */
const isolatedCompanies = (changes: readonly Change[], stored: readonly CollectedRecord[]): IdsByCollection => {
  const shared = new Map(
    stored.flatMap(({ collection, record }) => (collection === 'companies' ? [[record.id, sharedByCompany(record)]] : [])),
  );
  const isolated = changes.flatMap((change) =>
    change.operation === 'put' && change.collection === 'companies' && shared.get(change.record.id) === sharedByCompany(change.record)
      ? [change.record.id]
      : [],
  );
  return new Map([['companies', new Set(isolated)]]);
};

const sharedByCompany = ({ name, parent, parentSince }: RecordOf<'companies'>): string => JSON.stringify([name, parent, parentSince]);

/**
 * The one write path. Within the caller's transaction: the records, their normalised rows, everything derived from them
 * (also in other records), revisions, change sequence and data version. Records are expected to have passed the checks of
 * format and invariants; the engine itself refuses a dangling reference.
 */
export const publish = async (session: Session, publication: Publication): Promise<void> => {
  const { changes } = publication;
  if (changes.length === 0) return;
  const changed = noIds();
  const retracted = new Map<Collection, string[]>();
  for (const change of changes) {
    idsIn(changed, change.collection).add(idOf(change));
    if (change.operation !== 'put') retracted.set(change.collection, [...(retracted.get(change.collection) ?? []), change.id]);
  }
  const stored = await loadCollected(session, changed);
  const propagating = without(changed, isolatedCompanies(changes, stored));
  const before = union(changed, await dependentsOf(session, propagating));
  await refuseDanglingReferences(session, changes, before);
  const put = changes.filter((change) => change.operation === 'put');
  const saidBefore = await gather(session, before, stored);
  const versions = await store(session, publication);
  await putBaseRows(session, byCollection(put));
  // What retracted records say counts no more while the records around them are derived.
  await deleteLinks(session, retracted);
  for (const [collection, ids] of retracted) await deleteDerived(session, collection, ids);
  const after = union(changed, await dependentsOf(session, propagating));
  const newlyCited = put.flatMap((change) => citationsOf(change).map(({ citation }) => citation.source));
  for (const source of newlyCited) idsIn(after, 'sources').add(source);
  // What is connected with the changed records from now on stands as it did until it is derived anew.
  const saidByOthers = await gather(session, without(after, before), []);
  const derive = union(before, after);
  for (const [collection, ids] of retracted) for (const id of ids) idsIn(derive, collection).delete(id);
  const moved = await deriveAll(session, derive, publication.onProgress);
  await deleteBaseRows(session, retracted);
  const saidAfter = await gather(session, union(before, after), put);
  await writeRevisions(session, publication, versions, union(moved, movedAmong([saidBefore, saidByOthers], saidAfter)));
};
