import { applyPatch } from 'rfc6902';
import type { Session } from '../database/database.ts';
import type { CollectedRecord, RecordOf } from '../domain/records/records.ts';
import { canonicalTextOf } from '../domain/records/records.ts';
import { referencesOf } from '../domain/references.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { Problem } from '../http/problems.ts';
import { dependentsOf, idsIn, noIds } from '../publication/affected.ts';
import { loadRecords } from '../publication/stored-records.ts';
import { currentIdOf } from '../records/redirects.ts';
import { readRecord } from './input.ts';
import {
  checkPreconditions,
  type Preconditions,
  publishChecked,
  required,
  selectStored,
  unprocessable,
  type Writer,
  type Written,
} from './writes.ts';

interface Renaming {
  collection: Collection;
  id: string;
  newId: string;
}

/** The records that refer to one, as they are with its new id. */
const referrersOf = async (session: Session, { collection, id, newId }: Renaming): Promise<CollectedRecord[]> => {
  const renamed = noIds();
  idsIn(renamed, collection).add(id);
  const found: CollectedRecord[] = [];
  for (const [name, ids] of await dependentsOf(session, renamed)) {
    for (const { record } of (await loadRecords(session, name, ids)).values()) {
      const referrer = { collection: name, record } as CollectedRecord;
      const places = referencesOf(referrer).filter((reference) => reference.collection === collection && reference.id === id);
      applyPatch(
        record,
        places.map(({ pointer }) => ({ op: 'replace', path: pointer, value: newId })),
      );
      if (places.length > 0) found.push(referrer);
    }
  }
  return found;
};

/**
 * Gives a record another id, in one transaction with every record that refers to it. The old id answers 301 from then on and
 * is given to no other record; only the record itself can have it back.
 */
export const renameRecord = async (
  session: Session,
  { collection, id, newId }: Renaming,
  preconditions: Preconditions,
  writer: Writer,
): Promise<Written> => {
  const stored = await selectStored(session, collection, id);
  checkPreconditions(stored, preconditions);
  const { body } = required(stored, collection, id);
  if (newId === id) throw unprocessable([{ pointer: '/id', message: `The record already has the id "${id}".` }]);
  const read = readRecord(collection, newId, { ...(JSON.parse(body) as RecordOf<Collection>), id: newId });
  if ('faults' in read) throw unprocessable(read.faults);
  const target = await selectStored(session, collection, newId);
  // An id that it bore before leads to it, over however many others.
  if (target !== undefined && (await currentIdOf(session, collection, newId)) !== id)
    throw new Problem('conflict', `"${newId}" in ${collection} ${target.body === null ? 'was' : 'is'} the id of another record.`);
  const put = [read.collected, ...(await referrersOf(session, { collection, id, newId }))];
  await publishChecked(
    session,
    [...put.map((collected) => ({ operation: 'put' as const, ...collected })), { operation: 'rename', collection, id, renamedTo: newId }],
    writer,
  );
  return { body: canonicalTextOf(read.collected.record), version: (target?.version ?? 0) + 1, created: false };
};
