import { and, eq, isNotNull, or } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import type { Collection } from '../domain/vocabulary.ts';
import type { OnProgress } from '../projections/derive.ts';
import { derivationVersion, rebuildIfOutdated } from '../projections/rebuild.ts';
import { insertRows } from '../store/batches.ts';
import { createIdSets, getIdSet, loadCollectedRecords } from '../store/dependents.ts';
import { sha256, toCanonicalText } from '../store/records.ts';
import { commit, DanglingReferences, getChangeId, getChangeKey, type RecordChange } from './commit.ts';
import { type DatasetHead, type DatasetTexts, type FileIssue, parseRedirects, type RecordFile, type Redirect } from './dataset-files.ts';
import { listDifferingFields } from './differing-fields.ts';
import { validateChanges } from './validate-records.ts';

/** A file that was not imported because its record was edited in the database. */
export interface ImportConflict {
  collection: Collection;
  recordId: string;
  reason: string;
  fileHash: string | null;
}

export interface ImportSummary {
  added: number;
  replaced: number;
  retracted: number;
  unchanged: number;
  conflicts: ImportConflict[];
}

/** The parts of a valid dataset. */
export interface ValidDataset {
  head: DatasetHead;
  files: readonly RecordFile[];
  redirects: readonly Redirect[];
}

interface StoredRow {
  collection: Collection;
  id: string;
  bodyHash: string | null;
  fileHash: string | null;
}

interface ImportPlan {
  changes: RecordChange[];
  conflicts: ImportConflict[];
  /** Records that need only a new hash of their file. */
  hashUpdates: { collection: Collection; id: string; fileHash: string | null }[];
  unchanged: number;
}

const toRecordKey = ({ collection, id }: { collection: Collection; id: string }) => `${collection}/${id}`;

/**
 * Compares the files with the stored records. A record is *edited* if it differs from its last imported file. An unedited record follows
 * its file. An edited record is kept, and becomes a conflict if its file changes or is deleted.
 */
const planImport = ({ files, redirects }: ValidDataset, stored: readonly StoredRow[], renamed: ReadonlySet<string>): ImportPlan => {
  const rows = new Map(stored.map((row) => [toRecordKey(row), row]));
  const plan: ImportPlan = { changes: [], conflicts: [], hashUpdates: [], unchanged: 0 };
  for (const { path: _path, hash, ...collected } of files) {
    const { collection } = collected;
    const { id } = collected.record;
    const row = rows.get(toRecordKey({ collection, id }));
    rows.delete(toRecordKey({ collection, id }));
    const put: RecordChange = { operation: 'put', fileHash: hash, ...collected };
    if (row === undefined) plan.changes.push(put);
    else if (row.fileHash === hash) plan.unchanged += 1;
    else if (row.bodyHash === hash) plan.hashUpdates.push({ collection, id, fileHash: hash });
    else if (row.bodyHash === row.fileHash) plan.changes.push(put);
    else {
      const reason =
        row.bodyHash === null ? 'The record was retracted, but its file has changed.' : 'The record was edited, but its file has changed.';
      plan.conflicts.push({ collection, recordId: id, reason, fileHash: hash });
    }
  }
  const added = new Set(plan.changes.map(getChangeKey));
  for (const redirect of redirects) {
    const target = toRecordKey({ ...redirect, id: redirect.renamedTo });
    // The database renamed the target, and its file has not changed since. A redirect to it could close a cycle.
    if (renamed.has(target) && !added.has(target)) continue;
    const row = rows.get(toRecordKey(redirect));
    // The rows that remain below have been deleted.
    const isEdited = row !== undefined && row.bodyHash !== null && row.bodyHash !== row.fileHash;
    if (renamed.has(toRecordKey(redirect)) || isEdited) continue;
    rows.delete(toRecordKey(redirect));
    plan.changes.push({ operation: 'rename', ...redirect });
  }
  for (const { collection, id, bodyHash, fileHash } of rows.values()) {
    if (fileHash === null) continue;
    if (bodyHash === null) plan.hashUpdates.push({ collection, id, fileHash: null });
    else if (bodyHash === fileHash) plan.changes.push({ operation: 'retract', collection, id });
    else plan.conflicts.push({ collection, recordId: id, reason: 'The record was edited, but its file was deleted.', fileHash: null });
  }
  return plan;
};

