import type { Database } from '../../src/database/database.ts';
import { commit } from '../../src/ingest/commit.ts';

/** Writes a source that shares no unique value with another source, through the same function as every other write. */
export const writeSource = (database: Database, id: string, title = id): Promise<void> =>
  database.write((session) =>
    commit(session, {
      changes: [
        {
          operation: 'put',
          collection: 'sources',
          record: {
            id,
            publisher: 'Example Gazette',
            title,
            titleStated: true,
            url: `https://example.org/${id}`,
            publishedOn: '2026-01-05',
            kind: 'original_reporting',
          },
        },
      ],
      actor: 'test',
      ingestedOn: '2026-01-05',
      recordedAt: new Date(),
    }),
  );

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
