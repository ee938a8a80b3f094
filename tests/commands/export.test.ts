import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { and, eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import { runExport } from '../../src/commands/export.ts';
import { openDatabase } from '../../src/database/open.ts';
import { collections } from '../../src/domain/vocabulary.ts';
import { commit, type RecordChange } from '../../src/ingest/commit.ts';
import { copyDatabase } from '../../src/ingest/copy-database.ts';
import { parseDataset, readDatasetTexts } from '../../src/ingest/dataset-files.ts';
import { renameRecord } from '../../src/mutations/rename-record.ts';
import { toCanonicalText } from '../../src/store/records.ts';
import { type DatasetApp, openDatasetApp, testConfig } from '../support/app.ts';
import { readRecordFiles } from '../support/dataset.ts';

let dataset: DatasetApp;
beforeAll(async () => {
  dataset = await openDatasetApp();
});
afterAll(() => dataset.close());

describe('roundtrip export', () => {
  it('over an existing export leaves the files of a fresh export and touches no other file', async () => {
    const { database, close } = await openDatasetApp();
    const home = await mkdtemp(join(tmpdir(), 'roundtrip-export-'));
    const databaseUrl = `sqlite:${join(home, 'copy.db')}`;
    const file = await openDatabase(databaseUrl);
    await copyDatabase(database, file);
    const out = join(home, 'out');
    await runExport({ ...testConfig, databaseUrl }, out);
    await writeFile(join(out, 'sources', 'README.md'), 'Mine.');
    const record = JSON.parse(await readFile(join(out, 'chips', 'aws-trainium.json'), 'utf8'));
    await writeFile(join(out, 'chips', 'long-gone.json'), toCanonicalText({ ...record, id: 'long-gone' }));
    await file.write((session) =>
      renameRecord(
        session,
        { collection: 'sources', id: 'amazon-2026-02-27-8k', newId: 'renamed' },
        {},
        { actor: 'test', now: new Date() },
      ),
    );
    await file.close();
    for (const folder of [out, join(home, 'fresh')]) await runExport({ ...testConfig, databaseUrl }, folder);
    for (const collection of collections)
      expect((await readdir(join(out, collection))).filter((name) => name !== 'README.md')).toEqual(
        await readdir(join(home, 'fresh', collection)),
      );
    expect(await readFile(join(out, 'sources', 'README.md'), 'utf8')).toBe('Mine.');
    const redirects = JSON.parse(await readFile(join(datasetFolder, 'redirects.json'), 'utf8'));
    expect(JSON.parse(await readFile(join(out, 'redirects.json'), 'utf8'))).toEqual({
      ...redirects,
      sources: { 'amazon-2026-02-27-8k': 'renamed' },
    });
    // Rejects a folder that does not contain a dataset.
    await mkdir(join(home, 'other', 'chips'), { recursive: true });
    await writeFile(join(home, 'other', 'chips', 'mine.json'), '{}');
    await runExport({ ...testConfig, databaseUrl }, join(home, 'other'));
    expect(await readFile(join(home, 'other', 'chips', 'mine.json'), 'utf8')).toBe('{}');
    await close();
    await rm(home, { recursive: true });
  }, 60_000);

  it('leads from each former id straight to a record, however often it was renamed, and from none to a retracted one or in a cycle', async () => {
    const { database, close } = await openDatasetApp();
    const home = await mkdtemp(join(tmpdir(), 'roundtrip-export-'));
    const databaseUrl = `sqlite:${join(home, 'copy.db')}`;
    const file = await openDatabase(databaseUrl);
    await copyDatabase(database, file);
    const { body: chip } = await dataset.request.get('/v1/chips/aws-trainium?view=record').expect(200);
    const author = { actor: 'test', now: new Date() };
    const rename = (collection: 'sources' | 'chips', id: string, newId: string) =>
      file.write((session) => renameRecord(session, { collection, id, newId }, {}, author));
    await rename('sources', 'amazon-2026-02-27-8k', 'first');
    await rename('sources', 'first', 'second');
    const change = (one: RecordChange) =>
      file.write((session) => commit(session, { changes: [one], actor: 'test', ingestedOn: '2026-11-01', recordedAt: author.now }));
    await change({ operation: 'put', collection: 'chips', record: { ...chip, id: 'unused' } });
    await rename('chips', 'unused', 'renamed');
    await change({ operation: 'retract', collection: 'chips', id: 'renamed' });
    // Databases that imported a dataset before 2026-11-27 can hold renames in a cycle.
    await file.write(async ({ orm, tables: { records } }) => {
      await orm
        .update(records)
        .set({ renamedTo: 'unused' })
        .where(and(eq(records.collection, 'chips'), eq(records.id, 'renamed')));
    });
    await file.close();
    await runExport({ ...testConfig, databaseUrl }, join(home, 'out'));
    const redirects = JSON.parse(await readFile(join(home, 'out', 'redirects.json'), 'utf8'));
    expect(redirects.sources).toMatchObject({ 'amazon-2026-02-27-8k': 'second', first: 'second' });
    expect(redirects.chips?.unused).toBeUndefined();
    expect(parseDataset(readDatasetTexts(join(home, 'out'))).issues).toEqual([]);
    await close();
    await rm(home, { recursive: true });
  }, 60_000);

  it('writes every record byte for byte as its file, and dataset.json', async () => {
    const { database, close } = await openDatasetApp();
    const home = await mkdtemp(join(tmpdir(), 'roundtrip-export-'));
    // The command opens the database in its configuration.
    const file = await openDatabase(`sqlite:${join(home, 'copy.db')}`);
    await copyDatabase(database, file);
    await file.close();
    await runExport({ ...testConfig, databaseUrl: `sqlite:${join(home, 'copy.db')}` }, join(home, 'out'));
    expect(await readFile(join(home, 'out', 'dataset.json'), 'utf8')).toBe(await readFile(join(datasetFolder, 'dataset.json'), 'utf8'));
    for (const collection of collections) {
      const files = readRecordFiles(collection);
      expect((await readdir(join(home, 'out', collection))).length).toBe(files.size);
      for (const [id, text] of files) expect(await readFile(join(home, 'out', collection, `${id}.json`), 'utf8')).toBe(text);
    }
    await close();
    await rm(home, { recursive: true });
  }, 180_000);
});
