import type { Database } from '../../src/database/database.ts';
import { publish } from '../../src/publication/publish.ts';

/** Writes a source by the one write path, and nothing that another source shares. */
export const writeSource = (database: Database, id: string, title = id): Promise<void> =>
  database.write((session) =>
    publish(session, {
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
            kind: 'news',
          },
        },
      ],
      actor: 'test',
      horizon: '2026-01-05',
      recordedAt: new Date(),
    }),
  );

/** Writes so many sources at once: every fifth is one that all writers share, the others are their own. */
export const raceSources = (database: Database, prefix: string, count: number): Promise<unknown> =>
  Promise.all(
    Array.from({ length: count }, (_, index) => writeSource(database, index % 5 === 0 ? 'racer-shared' : `racer-${prefix}-${index}`)),
  );

/** The number of the newest change that a read shows. */
export const readSequence = (database: Database): Promise<number> =>
  database.read(async ({ orm, tables: { dataset } }) => {
    const [row] = await orm.select({ sequence: dataset.sequence }).from(dataset);
    return row?.sequence ?? 0;
  });
