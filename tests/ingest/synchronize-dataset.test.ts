import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dealRecordSchema } from '../../src/domain/records/deal.ts';
import { type RecordOf, toCanonicalText } from '../../src/domain/records/records.ts';
import { commit, DanglingReferences } from '../../src/ingest/commit.ts';
import { InvalidDataset } from '../../src/ingest/dataset-files.ts';
import { listImportConflicts, resolveImportConflicts } from '../../src/ingest/import-conflicts.ts';
import { importDataset, readDatasetForImport } from '../../src/ingest/import-dataset.ts';
import { type DatasetDatabase, openApp, openDatasetDatabase } from '../support/app.ts';
import { dataVersionAfter, recordCount } from '../support/dataset.ts';
import { copyDataset, type DatasetCopy } from '../support/dataset-copy.ts';
import { readTableRows } from '../support/table-rows.ts';

const dealId = 'anthropic-azure-2025';
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

/** What a user's write does. */
const edit = async (summary: string) => {
  const record = { ...(await readDeal()), summary };
  await dataset.database.write((session) =>
    commit(session, {
      changes: [{ operation: 'put', collection: 'deals', record }],
      actor: 'desk',
      ingestedOn: '2026-11-24',
      recordedAt: new Date(),
    }),
  );
};

const retract = (id = dealId) =>
  dataset.database.write((session) =>
    commit(session, {
      changes: [{ operation: 'retract', collection: 'deals', id }],
      actor: 'desk',
      ingestedOn: '2026-11-24',
      recordedAt: new Date(),
    }),
  );

const served = async (id = dealId) => {
  const { request, close } = await openApp(dataset.database);
  const response = await request.get(`/v1/deals/${id}`);
  await close();
  return response;
};

/** Removes a deal's file with everything that points to it. */
const removeDealFiles = async () => {
  await rm(file(`deals/${dealId}.json`));
  await rm(file('chip-commitments/anthropic-azure-nvidia-1gw.json'));
};

