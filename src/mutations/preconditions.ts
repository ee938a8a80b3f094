import { and, eq } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { Problem } from '../http/problems.ts';
import { listDifferingFields } from '../ingest/differing-fields.ts';

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

/** Returns the text of the version that an `If-Match` header with a single tag names. */
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
