import { createHash } from 'node:crypto';
import { and, eq, inArray } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import type { RecordOf } from '../domain/records/records.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { queryInBatches } from './batches.ts';

/** A record as the database holds it. */
export interface StoredRecord<Name extends Collection = Collection> {
  record: RecordOf<Name>;
  version: number;
  ingestedOn: string;
}

/** SHA-256 in hexadecimal, by which files and records are compared. */
export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The records of a collection with the given ids that are not retracted, by id. */
export const loadRecords = async <Name extends Collection>(
  session: Session,
  collection: Name,
  ids: Iterable<string>,
): Promise<Map<string, StoredRecord<Name>>> => {
  const { records } = session.tables;
  const rows = await queryInBatches(ids, (batch) =>
    session.orm
      .select({ id: records.id, body: records.body, version: records.version, ingestedOn: records.ingestedOn })
      .from(records)
      .where(and(eq(records.collection, collection), inArray(records.id, batch))),
  );
  return new Map(
    rows.flatMap(({ id, body, version, ingestedOn }) =>
      // What is stored passed the schema on its way in.
      body === null ? [] : [[id, { record: JSON.parse(body) as RecordOf<Name>, version, ingestedOn }]],
    ),
  );
};

/** The publication dates of sources, by id. */
export const loadPublicationDates = async (session: Session, ids: Iterable<string>): Promise<Map<string, string>> => {
  const { sources } = session.tables;
  const rows = await queryInBatches(ids, (batch) =>
    session.orm.select({ id: sources.id, publishedOn: sources.publishedOn }).from(sources).where(inArray(sources.id, batch)),
  );
  return new Map(rows.map(({ id, publishedOn }) => [id, publishedOn]));
};

/** Answers what a map holds; a missing entry is a fault of ours, since the engine refuses dangling references. */
export const getOrThrow = <Value>(map: ReadonlyMap<string, Value>, id: string): Value => {
  const value = map.get(id);
  if (value === undefined) throw new Error(`${id} was not loaded.`);
  return value;
};