describe('a later start', () => {
  it('with the same files does nothing, and writes no revision', async () => {
    const summary = await start();
    expect(summary).toEqual({ added: 0, replaced: 0, retracted: 0, unchanged: recordCount, conflicts: [] });
    const { body } = await served();
    expect(body.meta.dataVersion).toBe(dataVersionAfter(0));
  });

  it('replaces an unedited record whose file has changed', async () => {
    await changeFile('From the file.');
    expect(await start()).toMatchObject({ replaced: 1, unchanged: recordCount - 1, conflicts: [] });
    expect((await served()).body.data).toMatchObject({ summary: 'From the file.', version: 2 });
  });

  it('keeps an edited record whose file has changed, and lists the conflict', async () => {
    await edit('From the desk.');
    await changeFile('From the file.');
    const { conflicts, replaced } = await start();
    expect(replaced).toBe(0);
    expect(conflicts).toMatchObject([{ collection: 'deals', recordId: dealId, reason: expect.stringContaining('edited') }]);
    expect((await served()).body.data.summary).toBe('From the desk.');
    expect(await start()).toMatchObject({ conflicts: [{ recordId: dealId }] });
  });

  it('keeps an edited record whose file is as it was, without a conflict', async () => {
    await edit('From the desk.');
    expect(await start()).toMatchObject({ replaced: 0, unchanged: recordCount, conflicts: [] });
    expect((await served()).body.data.summary).toBe('From the desk.');
  });

  it('has no conflict where file and edit came to the same', async () => {
    await edit('The same.');
    await changeFile('The same.');
    expect(await start()).toMatchObject({ replaced: 0, conflicts: [] });
    expect((await served()).body.data.version).toBe(2);
  });

  it('retracts an unedited record whose file is gone, with all that was derived from it', async () => {
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

  it('keeps an edited record whose file is gone, and lists the conflict', async () => {
    await edit('From the desk.');
    await removeDealFiles();
    const { conflicts, retracted } = await start();
    expect(retracted).toBe(1);
    expect(conflicts).toMatchObject([{ recordId: dealId, reason: expect.stringContaining('its file was deleted'), fileHash: null }]);
    expect((await served()).status).toBe(200);
  });

  it('takes a conflict, and not the start, from a record that still refers to one whose file is gone', async () => {
    const commitment = JSON.parse(
      await readFile(file('chip-commitments/anthropic-azure-nvidia-1gw.json'), 'utf8'),
    ) as RecordOf<'chip-commitments'>;
    await dataset.database.write((session) =>
      commit(session, {
        changes: [{ operation: 'put', collection: 'chip-commitments', record: { ...commitment, note: 'From the desk.' } }],
        actor: 'desk',
        ingestedOn: '2026-11-24',
        recordedAt: new Date(),
      }),
    );
    await removeDealFiles();
    const { conflicts } = await start();
    expect(conflicts.map(({ recordId }) => recordId).sort()).toEqual(['anthropic-azure-2025', 'anthropic-azure-nvidia-1gw']);
    expect((await served()).status).toBe(200);
  });

  it('does not bring back what a user retracted, unless its file changes: then it is a conflict', async () => {
    const id = 'openai-neptune-acquisition';
    await retract(id);
    expect(await start()).toMatchObject({ added: 0, conflicts: [] });
    expect((await served(id)).status).toBe(410);
    await writeDeal({ ...(await readDeal(id)), summary: 'Changed.' });
    expect(await start()).toMatchObject({ conflicts: [{ recordId: id, reason: expect.stringContaining('retracted') }] });
    expect((await served(id)).status).toBe(410);
  });

  it('makes a conflict of a file that refers to what is not there', async () => {
    await writeDeal({ ...(await readDeal()), partOf: 'no-such-umbrella' });
    expect(await start()).toMatchObject({
      conflicts: [{ recordId: dealId, reason: expect.stringContaining('deals/no-such-umbrella at /partOf, which does not exist') }],
    });
    expect((await served()).body.data.version).toBe(1);
  });

  it('refuses a faulty file by name and field, and leaves the data as they were', async () => {
    const deal = await readDeal();
    await writeFile(file(`deals/${dealId}.json`), JSON.stringify({ ...deal, kind: 'swap' }));
    await expect(start()).rejects.toThrow(InvalidDataset);
    await expect(start()).rejects.toThrow(`deals/${dealId}.json /kind`);
    expect((await served()).status).toBe(200);
  });
});

describe('deciding a conflict', () => {
  const decide = async (take: 'file' | 'record') => {
    const checked = readDatasetForImport(folder);
    await dataset.database.write(async (session) =>
      resolveImportConflicts(session, await listImportConflicts(session), take, checked, new Date()),
    );
  };

  it('for the file makes the record what the file says', async () => {
    await edit('From the desk.');
    await changeFile('From the file.');
    await start();
    await decide('file');
    expect((await served()).body.data).toMatchObject({ summary: 'From the file.', version: 3 });
    expect(await start()).toMatchObject({ unchanged: recordCount, conflicts: [] });
  });

  it('for the record keeps it, until the file changes again', async () => {
    await edit('From the desk.');
    await changeFile('From the file.');
    await start();
    await decide('record');
    expect(await start()).toMatchObject({ conflicts: [] });
    expect((await served()).body.data.summary).toBe('From the desk.');
    await changeFile('From the file, again.');
    expect(await start()).toMatchObject({ conflicts: [{ recordId: dealId }] });
  });

  it('for a file that is gone retracts the record, or makes it the user’s own', async () => {
    await edit('From the desk.');
    await removeDealFiles();
    await start();
    await decide('record');
    expect(await start()).toMatchObject({ retracted: 0, conflicts: [] });
    expect((await served()).status).toBe(200);
  });
});

describe('references', () => {
  it('are refused by name where they would dangle, and nothing is written', async () => {
    const record = { ...(await readDeal()), partOf: 'no-such-umbrella' };
    const write = dataset.database.write((session) =>
      commit(session, {
        changes: [{ operation: 'put', collection: 'deals', record }],
        actor: 'desk',
        ingestedOn: '2026-11-24',
        recordedAt: new Date(),
      }),
    );
    await expect(write).rejects.toThrow(DanglingReferences);
    await expect(write).rejects.toThrow('deals/anthropic-azure-2025 /partOf: deals/no-such-umbrella does not exist');
    await expect(retract()).rejects.toThrow('chip-commitments/anthropic-azure-nvidia-1gw /deal');
    expect((await served()).body.data.version).toBe(1);
  });

  it('are refused by the engine too, whoever writes', async () => {
    const write = dataset.database.write(({ orm, tables }) =>
      orm.insert(tables.dealParticipants).values({ dealId, companyId: 'nobody', role: 'investor', knownFrom: '2026-01-01' }),
    );
    const error: unknown = await write.catch((reason: unknown) => reason);
    expect(dataset.database.violationOf(error)).toBe('foreign_key');
  });
});

describe('a write', () => {
  it('leaves a gapless revision that names the other records whose answers moved', async () => {
    await edit('From the desk.');
    const rows = await dataset.database.read((session) =>
      session.orm
        .select()
        .from(session.tables.revisions)
        .then((all) => all),
    );
    expect(rows.map(({ sequence }) => sequence).sort((a, b) => a - b)).toEqual(
      Array.from({ length: recordCount + 1 }, (_, index) => index + 1),
    );
    expect(rows.at(-1)).toMatchObject({ collection: 'deals', recordId: dealId, version: 2, operation: 'put', actor: 'desk' });
    expect(JSON.parse(rows.at(-1)?.affected ?? 'null')).toEqual([]);
  });

  it('moves the answers of what is linked to it', async () => {
    const deal = await readDeal('openai-nvidia-30b-investment');
    await dataset.database.write((session) =>
      commit(session, {
        changes: [
          { operation: 'put', collection: 'deals', record: { ...deal, supersedes: [...(deal.supersedes ?? []), 'openai-windsurf-2025'] } },
        ],
        actor: 'desk',
        ingestedOn: '2026-11-24',
        recordedAt: new Date(),
      }),
    );
    expect((await served('openai-windsurf-2025')).body.data.supersededBy).toEqual(['openai-nvidia-30b-investment']);
    const [last] = await dataset.database.read((session) =>
      session.orm
        .select()
        .from(session.tables.revisions)
        .then((all) => all.slice(-1)),
    );
    expect(JSON.parse(last?.affected ?? 'null')).toContainEqual({ collection: 'deals', id: 'openai-windsurf-2025' });
  });

  it('derives what a rebuild from scratch derives', async () => {
    const name = 'Amazon dot com';
    const amazon = JSON.parse(await readFile(file('companies/amazon.json'), 'utf8')) as RecordOf<'companies'>;
    await writeFile(file('companies/amazon.json'), `${JSON.stringify({ ...amazon, name }, null, 2)}\n`);
    await changeFile('From the file.');
    await start();
    const rebuilt = await openDatasetDatabase(folder, { fromScratch: true });
    const dump = (database: DatasetDatabase['database']) =>
      database.read(async (session) => {
        // Versions differ by design: one record was put twice, the other once.
        const answers = await session.orm.select({ body: session.tables.fullAnswers.body }).from(session.tables.fullAnswers);
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
            'evidenceAnswers',
            'sources',
          ])),
          answers: answers.map(({ body }) => body.replace(/"version":\d+/, '')).sort(),
        };
      });
    expect(await dump(dataset.database)).toEqual(await dump(rebuilt.database));
    await rebuilt.close();
  });
});
