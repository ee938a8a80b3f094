import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open.ts';
import { type Collection, collections } from '../../src/domain/vocabulary.ts';
import { CopyError, copyDatabase } from '../../src/ingest/copy-database.ts';
import { createTestDatabase } from '../support/app.ts';
import { importedChanges, readRecordFiles } from '../support/dataset.ts';
import { startProgram } from '../support/processes.ts';
import { writeSource } from '../support/sources.ts';

let home: string;
let original: Awaited<ReturnType<typeof createTestDatabase>>;
let moved: Awaited<ReturnType<typeof createTestDatabase>>;

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'roundtrip-copy-'));
  original = await createTestDatabase('sqlite', false);
  moved = await createTestDatabase('postgres', true);
});
afterEach(async () => {
  await Promise.all([original.close(), moved.close(), rm(home, { recursive: true })]);
});

const withDatabase = async <T>(url: string, work: (database: Database) => Promise<T>): Promise<T> => {
  const database = await openDatabase(url);
  try {
    return await work(database);
  } finally {
    await database.close();
  }
};

const recordsIn = (url: string, collection: Collection): Promise<Map<string, string>> =>
  withDatabase(url, async (database) => {
    const rows = await database.read(async ({ orm, tables: { records } }) =>
      orm.select({ collection: records.collection, id: records.id, body: records.body }).from(records).orderBy(records.id),
    );
    return new Map(rows.filter((row) => row.collection === collection).map(({ id, body }) => [id, body ?? '']));
  });

describe('roundtrip copy', () => {
  it('copies everything from SQLite to PostgreSQL and back without a difference', async () => {
    await withDatabase(original.url, async (database) => writeSource(database, 'written-later', 'Ω, "quoted", and 😀'));
    const back = `sqlite:${join(home, 'back.db')}`;
    for (const [from, to] of [
      [original.url, moved.url],
      [moved.url, back],
    ] as const) {
      const copying = startProgram('cli', ['copy', '--from', from, '--to', to], {});
      expect(await copying.ended, copying.printed()).toBe(0);
      expect(copying.printed()).toContain(`records: ${importedChanges + 1}`);
      expect(copying.printed()).toMatch(/copied and verified \d{5,} rows/);
    }
    for (const collection of collections) {
      const records = await recordsIn(back, collection);
      expect(records).toEqual(await recordsIn(original.url, collection));
      records.delete('written-later');
      // Former ids redirect and have no record.
      expect([...records].filter(([, text]) => text !== '').sort()).toEqual([...readRecordFiles(collection)].sort());
    }
  });

  it('rejects a target with data, a source without data, and a copy onto itself', async () => {
    const full = startProgram('cli', ['copy', '--from', original.url, '--to', original.url.replace('sqlite:', 'sqlite:/./')], {});
    expect(await full.ended).toBe(1);
    const same = startProgram('cli', ['copy', '--from', original.url, '--to', original.url], {});
    expect(await same.ended).toBe(1);
    expect(same.printed()).toBe('--from and --to name the same database.\n');
    await withDatabase(moved.url, async (empty) => {
      await withDatabase(original.url, async (filled) => {
        await expect(copyDatabase(empty, filled)).rejects.toThrow('The source database is empty');
        await copyDatabase(filled, empty);
        await expect(copyDatabase(filled, empty)).rejects.toThrow(CopyError);
      });
    });
  });
});
