import { and, eq, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { toDay } from '../domain/dates.ts';
import type { CollectedRecord } from '../domain/records/records.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { Problem, type ProblemDetail, toUnprocessable } from '../http/problems.ts';
import { commit, type DanglingReference, DanglingReferences, type RecordChange } from '../ingest/commit.ts';
import { listDifferingFields } from '../ingest/differing-fields.ts';
import { isObject, parseRecord, validateChanges } from '../ingest/validate-records.ts';
import type { OnProgress } from '../projections/derive.ts';
import { findCurrentId } from '../records/redirects.ts';
import { toCanonicalText } from '../store/records.ts';

/** Who writes, and when. */
export interface WriteContext {
  /** Name of the API key. */
  actor: string;
  now: Date;
  onProgress?: OnProgress;
}

export interface WriteResult {
  body: string;
  version: number;
  created: boolean;
}

export interface StoredBody {
  body: string | null;
  version: number;
  /** The new id if the record was renamed. */
  renamedTo: string | null;
}

/** Finds a stored record, also a retracted one. */
export const findStored = async (session: Session, collection: Collection, id: string): Promise<StoredBody | undefined> => {
  const { records } = session.tables;
  const statement = session.prepared<StoredBody[]>('stored text', () =>
    session.orm
      .select({ body: records.body, version: records.version, renamedTo: records.renamedTo })
      .from(records)
      .where(and(eq(records.collection, sql.placeholder('collection')), eq(records.id, sql.placeholder('id')))),
  );
  const [row] = await statement.execute({ collection, id });
  return row;
};

/** Returns the current id of a renamed record. The ids of a record that was renamed and then retracted are free again. */
export const findRenamedRecord = async (session: Session, collection: Collection, id: string): Promise<string | undefined> => {
  const currentId = await findCurrentId(session, collection, id);
  if (currentId === undefined) return undefined;
  return (await findStored(session, collection, currentId))?.body === null ? undefined : currentId;
};

/** Rejects a write to a former id, because links to it lead to the renamed record. */
const assertNotRenamed = async (session: Session, stored: StoredBody | undefined, collection: Collection, id: string): Promise<void> => {
  if (stored === undefined || stored.renamedTo === null) return;
  const currentId = await findRenamedRecord(session, collection, id);
  if (currentId === undefined) return;
  const message = `"${id}" in ${collection} was renamed to "${currentId}".`;
  throw new Problem('conflict', `${message} Write to /v1/${collection}/${currentId}.`, {
    errors: [{ parameter: 'id', message, didYouMean: currentId }],
  });
};

/** Returns the record, or throws a problem if it does not exist, was retracted or was renamed. */
export const assertPresent = async (
  session: Session,
  stored: StoredBody | undefined,
  collection: Collection,
  id: string,
): Promise<{ body: string; version: number }> => {
  if (stored === undefined) throw new Problem('not-found', `No record "${id}" in ${collection}.`);
  await assertNotRenamed(session, stored, collection, id);
  if (stored.body === null) throw new Problem('gone', `"${id}" in ${collection} was retracted.`);
  return { body: stored.body, version: stored.version };
};

/** Commits changes. Reports dangling references as issues of the sent records, or else as a conflict with other records. */
export const commitChanges = async (
  session: Session,
  changes: readonly RecordChange[],
  { actor, now, onProgress }: WriteContext,
  toIssue: (reference: DanglingReference) => ProblemDetail = ({ pointer, collection, id }) => ({
    pointer,
    message: `${collection}/${id} does not exist.`,
  }),
): Promise<void> => {
  try {
    await commit(session, { changes, actor, ingestedOn: toDay(now), recordedAt: now, onProgress });
  } catch (error) {
    if (!(error instanceof DanglingReferences)) throw error;
    const sent = new Set(changes.flatMap((change) => (change.operation === 'put' ? [`${change.collection}/${change.record.id}`] : [])));
    const own = error.references.filter(({ from }) => sent.has(`${from.collection}/${from.id}`));
    if (own.length > 0) throw toUnprocessable(own.map(toIssue));
    const errors = error.references.map(({ from, pointer }) => ({
      pointer,
      message: `${from.collection}/${from.id} refers to it at ${pointer}.`,
    }));
    throw new Problem('conflict', `${errors.length} references to the record would become dangling. Remove them first.`, { errors });
  }
};

/** Conditions on the current version of a record (RFC 9110, section 13). */
export interface Preconditions {
  ifMatch?: string | undefined;
  ifNoneMatch?: string | undefined;
}

interface Write {
  collection: Collection;
  id: string;
  /** The record to store, as JSON. */
  sent?: string;
}

const matchesVersion = (header: string, etags: readonly string[]): boolean =>
  header.trim() === '*' || header.split(',').some((one) => etags.includes(one.trim()));

/** Returns the text of the former version that an `If-Match` header with a single tag names. Only the present one has no text there. */
const findNamedVersion = async (
  { orm, tables: { revisions } }: Session,
  { collection, id }: Write,
  ifMatch: string,
): Promise<{ version: number; body: string | null } | undefined> => {
  const version = Number(/^"(\d{1,9})"$/.exec(ifMatch.trim())?.[1]);
  if (Number.isNaN(version)) return undefined;
  const [row] = await orm
    .select({ version: revisions.version, body: revisions.body })
    .from(revisions)
    .where(and(eq(revisions.collection, collection), eq(revisions.recordId, id), eq(revisions.version, version)));
  return row;
};

/**
 * Rejects a write if the current version does not meet its preconditions. The problem names the fields that differ: those that were
 * changed since the version in `If-Match`, or those that a new record would overwrite.
 */
export const checkPreconditions = async (
  session: Session,
  write: Write,
  stored: { body: string | null; version: number } | undefined,
  { ifMatch, ifNoneMatch }: Preconditions,
): Promise<void> => {
  const { body = null, version } = stored ?? {};
  if (body === null) {
    if (ifMatch !== undefined)
      throw new Problem('precondition-failed', `If-Match requires ${ifMatch}, but the record does not exist. Omit If-Match to create it.`);
    return;
  }
  const etag = `"${version}"`;
  if (ifMatch !== undefined && !matchesVersion(ifMatch, [etag])) {
    const named = await findNamedVersion(session, write, ifMatch);
    const errors = listDifferingFields(named?.body ?? body, body).map((pointer) => ({
      pointer,
      message: `Changed since version ${named?.version}.`,
    }));
    const address = `/v1/${write.collection}/${write.id}/record`;
    throw new Problem(
      'precondition-failed',
      `If-Match requires ${ifMatch}, but the record has version ${version}. Read ${address}, apply your change to it, and send If-Match: ${etag}.`,
      { headers: { etag }, ...(errors.length > 0 && { errors }) },
    );
  }
  // If-Match compares strongly, If-None-Match weakly (RFC 9110, section 8.8.3.2).
  if (ifNoneMatch !== undefined && matchesVersion(ifNoneMatch, [etag, `W/${etag}`])) {
    const errors = listDifferingFields(body, write.sent ?? body).map((pointer) => ({
      pointer,
      message: 'Differs from the stored record.',
    }));
    throw new Problem(
      'precondition-failed',
      `The record already exists with version ${version}. To change it, send If-Match: ${etag} instead of If-None-Match.`,
      { headers: { etag }, ...(errors.length > 0 && { errors }) },
    );
  }
};

/** Stores a parsed record unless the same text is already stored. */
const saveRecord = async (
  session: Session,
  collected: CollectedRecord,
  stored: StoredBody | undefined,
  context: WriteContext,
): Promise<WriteResult> => {
  const body = toCanonicalText(collected.record);
  if (stored !== undefined && stored.body === body) return { body, version: stored.version, created: false };
  const issues = await validateChanges(session, [collected]);
  if (issues.length > 0) throw toUnprocessable(issues.map(({ pointer, message }) => ({ pointer, message })));
  await commitChanges(session, [{ operation: 'put', ...collected }], context);
  return { body, version: (stored?.version ?? 0) + 1, created: stored === undefined || stored.body === null };
};

const parseRecordOrThrow = (collection: Collection, id: string, body: unknown): CollectedRecord => {
  const read = parseRecord(collection, id, body);
  if ('issues' in read) throw toUnprocessable(read.issues);
  return read.collected;
};

/** Creates or replaces a record. Does nothing if the record is unchanged. */
export const putRecord = async (
  session: Session,
  { collection, id, body }: { collection: Collection; id: string; body: unknown },
  preconditions: Preconditions,
  context: WriteContext,
): Promise<WriteResult> => {
  const collected = parseRecordOrThrow(collection, id, body);
  const stored = await findStored(session, collection, id);
  await checkPreconditions(session, { collection, id, sent: toCanonicalText(collected.record) }, stored, preconditions);
  await assertNotRenamed(session, stored, collection, id);
  return saveRecord(session, collected, stored, context);
};

/** Merges a patch into a value (JSON Merge Patch, RFC 7396): null removes, objects merge, anything else replaces. */
const mergePatch = (target: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    // A quantity always has both bounds; a missing one is null.
    if (value === null && !(isObject(target) && 'approximate' in target && (name === 'min' || name === 'max'))) delete merged[name];
    else merged[name] = value === null ? null : mergePatch(merged[name], value);
  }
  return merged;
};

