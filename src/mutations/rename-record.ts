import { applyPatch } from 'rfc6902';
import type { Session } from '../database/database.ts';
import { listReferences } from '../domain/integrity.ts';
import type { CollectedRecord, RecordOf } from '../domain/records/records.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { Problem, toUnprocessable } from '../http/problems.ts';
import { parseRecord } from '../ingest/validate-records.ts';
import { createIdSets, findDependents, getIdSet } from '../store/dependents.ts';
import { loadRecords, toCanonicalText } from '../store/records.ts';
import {
  assertPresent,
  checkPreconditions,
  commitChanges,
  findRenamedRecord,
  findStored,
  type Preconditions,
  type StoredBody,
  type WriteContext,
  type WriteResult,
} from './records.ts';

interface RenameRequest {
  collection: Collection;
  id: string;
  newId: string;
}

/** Loads the records that refer to a record, and replaces its id in them. */
const rewriteReferrers = async (session: Session, { collection, id, newId }: RenameRequest): Promise<CollectedRecord[]> => {
  const renamed = createIdSets();
  getIdSet(renamed, collection).add(id);
  const found: CollectedRecord[] = [];
  for (const [name, ids] of await findDependents(session, renamed)) {
    for (const { record } of (await loadRecords(session, name, ids)).values()) {
      const referrer = { collection: name, record } as CollectedRecord;
      const places = listReferences(referrer).filter((reference) => reference.collection === collection && reference.id === id);
      applyPatch(
        record,
        places.map(({ pointer }) => ({ op: 'replace', path: pointer, value: newId })),
      );
      if (places.length > 0) found.push(referrer);
    }
  }
  return found;
};

/** Returns whether a stored id can be the new id of a record: a former id of that record, or of one that was retracted since. */
const isFreeFor = async (session: Session, { renamedTo }: StoredBody, { collection, id, newId }: RenameRequest): Promise<boolean> => {
  if (renamedTo === null) return false;
  const owner = await findRenamedRecord(session, collection, newId);
  return owner === undefined || owner === id;
};

/**
 * Renames a record and updates every record that refers to it, in one transaction. Requests for the old id return 301. The record can
 * be renamed back to it. Another record can take the old id only after this one was retracted.
 */
export const renameRecord = async (
  session: Session,
  { collection, id, newId }: RenameRequest,
  preconditions: Preconditions,
  context: WriteContext,
): Promise<WriteResult> => {
  const stored = await findStored(session, collection, id);
  await checkPreconditions(session, { collection, id }, stored, preconditions);
  const { body } = await assertPresent(session, stored, collection, id);
  if (newId === id) throw toUnprocessable([{ pointer: '/id', message: `The record already has the id "${id}".` }]);
  const read = parseRecord(collection, newId, { ...(JSON.parse(body) as RecordOf<Collection>), id: newId });
  if ('issues' in read) throw toUnprocessable(read.issues);
  const target = await findStored(session, collection, newId);
  if (target !== undefined && !(await isFreeFor(session, target, { collection, id, newId })))
    throw new Problem(
      'conflict',
      `"${newId}" in ${collection} ${target.body === null ? 'was' : 'is'} the id of another record. Choose another id.`,
    );
  const put = [read.collected, ...(await rewriteReferrers(session, { collection, id, newId }))];
  await commitChanges(
    session,
    [...put.map((collected) => ({ operation: 'put' as const, ...collected })), { operation: 'rename', collection, id, renamedTo: newId }],
    context,
  );
  return { body: toCanonicalText(read.collected.record), version: (target?.version ?? 0) + 1, created: false };
};
