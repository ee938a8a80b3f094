import type { Database } from '../../src/database/database.ts';
import { commit, type RecordChange } from '../../src/ingest/commit.ts';
import { datasetDate } from './dataset.ts';
import { source } from './example-records.ts';

/** Writes changes in one transaction, through the same function as every other write. */
export const writeChanges = (database: Database, changes: readonly RecordChange[], ingestedOn = datasetDate): Promise<void> =>
  database.write((session) => commit(session, { changes, actor: 'test', ingestedOn, recordedAt: new Date() }));

/** A change that creates or replaces a source. It shares no unique value with another source. */
export const putSource = (id: string, title = id): RecordChange => ({
  operation: 'put',
  collection: 'sources',
  record: source(id, { title, publishedOn: '2026-01-05' }),
});

/** Writes a source. */
export const writeSource = (database: Database, id: string, title?: string): Promise<void> =>
  writeChanges(database, [putSource(id, title)]);

/** Retracts a source. */
export const retractSource = (database: Database, id: string): Promise<void> =>
  writeChanges(database, [{ operation: 'retract', collection: 'sources', id }]);

/** Writes many sources concurrently. One in five is shared by all writers; the others are unique to the prefix. */
export const raceSources = (database: Database, prefix: string, count: number): Promise<unknown> =>
  Promise.all(
    Array.from({ length: count }, (_, index) => writeSource(database, index % 5 === 0 ? 'racer-shared' : `racer-${prefix}-${index}`)),
  );

/** Returns the sequence number of the newest change that a read sees. */
export const readSequence = (database: Database): Promise<number> =>
  database.read(async ({ orm, tables: { dataset } }) => {
    const [row] = await orm.select({ sequence: dataset.sequence }).from(dataset);
    return row?.sequence ?? 0;
  });
