import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dealRecordSchema } from '../../src/domain/records/deal.ts';
import type { RecordOf } from '../../src/domain/records/records.ts';
import { DanglingReferences, type RecordChange } from '../../src/ingest/commit.ts';
import { InvalidDataset } from '../../src/ingest/dataset-files.ts';
import { listImportConflicts, resolveImportConflicts } from '../../src/ingest/import-conflicts.ts';
import { importDataset, readDatasetForImport } from '../../src/ingest/import-dataset.ts';
import { toCanonicalText } from '../../src/store/records.ts';
import { type DatasetDatabase, openApp, openDatasetDatabase } from '../support/app.ts';
import { dataVersionAfter, importedChanges, recordCount } from '../support/dataset.ts';
import { copyDataset, type DatasetCopy } from '../support/dataset-copy.ts';
import { writeChanges } from '../support/sources.ts';
import { readTableRows } from '../support/table-rows.ts';

const dealId = 'google-spacex-compute-2026';
let copy: DatasetCopy;
let folder: string;
let file: DatasetCopy['file'];
let dataset: DatasetDatabase;
beforeAll(async () => {
  copy = await copyDataset();
  ({ folder, file } = copy);
});
beforeEach(async () => {
  dataset = await openDatasetDatabase(folder);
});
afterEach(async () => {
  await dataset.close();
  await copy.restore();
});
afterAll(() => copy.close());

const start = () => importDataset(dataset.database, folder, new Date());

const readDeal = async (id = dealId): Promise<RecordOf<'deals'>> => JSON.parse(await readFile(file(`deals/${id}.json`), 'utf8'));
const writeDeal = (deal: RecordOf<'deals'>) => writeFile(file(`deals/${deal.id}.json`), toCanonicalText(dealRecordSchema.parse(deal)));
const changeFile = async (summary: string) => writeDeal({ ...(await readDeal()), summary });

/** Changes a record in the database, as an API request would. */
const write = (change: RecordChange) => writeChanges(dataset.database, [change]);
const edit = async (summary: string) => write({ operation: 'put', collection: 'deals', record: { ...(await readDeal()), summary } });
const retract = (id = dealId) => write({ operation: 'retract', collection: 'deals', id });

const served = async (id = dealId) => {
  const { request, close } = await openApp(dataset.database);
  const response = await request.get(`/v1/deals/${id}`);
  await close();
  return response;
};

/** Deletes the file of the deal and of the chip commitment that refers to it. */
const removeDealFiles = async () => {
  await rm(file(`deals/${dealId}.json`));
  await rm(file('chip-commitments/google-spacex-gpus.json'));
};

