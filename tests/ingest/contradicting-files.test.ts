import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type CollectedRecord, recordSchemas } from '../../src/domain/records/records.ts';
import type { Collection } from '../../src/domain/vocabulary.ts';
import { listImportConflicts, resolveImportConflicts } from '../../src/ingest/import-conflicts.ts';
import { importDataset, readDatasetForImport } from '../../src/ingest/import-dataset.ts';
import { toCanonicalText } from '../../src/store/records.ts';
import { type DatasetDatabase, openDatasetDatabase } from '../support/app.ts';
import { copyDataset, type DatasetCopy } from '../support/dataset-copy.ts';
import { source } from '../support/example-records.ts';
import { writeChanges } from '../support/sources.ts';

let copy: DatasetCopy;
let folder: string;
let dataset: DatasetDatabase;
beforeAll(async () => {
  copy = await copyDataset();
  ({ folder } = copy);
});
beforeEach(async () => {
  dataset = await openDatasetDatabase();
});
afterEach(async () => {
  await dataset.close();
  await copy.restore();
});
afterAll(() => copy.close());

const start = () => importDataset(dataset.database, folder, new Date());
const readFileOf = async (collection: Collection, id: string): Promise<object> =>
  JSON.parse(await readFile(copy.file(`${collection}/${id}.json`), 'utf8'));
const writeFileOf = (collection: Collection, record: object) => {
  const parsed = recordSchemas[collection].parse(record);
  return writeFile(copy.file(`${collection}/${parsed.id}.json`), toCanonicalText(parsed));
};
const write = (collection: Collection, record: object) =>
  writeChanges(dataset.database, [{ operation: 'put', collection, record } as { operation: 'put' } & CollectedRecord]);

const dealId = 'anthropic-azure-2025';
const sourceId = 'amazon-2026-02-27-8k';
describe('an import of files that contradict each other', () => {
  it('rejects a second source with the same URL', async () => {
    const { url } = (await readFileOf('sources', sourceId)) as { url: string };
    await writeFileOf('sources', source('zz-same', { url }));
    await expect(start()).rejects.toThrow(`sources/zz-same.json /url: The URL is already used by ${sourceId}.`);
  });

  it('rejects a deal that supersedes itself', async () => {
    await writeFileOf('deals', { ...(await readFileOf('deals', dealId)), supersedes: [dealId] });
    await expect(start()).rejects.toThrow(`deals/${dealId}.json /supersedes: The chain of superseded deals contains a cycle.`);
  });

  it('rejects an event that cites only later publications', async () => {
    await writeFileOf('sources', source('far-future'));
    const deal = (await readFileOf('deals', dealId)) as { history: object[] };
    const [first, ...rest] = deal.history;
    const history = [{ ...first, citations: [{ source: 'far-future', attribution: 'filing' }] }, ...rest];
    await writeFileOf('deals', { ...deal, history });
    await expect(start()).rejects.toThrow(`deals/${dealId}.json /history/0/citations: The event of`);
  });
});

describe('an import of files that contradict stored records', () => {
  const expectConflict = async (recordId: string, reason: string) => {
    const { conflicts } = await start();
    expect(conflicts).toEqual([expect.objectContaining({ recordId, reason: expect.stringContaining(reason) })]);
  };

  it('lists a conflict for a source with the URL of a user’s source, and rejects resolving it with the file', async () => {
    await write('sources', source('of-the-desk', { url: 'https://example.org/shared' }));
    await writeFileOf('sources', source('of-the-file', { url: 'http://www.example.org/shared/' }));
    await expectConflict('of-the-file', '/url: The URL is already used by sources/of-the-desk.');
    const checked = readDatasetForImport(folder);
    const deciding = dataset.database.write(async (session) =>
      resolveImportConflicts(session, await listImportConflicts(session), 'file', checked, new Date()),
    );
    await expect(deciding).rejects.toThrow('sources/of-the-file.json /url: The URL is already used by sources/of-the-desk.');
  });

  it('lists a conflict for a cycle of parents that includes an edited company', async () => {
    await write('companies', { ...(await readFileOf('companies', 'amazon')), parent: 'nvidia' });
    await writeFileOf('companies', { ...(await readFileOf('companies', 'nvidia')), parent: 'amazon' });
    await expectConflict('nvidia', '/parent: The chain of parents contains a cycle.');
  });

  it('lists a conflict for a source whose new date is too late for an edited deal that cites it', async () => {
    await writeFileOf('sources', source('moving', { publishedOn: '2026-10-01' }));
    expect(await start()).toMatchObject({ added: 1, conflicts: [] });
    const deal = (await readFileOf('deals', dealId)) as { history: object[] };
    const event = { reportedOn: '2026-10-02', status: 'amended', citations: [{ source: 'moving', attribution: 'filing' }] };
    await write('deals', { ...deal, history: [...deal.history, event] });
    await writeFileOf('sources', source('moving', { publishedOn: '2026-11-01' }));
    await expectConflict('moving', `/publishedOn: deals/${dealId}`);
  });

  it('lists no conflict if the same import retracts the other record', async () => {
    await writeFileOf('sources', source('old-name', { url: 'https://example.org/kept' }));
    await start();
    await rm(copy.file('sources/old-name.json'));
    await writeFileOf('sources', source('new-name', { url: 'https://example.org/kept' }));
    expect(await start()).toMatchObject({ added: 1, retracted: 1, conflicts: [] });
  });
});
