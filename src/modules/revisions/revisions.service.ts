import { and, desc, eq, lte, sql } from 'drizzle-orm';
import { createPatch } from 'rfc6902';
import type { Session } from '../../database/database.ts';
import { columnsOf, revisionBody, rowLimit } from '../../database/expressions.ts';
import type { Collection } from '../../domain/vocabulary.ts';
import { computeBinding, createForeignCursorProblem, decodeCursor, encodeCursor, linkToNext } from '../../http/parameters.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import { resolveAsOf, selectDataset, toMeta } from '../../records/documents.ts';
import { getRecordText } from '../../records/record.ts';
import type { RevisionQuery } from './revisions.schemas.ts';

interface RevisionRow {
  sequence: number;
  operation: string;
  version: number;
  recordedAt: string;
  actor: string;
  body: string | null;
  renamedTo: string | null;
}

const selectRevisions = (session: Session, collection: Collection, id: string, upTo: number, limit: number): PromiseLike<RevisionRow[]> => {
  const statement = session.prepared<RevisionRow[]>('revisions', () => {
    const { revisions } = session.tables;
    return session.orm
      .select({
        ...columnsOf(revisions, 'sequence', 'operation', 'version', 'recordedAt', 'actor', 'renamedTo'),
        body: revisionBody(session.tables),
      })
      .from(revisions)
      .where(
        and(
          eq(revisions.collection, sql.placeholder('collection')),
          eq(revisions.recordId, sql.placeholder('id')),
          lte(revisions.version, sql.placeholder('upTo')),
        ),
      )
      .orderBy(desc(revisions.version))
      .limit(rowLimit);
  });
  return statement.execute({ collection, id, upTo, limit });
};

const parseBody = (body: string | null | undefined): unknown => (body === null || body === undefined ? undefined : JSON.parse(body));

/** Computes the JSON Patch from one version to the next. A created or retracted record is added or removed as a whole. */
const diffBodies = (before: string | null | undefined, after: string | null): unknown[] => {
  if (after === null) return [{ op: 'remove', path: '' }];
  if (before === null || before === undefined) return [{ op: 'add', path: '', value: parseBody(after) }];
  return createPatch(parseBody(before), parseBody(after));
};

/** PostgreSQL accepts no larger number for the column. */
const maxVersion = 2 ** 31 - 1;

/** Returns the newest version of the page after a cursor. Cursors are not signed, so clients can forge them. */
const readUpTo = (cursor: string, binding: string): number => {
  const { value } = decodeCursor(cursor, binding);
  if (typeof value !== 'number' || !Number.isInteger(value) || value < 1 || value > maxVersion) throw createForeignCursorProblem();
  return value - 1;
};

/** Returns a page of the revisions of a record, newest first. Retracted records keep their revisions. */
export const listRevisions = async (
  session: Session,
  collection: Collection,
  id: string,
  { limit, cursor }: RevisionQuery,
  url: string,
): Promise<ResponsePayload> => {
  const dataset = await selectDataset(session);
  const binding = computeBinding(['revisions', collection, id]);
  const upTo = cursor === undefined ? maxVersion : readUpTo(cursor, binding);
  const rows = await selectRevisions(session, collection, id, upTo, limit + 1);
  // An id without revisions has no record either: throw the 404 of the record.
  if (rows.length === 0 && cursor === undefined) await getRecordText(session, collection, id);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const next = rows.length > limit && last !== undefined ? encodeCursor(binding, { value: last.version, id }) : null;
  const data = shown.map(({ body, renamedTo, ...revision }, index) => ({
    ...revision,
    ...(renamedTo !== null && { renamedTo }),
    changes: diffBodies(rows[index + 1]?.body, body),
  }));
  return {
    body: JSON.stringify({ data, page: { limit, next }, meta: toMeta(dataset, resolveAsOf(dataset, undefined, '')) }),
    headers: linkToNext(url, next),
  };
};