describe('synchronizing with the dataset files', () => {
  it('does nothing and writes no revision if no file changed', async () => {
    const summary = await start();
    expect(summary).toEqual({ added: 0, replaced: 0, retracted: 0, unchanged: recordCount, conflicts: [] });
    const { body } = await served();
    expect(body.meta.dataVersion).toBe(dataVersionAfter(0));
  });

  it('replaces an unedited record whose file changed', async () => {
    await changeFile('From the file.');
    expect(await start()).toMatchObject({ replaced: 1, unchanged: recordCount - 1, conflicts: [] });
    expect((await served()).body.data).toMatchObject({ summary: 'From the file.', version: 2 });
  });

  it('keeps an edited record whose file changed, and lists a conflict', async () => {
    await edit('From the desk.');
    await changeFile('From the file.');
    const { conflicts, replaced } = await start();
    expect(replaced).toBe(0);
    const reason = 'The record was edited, but its file has changed. They differ in /summary.';
    expect(conflicts).toMatchObject([{ collection: 'deals', recordId: dealId, reason }]);
    expect((await served()).body.data.summary).toBe('From the desk.');
    expect(await start()).toMatchObject({ conflicts: [{ recordId: dealId }] });
  });

  it('keeps an edited record whose file did not change, without a conflict', async () => {
    await edit('From the desk.');
    expect(await start()).toMatchObject({ replaced: 0, unchanged: recordCount, conflicts: [] });
    expect((await served()).body.data.summary).toBe('From the desk.');
  });

  it('lists no conflict if the file and the edit have the same content', async () => {
    await edit('The same.');
    await changeFile('The same.');
    expect(await start()).toMatchObject({ replaced: 0, conflicts: [] });
    expect((await served()).body.data.version).toBe(2);
  });

  it('retracts an unedited record whose file was deleted, and deletes its derived rows', async () => {
    await removeDealFiles();
    expect(await start()).toMatchObject({ retracted: 2, conflicts: [] });
    expect((await served()).status).toBe(410);
    const { tables, rows } = await dataset.database.read(async (session) => ({
      tables: session.tables,
      rows: await session.orm.select({ dealId: session.tables.flows.dealId }).from(session.tables.flows),
    }));
    expect(tables).toBeDefined();
    expect(rows.map((row) => row.dealId)).not.toContain(dealId);
  });

  const renameDealFile = async () => {
    await writeDeal({ ...(await readDeal()), id: 'renamed' });
    file('deals/renamed.json');
    const commitment = await readFile(file('chip-commitments/google-spacex-gpus.json'), 'utf8');
    await removeDealFiles();
    await writeFile(file('chip-commitments/google-spacex-gpus.json'), commitment.replace(dealId, 'renamed'));
    await writeFile(file('redirects.json'), JSON.stringify({ deals: { [dealId]: 'renamed' } }));
  };

  it('redirects the id of a renamed file, also in an empty database, and does so once', async () => {
    await renameDealFile();
    const added = await openDatasetDatabase(folder, { fromScratch: true });
    expect(await start()).toMatchObject({ added: 1, replaced: 1, retracted: 0, conflicts: [] });
    for (const { database } of [dataset, added]) {
      const { request, close } = await openApp(database);
      const response = await request.get(`/v1/deals/${dealId}`);
      expect([response.status, response.headers.location]).toEqual([301, '/v1/deals/renamed']);
      await close();
      expect(await importDataset(database, folder, new Date())).toMatchObject({ unchanged: recordCount, conflicts: [] });
    }
    await added.close();
  });

  it('keeps an edited record whose file was renamed, lists a conflict, and renames it if the file wins', async () => {
    await edit('From the desk.');
    await renameDealFile();
    const { conflicts } = await start();
    expect(conflicts).toMatchObject([{ recordId: dealId, reason: expect.stringContaining('its file was deleted') }]);
    const checked = readDatasetForImport(folder);
    await dataset.database.write((session) => resolveImportConflicts(session, conflicts, 'file', checked, new Date()));
    expect((await served()).status).toBe(301);
  });

  it('adds no redirect to an id that was renamed in the database, which could close a cycle', async () => {
    await writeFile(file('redirects.json'), JSON.stringify({ deals: { former: dealId } }));
    await start();
    expect((await served('former')).status).toBe(301);
    const commitment = JSON.parse(await readFile(file('chip-commitments/google-spacex-gpus.json'), 'utf8'));
    await writeChanges(dataset.database, [
      { operation: 'put', collection: 'deals', record: { ...(await readDeal()), id: 'former' } },
      { operation: 'put', collection: 'chip-commitments', record: { ...commitment, deal: 'former' } },
      { operation: 'rename', collection: 'deals', id: dealId, renamedTo: 'former' },
    ]);
    await writeChanges(dataset.database, [
      { operation: 'retract', collection: 'chip-commitments', id: commitment.id },
      { operation: 'retract', collection: 'deals', id: 'former' },
    ]);
    await start();
    expect((await served('former')).status).toBe(410);
    expect((await served()).headers.location).toBe('/v1/deals/former');
  });

  it('rejects a redirect that leads to no record, and one from the id of a record', async () => {
    await writeFile(file('redirects.json'), JSON.stringify({ deals: { [dealId]: 'renamed' }, chips: { 'old-chip': 'no-chip' } }));
    await expect(start()).rejects.toThrow(
      `redirects.json /chips/old-chip: chips/no-chip does not exist.\nredirects.json /deals/${dealId}: deals/${dealId} is the id of a record.`,
    );
  });

  it('keeps an edited record whose file was deleted, and lists a conflict', async () => {
    await edit('From the desk.');
    await removeDealFiles();
    const { conflicts, retracted } = await start();
    expect(retracted).toBe(1);
    expect(conflicts).toMatchObject([{ recordId: dealId, reason: expect.stringContaining('its file was deleted'), fileHash: null }]);
    expect((await served()).status).toBe(200);
  });

  it('lists a conflict if an edited record refers to a record whose file was deleted', async () => {
    const commitment = JSON.parse(await readFile(file('chip-commitments/google-spacex-gpus.json'), 'utf8')) as RecordOf<'chip-commitments'>;
    await write({ operation: 'put', collection: 'chip-commitments', record: { ...commitment, note: 'From the desk.' } });
    await removeDealFiles();
    const { conflicts } = await start();
    expect(conflicts.map(({ recordId }) => recordId).sort()).toEqual(['google-spacex-compute-2026', 'google-spacex-gpus']);
    expect((await served()).status).toBe(200);
  });

  it('does not restore a record that a user retracted, and lists a conflict if its file changes', async () => {
    const id = 'openai-neptune-acquisition';
    await retract(id);
    expect(await start()).toMatchObject({ added: 0, conflicts: [] });
    expect((await served(id)).status).toBe(410);
    await writeDeal({ ...(await readDeal(id)), summary: 'Changed.' });
    expect(await start()).toMatchObject({ conflicts: [{ recordId: id, reason: expect.stringContaining('retracted') }] });
    expect((await served(id)).status).toBe(410);
  });

  it('lists a conflict for a file that refers to a missing record', async () => {
    await writeDeal({ ...(await readDeal()), partOf: 'no-such-umbrella' });
    expect(await start()).toMatchObject({
      conflicts: [{ recordId: dealId, reason: expect.stringContaining('deals/no-such-umbrella at /partOf, which does not exist') }],
    });
    expect((await served()).body.data.version).toBe(1);
  });

  it('rejects an invalid file by name and field without changing the data', async () => {
    const deal = await readDeal();
    await writeFile(file(`deals/${dealId}.json`), JSON.stringify({ ...deal, kind: 'swap' }));
    await expect(start()).rejects.toThrow(InvalidDataset);
    await expect(start()).rejects.toThrow(`deals/${dealId}.json /kind`);
    expect((await served()).status).toBe(200);
  });
});

