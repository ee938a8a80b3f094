import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open.ts';
import { takeIn } from '../../src/publication/take-in.ts';
import { filesOf } from '../support/dataset.ts';
import { createPostgresDatabase } from '../support/postgres-database.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { putSource } from '../support/put-source.ts';
import { run } from '../support/run.ts';

let server: PostgresServer;
let home: string;
beforeAll(async () => {
  server = await startPostgres();
  home = await mkdtemp(join(tmpdir(), 'roundtrip-writers-'));
});
afterAll(async () => {
  await server.close();
  await rm(home, { recursive: true });
});

const fileUrl = (name: string) => `sqlite:${join(home, name)}`;
const serverUrl = async () => (await createPostgresDatabase(server.url)).url;

const withDatabase = async <Result>(url: string, work: (database: Database) => Promise<Result>): Promise<Result> => {
  const database = await openDatabase(url);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
};

const writeElsewhere = (url: string, prefix: string, count: number) =>
  promisify(execFile)(process.execPath, [
    '--import',
    import.meta.resolve('tsx'),
    'tests/support/write-sources.ts',
    url,
    prefix,
    String(count),
  ]);

describe.each([
  ['SQLite', async () => fileUrl('race.db')],
  ['PostgreSQL', serverUrl],
])('100 racing writers, some of them in other processes, on %s', (_engine, urlOf) => {
  it('lose nothing, and leave a gapless sequence', async () => {
    const url = await urlOf();
    await withDatabase(url, async (database) => {
      await takeIn(database, datasetFolder, new Date());
      await Promise.all([
        ...['one', 'two', 'three', 'four'].map((prefix) => writeElsewhere(url, prefix, 10)),
        ...Array.from({ length: 60 }, (_, index) => putSource(database, `here-${index}`)),
      ]);
      const { ids, sequences, sequence } = await database.read(async ({ orm, tables: { records, revisions, dataset } }) => ({
        ids: (await orm.select({ id: records.id }).from(records)).map(({ id }) => id),
        sequences: (await orm.select({ sequence: revisions.sequence }).from(revisions).orderBy(revisions.sequence)).map(
          (row) => row.sequence,
        ),
        sequence: (await orm.select({ sequence: dataset.sequence }).from(dataset))[0]?.sequence,
      }));
      const written = ids.filter((id) => /^(one|two|three|four|here)-\d+$/.test(id));
      expect(new Set(written).size).toBe(100);
      expect(sequence).toBe(2_740);
      expect(sequences).toEqual(Array.from({ length: 2_740 }, (_, index) => index + 1));
    });
  }, 120_000);
});

describe('processes that start together', () => {
  it('migrate and take the dataset in once', async () => {
    const url = await serverUrl();
    const summaries = await Promise.all(
      Array.from({ length: 4 }, () => withDatabase(url, (database) => takeIn(database, datasetFolder, new Date()))),
    );
    expect(summaries.map(({ added }) => added).sort((a, b) => a - b)).toEqual([0, 0, 0, 2_640]);
  }, 120_000);
});

describe('roundtrip copy', () => {
  it('moves a database to PostgreSQL and back, with identical records, revisions and answers', async () => {
    const [first, second, third] = [fileUrl('first.db'), await serverUrl(), fileUrl('third.db')];
    await withDatabase(first, async (database) => {
      await takeIn(database, datasetFolder, new Date());
      await putSource(database, 'a-source-of-our-own');
      await putSource(database, 'a-source-of-our-own', 'With another title');
    });
    for (const [from, to] of [
      [first, second],
      [second, third],
    ] as const) {
      const copy = run('cli', ['copy', '--from', from, '--to', to], {});
      expect(await copy.ended, copy.printed()).toBe(0);
      expect(copy.printed()).toContain('copied 2641 records and 2642 revisions');
    }
    const contentsOf = (url: string) =>
      withDatabase(url, (database) =>
        database.read(async ({ orm, tables: t }) => ({
          records: await orm.select().from(t.records).orderBy(t.records.collection, t.records.id),
          revisions: await orm.select().from(t.revisions).orderBy(t.revisions.sequence),
          short: await orm
            .select()
            .from(t.shortAnswers)
            .orderBy(t.shortAnswers.collection, t.shortAnswers.recordId, t.shortAnswers.knownFrom),
          full: await orm.select().from(t.fullAnswers).orderBy(t.fullAnswers.recordId, t.fullAnswers.knownFrom),
          flows: await orm.select().from(t.flows).orderBy(t.flows.id, t.flows.knownFrom),
        })),
      );
    const original = await contentsOf(first);
    expect(await contentsOf(second)).toEqual(original);
    expect(await contentsOf(third)).toEqual(original);
    for (const [id, text] of filesOf('deals'))
      expect(original.records.find((record) => record.collection === 'deals' && record.id === id)?.body).toBe(text);
    const again = run('cli', ['copy', '--from', first, '--to', second], {});
    expect(await again.ended).toBe(1);
    expect(again.printed()).toContain('The target holds a dataset already');
  }, 120_000);
});