/** Returns the reason for each record whose change would leave a dangling reference. */
const findDanglingCauses = (plan: ImportPlan, { references }: DanglingReferences): Map<string, string> => {
  const reasons = new Map<string, string>();
  for (const { from, collection, id, pointer } of references) {
    const isRetracted = plan.changes.some((change) => change.operation !== 'put' && change.collection === collection && change.id === id);
    if (isRetracted)
      reasons.set(toRecordKey({ collection, id }), `The file was deleted, but ${from.collection}/${from.id} refers to it at ${pointer}.`);
    else reasons.set(toRecordKey(from), `The file refers to ${collection}/${id} at ${pointer}, which does not exist.`);
  }
  return reasons;
};

/** Validates changes against one another and against the stored records, as every write does. */
export const findContradictions = async (session: Session, changes: readonly RecordChange[]): Promise<FileIssue[]> => {
  const put = changes.filter((change) => change.operation === 'put');
  const retracted = new Set(changes.flatMap((change) => (change.operation === 'put' ? [] : [getChangeKey(change)])));
  const issues = await validateChanges(session, put, retracted);
  return issues.flatMap(({ index, pointer, message }) => {
    const change = put[index];
    return change === undefined ? [] : [{ path: `${getChangeKey(change)}.json`, pointer, message }];
  });
};

/** Turns changes that edited records prevent into conflicts. */
const moveToConflicts = (plan: ImportPlan, reasons: ReadonlyMap<string, string>): ImportPlan => {
  const getReason = (change: RecordChange) => reasons.get(getChangeKey(change));
  return {
    ...plan,
    changes: plan.changes.filter((change) => getReason(change) === undefined),
    conflicts: [
      ...plan.conflicts,
      ...plan.changes.flatMap((change) => {
        const reason = getReason(change);
        const fileHash = change.operation === 'put' ? (change.fileHash ?? null) : null;
        return reason === undefined ? [] : [{ collection: change.collection, recordId: getChangeId(change), reason, fileHash }];
      }),
    ],
  };
};

const commitPlan = async (
  session: Session,
  plan: ImportPlan,
  head: DatasetHead,
  now: Date,
  onProgress: OnProgress | undefined,
): Promise<ImportPlan> => {
  for (let current = plan; ; ) {
    const contradictions = await findContradictions(session, current.changes);
    if (contradictions.length > 0) {
      const reasons = contradictions.map(
        ({ path, pointer, message }) =>
          [path.replace(/\.json$/, ''), `The file contradicts stored records: ${pointer}: ${message}`] as const,
      );
      current = moveToConflicts(current, new Map(reasons));
      continue;
    }
    try {
      await commit(session, { changes: current.changes, actor: 'import', ingestedOn: head.date, recordedAt: now, onProgress });
      return current;
    } catch (error) {
      // References are checked before the first write, so a retry starts from the same state.
      if (!(error instanceof DanglingReferences)) throw error;
      const next = moveToConflicts(current, findDanglingCauses(current, error));
      if (next.changes.length === current.changes.length) throw error;
      current = next;
    }
  }
};

/** Adds to each conflict the fields in which the record and its file differ. */
const nameDifferences = async (
  session: Session,
  conflicts: readonly ImportConflict[],
  files: readonly RecordFile[],
): Promise<ImportConflict[]> => {
  const ids = createIdSets();
  for (const { collection, recordId } of conflicts) getIdSet(ids, collection).add(recordId);
  const stored = new Map((await loadCollectedRecords(session, ids)).map((one) => [`${one.collection}/${one.record.id}`, one.record]));
  const texts = new Map(files.map(({ collection, record }) => [`${collection}/${record.id}`, toCanonicalText(record)]));
  return conflicts.map((conflict) => {
    const key = `${conflict.collection}/${conflict.recordId}`;
    const [record, text] = [stored.get(key), texts.get(key)];
    const fields = record === undefined || text === undefined ? [] : listDifferingFields(toCanonicalText(record), text);
    return fields.length === 0 ? conflict : { ...conflict, reason: `${conflict.reason} They differ in ${fields.join(', ')}.` };
  });
};