describe('resolving a conflict', () => {
  const decide = async (take: 'file' | 'record') => {
    const checked = readDatasetForImport(folder);
    await dataset.database.write(async (session) =>
      resolveImportConflicts(session, await listImportConflicts(session), take, checked, new Date()),
    );
  };

  it('with the file replaces the record', async () => {
    await edit('From the desk.');
    await changeFile('From the file.');
    await start();
    await decide('file');
    expect((await served()).body.data).toMatchObject({ summary: 'From the file.', version: 3 });
    expect(await start()).toMatchObject({ unchanged: recordCount, conflicts: [] });
  });

  it('with the record keeps it until the file changes again', async () => {
    await edit('From the desk.');
    await changeFile('From the file.');
    await start();
    await decide('record');
    expect(await start()).toMatchObject({ conflicts: [] });
    expect((await served()).body.data.summary).toBe('From the desk.');
    await changeFile('From the file, again.');
    expect(await start()).toMatchObject({ conflicts: [{ recordId: dealId }] });
  });

  it('with the record keeps it although its file was deleted', async () => {
    await edit('From the desk.');
    await removeDealFiles();
    await start();
    await decide('record');
    expect(await start()).toMatchObject({ retracted: 0, conflicts: [] });
    expect((await served()).status).toBe(200);
  });
});

