import type { Database } from '../../src/database/database.ts';
import { publish } from '../../src/publication/publish.ts';

/** Writes one small record as any write does. */
export const putSource = (database: Database, id: string, title = `The source ${id}`): Promise<void> =>
  database.write((session) =>
    publish(session, {
      changes: [
        {
          operation: 'put',
          collection: 'sources',
          record: {
            id,
            publisher: 'A Paper',
            title,
            titleStated: true,
            url: `https://example.org/${id}`,
            publishedOn: '2026-11-01',
            kind: 'news',
          },
        },
      ],
      actor: 'test',
      horizon: '2026-11-24',
      recordedAt: new Date('2026-11-24T12:00:00Z'),
    }),
  );
