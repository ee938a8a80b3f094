import { execFileSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import { openDatabase } from '../../src/database/open.ts';
import { importDataset } from '../../src/ingest/import-dataset.ts';
import { importedAt } from './dataset.ts';

/** Builds the programs and imports the real dataset once. Test files copy that database. */
export const setup = async (): Promise<() => Promise<void>> => {
  execFileSync('npm', ['run', '--silent', 'build'], { stdio: 'inherit' });
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-template-'));
  const database = await openDatabase(`sqlite:${join(folder, 'roundtrip.db')}`);
  await importDataset(database, datasetFolder, importedAt);
  await database.close();
  process.env.ROUNDTRIP_TEST_TEMPLATE = folder;
  return () => rm(folder, { recursive: true });
};
