import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import { openDatabase } from '../../src/database/open.ts';
import { takeIn } from '../../src/publication/take-in.ts';
import { type DatasetApp, openApp, openDatasetApp } from '../support/app.ts';
import { drawRequests } from '../support/drawn-requests.ts';
import { createPostgresDatabase } from '../support/postgres-database.ts';
import { startPostgres } from '../support/postgres-server.ts';

let server: Awaited<ReturnType<typeof startPostgres>>;
let sqlite: DatasetApp;
let postgres: Awaited<ReturnType<typeof openApp>>;
let database: Awaited<ReturnType<typeof openDatabase>>;
beforeAll(async () => {
  server = await startPostgres({ isThrownAway: true });
  sqlite = await openDatasetApp();
  database = await openDatabase((await createPostgresDatabase(server.url)).url);
  await takeIn(database, datasetFolder, new Date());
  postgres = await openApp(database);
});
afterAll(async () => {
  await postgres.close();
  await database.close();
  await sqlite.close();
  await server.close();
});

type App = { inject: DatasetApp['app']['inject'] };

const answerOf = async (app: App, url: string) => {
  const { statusCode, headers, body } = await app.inject(url);
  // Every answer to a problem names itself.
  return { url, statusCode, etag: headers.etag, link: headers.link, body: body.replace(/"instance":"[^"]+"/, '') };
};

describe('both engines', () => {
  it('give the same bytes to 500 requests drawn by seed, and to the pages after them', async () => {
    const statuses = new Map<number, number>();
    for (const url of drawRequests(20_261_124, 500)) {
      const expected = await answerOf(sqlite.app, url);
      expect(await answerOf(postgres.app, url)).toEqual(expected);
      statuses.set(expected.statusCode, (statuses.get(expected.statusCode) ?? 0) + 1);
      const next = typeof expected.link === 'string' ? /<([^>]+)>/.exec(expected.link)?.[1] : undefined;
      if (next !== undefined) expect(await answerOf(postgres.app, next)).toEqual(await answerOf(sqlite.app, next));
    }
    expect(statuses.get(200)).toBeGreaterThan(300);
    expect(statuses.get(500)).toBeUndefined();
  }, 300_000);
});