describe('a dangling reference', () => {
  it('is rejected by name, and nothing is written', async () => {
    const record = { ...(await readDeal()), partOf: 'no-such-umbrella' };
    const written = write({ operation: 'put', collection: 'deals', record });
    await expect(written).rejects.toThrow(DanglingReferences);
    await expect(written).rejects.toThrow('deals/google-spacex-compute-2026 /partOf: deals/no-such-umbrella does not exist');
    await expect(retract()).rejects.toThrow('chip-commitments/google-spacex-gpus /deal');
    expect((await served()).body.data.version).toBe(1);
  });

  it('is also rejected by the database', async () => {
    const inserted = dataset.database.write(({ orm, tables }) =>
      orm.insert(tables.dealParticipants).values({ dealId, companyId: 'nobody', role: 'investor', knownFrom: '2026-01-01' }),
    );
    const error: unknown = await inserted.catch((reason: unknown) => reason);
    expect(dataset.database.violationOf(error)).toBe('foreign_key');
  });
});

describe('a write', () => {
  it('appends a revision without gaps in the sequence', async () => {
    await edit('From the desk.');
    const rows = await dataset.database.read((session) =>
      session.orm
        .select()
        .from(session.tables.revisions)
        .then((all) => all),
    );
    expect(rows.map(({ sequence }) => sequence).sort((a, b) => a - b)).toEqual(
      Array.from({ length: importedChanges + 1 }, (_, index) => index + 1),
    );
    expect(rows.at(-1)).toMatchObject({ collection: 'deals', recordId: dealId, version: 2, operation: 'put', actor: 'test' });
    expect(JSON.parse(rows.at(-1)?.affected ?? 'null')).toEqual([]);
  });

  it('changes the responses of linked records and lists them in the revision', async () => {
    const deal = await readDeal('openai-nvidia-30b-investment');
    const supersedes = [...(deal.supersedes ?? []), 'openai-windsurf-2025'];
    await write({ operation: 'put', collection: 'deals', record: { ...deal, supersedes } });
    expect((await served('openai-windsurf-2025')).body.data.supersededBy).toEqual(['openai-nvidia-30b-investment']);
    const [last] = await dataset.database.read((session) =>
      session.orm
        .select()
        .from(session.tables.revisions)
        .then((all) => all.slice(-1)),
    );
    expect(JSON.parse(last?.affected ?? 'null')).toContainEqual({ collection: 'deals', id: 'openai-windsurf-2025' });
  });

  it('derives the same rows as a rebuild from scratch', async () => {
    const name = 'Amazon dot com';
    const amazon = JSON.parse(await readFile(file('companies/amazon.json'), 'utf8')) as RecordOf<'companies'>;
    await writeFile(file('companies/amazon.json'), `${JSON.stringify({ ...amazon, name }, null, 2)}\n`);
    await changeFile('From the file.');
    await start();
    const rebuilt = await openDatasetDatabase(folder, { fromScratch: true });
    const dump = (database: DatasetDatabase['database']) =>
      database.read(async (session) => {
        // Versions differ: one database wrote the record twice, the other once.
        const answers = await session.orm.select({ body: session.tables.documents.body }).from(session.tables.documents);
        return {
          ...(await readTableRows(session, [
            'dealStates',
            'commitmentStates',
            'flows',
            'citations',
            'searchPostings',
            'searchTerms',
            'dealParticipants',
            'companyAncestors',
            'documentHistories',
            'documentEvidence',
            'sources',
          ])),
          answers: answers.map(({ body }) => body.replace(/"version":\d+/, '')).sort(),
        };
      });
    expect(await dump(dataset.database)).toEqual(await dump(rebuilt.database));
    await rebuilt.close();
  });
});