/** Loads every id that redirects to another one, as `<collection>/<id>`. */
const loadRenamedKeys = async ({ orm, tables: { records } }: Session): Promise<Set<string>> => {
  const rows = await orm.select({ collection: records.collection, id: records.id }).from(records).where(isNotNull(records.renamedTo));
  return new Set(rows.map(toRecordKey));
};

/** Returns whether an import of these files would change nothing: same files, same derivation rules. */
export const isUpToDate = async (session: Session, { head, redirects, records: texts }: DatasetTexts): Promise<boolean> => {
  const { orm, tables } = session;
  const { dataset, records, importConflicts } = tables;
  const [row] = await orm.select().from(dataset);
  if (row === undefined || row.derivation !== derivationVersion || head === undefined) return false;
  const { name, version, date, license } = row;
  // A head in another format counts as changed.
  if (head !== `${JSON.stringify({ name, version, date, license }, null, 2)}\n`) return false;
  if ((await orm.select().from(importConflicts).limit(1)).length > 0) return false;
  const renamed = await loadRenamedKeys(session);
  if (!parseRedirects(redirects).redirects.every((redirect) => renamed.has(toRecordKey(redirect)))) return false;
  const stored = await orm
    .select({ collection: records.collection, id: records.id, fileHash: records.fileHash })
    .from(records)
    .where(isNotNull(records.fileHash));
  const hashes = new Map(stored.map(({ collection, id, fileHash }) => [`${collection}/${id}.json`, fileHash]));
  return texts.length === hashes.size && texts.every(({ path, text }) => hashes.get(path) === sha256(text));
};

/**
 * Synchronizes the database with the files of a dataset, in the caller's transaction. An unedited record is replaced if its file changed
 * and retracted if its file was deleted, or renamed if `redirects.json` lists its id. For an edited record, the change is stored as a conflict.
 */
export const synchronizeDataset = async (
  session: Session,
  dataset: ValidDataset,
  now: Date,
  onProgress?: OnProgress,
): Promise<ImportSummary> => {
  const { head } = dataset;
  const { dataset: heads, records, importConflicts } = session.tables;
  await session.orm
    .insert(heads)
    .values({ id: 1, ...head, sequence: 0, knownTo: head.date, derivation: derivationVersion, hasFutureDates: false })
    .onConflictDoUpdate({ target: heads.id, set: head });
  await rebuildIfOutdated(session);
  const stored = await session.orm
    .select({ collection: records.collection, id: records.id, bodyHash: records.bodyHash, fileHash: records.fileHash })
    .from(records)
    .where(or(isNotNull(records.body), isNotNull(records.fileHash)));
  const existing = new Set(stored.map(toRecordKey));
  const planned = planImport(dataset, stored, await loadRenamedKeys(session));
  const plan = await commitPlan(session, planned, head, now, onProgress);
  const deleted = plan.changes.flatMap((change) => (change.operation === 'put' ? [] : [{ ...change, fileHash: null }]));
  for (const { collection, id, fileHash } of [...plan.hashUpdates, ...deleted]) {
    await session.orm
      .update(records)
      .set({ fileHash })
      .where(and(eq(records.collection, collection), eq(records.id, id)));
  }
  const conflicts = await nameDifferences(session, plan.conflicts, dataset.files);
  await session.orm.delete(importConflicts);
  await insertRows(
    session,
    importConflicts,
    conflicts.map((conflict) => ({ ...conflict, detectedAt: now.toISOString() })),
  );
  const puts = plan.changes.filter(({ operation }) => operation === 'put').map(getChangeKey);
  return {
    added: puts.filter((key) => !existing.has(key)).length,
    replaced: puts.filter((key) => existing.has(key)).length,
    retracted: deleted.filter(({ operation }) => operation === 'retract').length,
    unchanged: plan.unchanged + plan.hashUpdates.length,
    conflicts,
  };
};
