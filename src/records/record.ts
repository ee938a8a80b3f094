import { and, eq, min, sql } from 'drizzle-orm';
import { z } from 'zod';
import type { Session } from '../database/database.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { asOfParameter, fieldsParameter, includeParameter } from '../http/parameters.ts';
import { invalidRequest, Problem } from '../http/problems.ts';
import { RecordMoved } from '../http/redirects.ts';
import type { ResponsePayload } from '../http/response-cache.ts';
import {
  type AsOf,
  cacheHeaders,
  finishDocuments,
  type IncludingCollection,
  includedJson,
  resolveAsOf,
  selectDataset,
  selectDocuments,
  toMeta,
} from './documents.ts';
import { findCurrentId } from './redirects.ts';
import { suggestExisting } from './references.ts';

/** Returns the query schema of a single record. */
export const recordQuerySchema = ({ fields, includes }: { fields: readonly string[]; includes: readonly string[] }) =>
  z.strictObject({
    view: z
      .enum(['record'])
      .optional()
      .describe('`record` returns the stored record, byte for byte the dataset file, with its version as the entity tag.'),
    asOf: asOfParameter,
    fields: fieldsParameter(fields),
    include: includeParameter(includes),
  });

export interface RecordQuery {
  asOf?: string | undefined;
  view?: 'record' | undefined;
  fields?: string[] | undefined;
  include?: string[] | undefined;
}

/** The JSON text and version of a stored record. */
export interface RecordText {
  body: string;
  version: number;
}

/** Computes additional members of a single record. */
export type Extension = (session: Session, id: string, asOf: AsOf) => Promise<Readonly<Record<string, unknown>>>;

/** Returns the first day on which a record was known, or undefined if it does not exist. */
const selectKnownFrom = async (session: Session, collection: Collection, id: string): Promise<string | undefined> => {
  const { documents } = session.tables;
  const statement = session.prepared<{ knownFrom: string | null }[]>('known from', () =>
    session.orm
      .select({ knownFrom: min(documents.knownFrom) })
      .from(documents)
      .where(and(eq(documents.collection, sql.placeholder('collection')), eq(documents.recordId, sql.placeholder('id')))),
  );
  const [row] = await statement.execute({ collection, id });
  return row?.knownFrom ?? undefined;
};

/** Selects the stored text of a record, which is null if it was retracted or renamed. */
const selectRecordText = async (
  session: Session,
  collection: Collection,
  id: string,
): Promise<{ body: string | null; version: number } | undefined> => {
  const { records } = session.tables;
  const statement = session.prepared<{ body: string | null; version: number }[]>('record', () =>
    session.orm
      .select({ body: records.body, version: records.version })
      .from(records)
      .where(and(eq(records.collection, sql.placeholder('collection')), eq(records.id, sql.placeholder('id')))),
  );
  return (await statement.execute({ collection, id }))[0];
};

/** Returns the error for a missing record: renamed (301), retracted (410), not yet known on the day or unknown (404). */
export const notFound = async (session: Session, collection: Collection, id: string, asOf: AsOf): Promise<Problem | RecordMoved> => {
  const currentId = await findCurrentId(session, collection, id);
  if (currentId !== undefined) return new RecordMoved(currentId);
  if ((await selectRecordText(session, collection, id))?.body === null)
    return new Problem('gone', `"${id}" in ${collection} was retracted. See /v1/${collection}/${id}/revisions.`);
  const knownFrom = asOf.isCurrent ? undefined : await selectKnownFrom(session, collection, id);
  if (knownFrom !== undefined)
    return new Problem('not-found', `"${id}" was not yet known on ${asOf.day}. It became known on ${knownFrom}.`);
  const nearest = await suggestExisting(session, collection, id, asOf);
  const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
  return new Problem('not-found', `No record "${id}" in ${collection}.${hint}`, {
    errors: [{ parameter: 'id', message: `No record "${id}" in ${collection}.`, ...(nearest !== undefined && { didYouMean: nearest }) }],
  });
};

/** Returns a stored record, byte for byte as in the dataset. Throws a redirect or problem if it does not exist. */
export const getRecordText = async (session: Session, collection: Collection, id: string): Promise<RecordText> => {
  const row = await selectRecordText(session, collection, id);
  if (row === undefined || row.body === null)
    throw await notFound(session, collection, id, resolveAsOf(await selectDataset(session), undefined, ''));
  return { body: row.body, version: row.version };
};

/** Rejects parameters that cannot be combined with `view=record`. */
export const rejectRecordViewParameters = ({ fields, include, asOf }: RecordQuery): void => {
  const errors = Object.entries({ fields, include, asOf }).flatMap(([parameter, value]) =>
    value === undefined
      ? []
      : [{ parameter, message: `${parameter} cannot be combined with view=record, which returns the whole stored record.` }],
  );
  if (errors.length > 0) throw invalidRequest(errors);
};

/** Returns a record with its derived fields: `{data, included?, meta}`. Throws a 404 with a suggestion for an unknown id. */
export const getRecord = async (
  session: Session,
  definition: IncludingCollection & { readonly collection: Collection },
  id: string,
  query: RecordQuery,
  today: string,
  extend?: Extension,
): Promise<ResponsePayload> => {
  const { collection } = definition;
  const dataset = await selectDataset(session);
  const asOf = resolveAsOf(dataset, query.asOf, today);
  const part = collection === 'deals' ? 'full' : 'listed';
  const body = (await selectDocuments(session, collection, [id], asOf, part)).get(id);
  if (body === undefined) throw await notFound(session, collection, id, asOf);
  const extension = extend === undefined ? '' : JSON.stringify(await extend(session, id, asOf)).slice(1, -1);
  const extended = extension === '' ? body : `${body.slice(0, -1)},${extension}}`;
  const [finished = extended] = await finishDocuments(session, definition, [{ id, body: extended }], query, asOf);
  const included = await includedJson(session, definition, query.include, [{ id, body }], asOf);
  return { body: `{"data":${finished}${included},"meta":${JSON.stringify(toMeta(dataset, asOf))}}`, headers: cacheHeaders(asOf) };
};
