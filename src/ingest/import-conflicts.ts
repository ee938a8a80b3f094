import { and, asc, eq } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { columnsOf } from '../database/expressions.ts';
import { commit, type RecordChange } from './commit.ts';
import { InvalidDataset } from './dataset-files.ts';
import { findContradictions, type ImportConflict, type ValidDataset } from './synchronize-dataset.ts';

/** Lists the import conflicts in the order of collection and id. */
export const listImportConflicts = (session: Session): PromiseLike<ImportConflict[]> => {
  const { importConflicts } = session.tables;
  return session.orm
    .select(columnsOf(importConflicts, 'collection', 'recordId', 'reason', 'fileHash'))
    .from(importConflicts)
    .orderBy(asc(importConflicts.collection), asc(importConflicts.recordId));
};

/**
 * Resolves conflicts.
 *
 * @param take `file` replaces the record by the file, or retracts it if the file was deleted. `record` keeps the record and ignores the
 * file until it changes again.
 * @throws InvalidDataset if the files contradict stored records.
 */
export const resolveImportConflicts = async (
  session: Session,
  conflicts: readonly ImportConflict[],
  take: 'file' | 'record',
  dataset: ValidDataset,
  now: Date,
): Promise<void> => {
  const { importConflicts, records } = session.tables;
  if (take === 'file') {
    const files = new Map(dataset.files.map((file) => [`${file.collection}/${file.record.id}`, file]));
    const changes = conflicts.map(({ collection, recordId }): RecordChange => {
      const file = files.get(`${collection}/${recordId}`);
      const redirect = dataset.redirects.find((one) => one.collection === collection && one.id === recordId);
      if (file === undefined)
        return redirect === undefined ? { operation: 'retract', collection, id: recordId } : { operation: 'rename', ...redirect };
      const { path: _path, hash, ...collected } = file;
      return { operation: 'put', fileHash: hash, ...collected };
    });
    const contradictions = await findContradictions(session, changes);
    if (contradictions.length > 0) throw new InvalidDataset('The resolution in favor of the file', contradictions);
    await commit(session, { changes, actor: 'import', ingestedOn: dataset.head.date, recordedAt: now });
  }
  for (const { collection, recordId, fileHash } of conflicts) {
    await session.orm
      .update(records)
      .set({ fileHash })
      .where(and(eq(records.collection, collection), eq(records.id, recordId)));
    await session.orm
      .delete(importConflicts)
      .where(and(eq(importConflicts.collection, collection), eq(importConflicts.recordId, recordId)));
  }
};
