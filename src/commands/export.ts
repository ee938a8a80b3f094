import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { openDatabase } from '../database/open.ts';
import { writeExports } from '../exports/write-exports.ts';
import { readDatasetToGiveOut } from '../publication/give-out.ts';
import { UsageError } from './explain.ts';

/** Writes every record as the file that it came from, or would come from: `<collection>/<id>.json`, byte for byte. */
export const exportDataset = async (config: Config, folder: string | undefined): Promise<void> => {
  if (folder === undefined) throw new UsageError('export needs a folder: roundtrip export DIR.');
  const database = await openDatabase(config.databaseUrl);
  try {
    let count = 0;
    await database.read(async (session) => {
      const { head, batches } = await readDatasetToGiveOut(session);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'dataset.json'), `${JSON.stringify(head, null, 2)}\n`);
      for await (const batch of batches) {
        for (const { collection, id, body } of batch) {
          await mkdir(join(folder, collection), { recursive: true });
          await writeFile(join(folder, collection, `${id}.json`), body);
        }
        count += batch.length;
      }
    });
    console.log(`exported ${count} records to ${folder}`);
  } finally {
    await database.close();
  }
};

/** Writes every table as CSV, NDJSON and Parquet, and all of them as one SQLite file, as `/v1/exports` has them. */
export const exportBulk = async (config: Config, folder: string | undefined): Promise<void> => {
  if (folder === undefined) throw new UsageError('export needs a folder: roundtrip export --bulk DIR.');
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0) throw new UsageError(`"${folder}" is not empty: the files of an export belong together.`);
  const database = await openDatabase(config.databaseUrl);
  try {
    const { head } = await writeExports(database, folder);
    console.log(`exported ${head.dataVersion} to ${folder}`);
  } finally {
    await database.close();
  }
};
