import { and, eq, isNull, min, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { Moved } from '../http/moved.ts';
import { invalidRequest, Problem } from '../http/problems.ts';
import type { Answer } from '../http/ready-answers.ts';
import { cachingOf, metaOf, selectAnswers, selectDataset } from './answers.ts';
import type { RecordDefinition } from './definition.ts';
import { nearestExisting } from './existence.ts';
import { includedJson } from './included.ts';
import { finishBodies, isWished, wishedIncludes } from './list.ts';
import type { RecordQuery } from './list-query.ts';
import { type Moment, momentOf } from './moment.ts';
import { currentIdOf } from './renames.ts';

/** A stored record: the bytes of its file, and its version. */
export interface RecordText {
  body: string;
  version: number;
}

/** What an answer to a single record bears that is gathered when it is asked for. */
export type Extension = (session: Session, id: string, moment: Moment) => Promise<Readonly<Record<string, unknown>>>;

/** The first day on which a record was known; none if there is no such record. */
const selectKnownFrom = async (session: Session, collection: Collection, id: string): Promise<string | undefined> => {
  const { shortAnswers } = session.tables;
  const statement = session.prepared<{ knownFrom: string | null }[]>('known from', () =>
    session.orm
      .select({ knownFrom: min(shortAnswers.knownFrom) })
      .from(shortAnswers)
      .where(and(eq(shortAnswers.collection, sql.placeholder('collection')), eq(shortAnswers.recordId, sql.placeholder('id')))),
  );
  const [row] = await statement.execute({ collection, id });
  return row?.knownFrom ?? undefined;
};

/** Whether there was such a record, and it was taken back. */
const isRetracted = async (session: Session, collection: Collection, id: string): Promise<boolean> => {
  const { records } = session.tables;
  const statement = session.prepared<{ id: string }[]>('retracted', () =>
    session.orm
      .select({ id: records.id })
      .from(records)
      .where(and(eq(records.collection, sql.placeholder('collection')), eq(records.id, sql.placeholder('id')), isNull(records.body))),
  );
  return (await statement.execute({ collection, id })).length > 0;
};

/** The problem of a record that cannot be answered: retracted, renamed, not known on the day, or never there. */
export const notFound = async (session: Session, collection: Collection, id: string, moment: Moment): Promise<Problem | Moved> => {
  const currentId = await currentIdOf(session, collection, id);
  if (currentId !== undefined) return new Moved(currentId);
  if (await isRetracted(session, collection, id))
    return new Problem('gone', `"${id}" in ${collection} was retracted. See /v1/${collection}/${id}/revisions.`);
  const knownFrom = moment.isCurrent ? undefined : await selectKnownFrom(session, collection, id);
  if (knownFrom !== undefined) return new Problem('not-found', `"${id}" was not known on ${moment.day}. It became known on ${knownFrom}.`);
  const nearest = await nearestExisting(session, collection, id, moment);
  const hint = nearest === undefined ? '' : ` Did you mean "${nearest}"?`;
  return new Problem('not-found', `There is no "${id}" in ${collection}.${hint}`, {
    errors: [{ parameter: 'id', message: `There is no "${id}" in ${collection}.`, ...(nearest !== undefined && { didYouMean: nearest }) }],
  });
};

/** The stored record, byte for byte its file. */
export const getRecordText = async (session: Session, collection: Collection, id: string): Promise<RecordText> => {
  const { records } = session.tables;
  const statement = session.prepared<{ body: string | null; version: number }[]>('record', () =>
    session.orm
      .select({ body: records.body, version: records.version })
      .from(records)
      .where(and(eq(records.collection, sql.placeholder('collection')), eq(records.id, sql.placeholder('id')))),
  );
  const [row] = await statement.execute({ collection, id });
  if (row === undefined || row.body === null)
    throw await notFound(session, collection, id, momentOf(await selectDataset(session), undefined, ''));
  return { body: row.body, version: row.version };
};

/** Refuses what cannot be asked of a stored record, which is answered whole and as it is. */
export const refuseBesideRecordView = ({ fields, include, asOf }: RecordQuery): void => {
  const errors = Object.entries({ fields, include, asOf }).flatMap(([parameter, value]) =>
    value === undefined
      ? []
      : [{ parameter, message: `${parameter} cannot be combined with view=record, which answers the whole record as it is stored.` }],
  );
  if (errors.length > 0) throw invalidRequest(errors);
};

/** One record with everything derived from it: `{data, included?, meta}`. An id that does not exist is a 404 that names the nearest. */
export const getRecord = async (
  session: Session,
  definition: RecordDefinition,
  id: string,
  query: RecordQuery,
  today: string,
  extend?: Extension,
): Promise<Answer> => {
  const { collection } = definition;
  const dataset = await selectDataset(session);
  const moment = momentOf(dataset, query.asOf, today);
  const form = collection === 'deals' ? 'fullAnswers' : 'shortAnswers';
  const body = (await selectAnswers(session, collection, [id], form, moment)).get(id);
  if (body === undefined) throw await notFound(session, collection, id, moment);
  const extension = extend === undefined ? '' : JSON.stringify(await extend(session, id, moment)).slice(1, -1);
  const extended = extension === '' ? body : `${body.slice(0, -1)},${extension}}`;
  const [finished = extended] = await finishBodies(session, definition, [{ id, body: extended }], {
    evidence: isWished(query, 'evidence'),
    fields: query.fields,
    moment,
  });
  const includes = wishedIncludes(definition, query.include);
  const included = includes.length === 0 ? '' : `,"included":${await includedJson(session, collection, includes, [{ id, body }], moment)}`;
  return { body: `{"data":${finished}${included},"meta":${JSON.stringify(metaOf(dataset, moment))}}`, headers: cachingOf(moment) };
};