/** Changes a record by a JSON Merge Patch (RFC 7396). */
export const patchRecord = async (
  session: Session,
  { collection, id, body }: { collection: Collection; id: string; body: unknown },
  preconditions: Preconditions,
  context: WriteContext,
): Promise<WriteResult> => {
  const stored = await findStored(session, collection, id);
  await checkPreconditions(session, { collection, id }, stored, preconditions);
  const present = await assertPresent(session, stored, collection, id);
  const merged = parseRecordOrThrow(collection, id, mergePatch(JSON.parse(present.body), body));
  return saveRecord(session, merged, stored, context);
};

/** Makes the errors of an event point into the event, which is the body of the request. */
const pointInto = (place: string, error: unknown): unknown => {
  if (!(error instanceof Problem) || error.errors === undefined) return error;
  const errors = error.errors.map((one) => ({
    ...one,
    ...(one.pointer?.startsWith(place) === true && { pointer: one.pointer.slice(place.length) }),
  }));
  return new Problem(error.type, error.message, { errors, headers: error.headers });
};

/** Appends an event to the history of a deal. */
export const appendEvent = async (
  session: Session,
  { id, body }: { id: string; body: unknown },
  preconditions: Preconditions,
  context: WriteContext,
): Promise<WriteResult> => {
  const stored = await findStored(session, 'deals', id);
  await checkPreconditions(session, { collection: 'deals', id }, stored, preconditions);
  const deal = JSON.parse((await assertPresent(session, stored, 'deals', id)).body) as { history: unknown[] };
  try {
    const collected = parseRecordOrThrow('deals', id, { ...deal, history: [...deal.history, body] });
    return await saveRecord(session, collected, stored, context);
  } catch (error) {
    throw pointInto(`/history/${deal.history.length}`, error);
  }
};

/** Retracts a record. Its revisions remain, and requests for it return 410. Fails if other records refer to it. */
export const retractRecord = async (
  session: Session,
  { collection, id }: { collection: Collection; id: string },
  preconditions: Preconditions,
  context: WriteContext,
): Promise<void> => {
  const stored = await findStored(session, collection, id);
  await checkPreconditions(session, { collection, id }, stored, preconditions);
  await assertPresent(session, stored, collection, id);
  await commitChanges(session, [{ operation: 'retract', collection, id }], context);
};
