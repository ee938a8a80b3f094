import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Config } from '../config.ts';
import { openDatabase } from '../database/open.ts';
import { isDay } from '../domain/dates.ts';
import { type Collection, collections } from '../domain/vocabulary.ts';
import { writeExports } from '../exports/write-exports.ts';
import { redirectsName } from '../ingest/dataset-files.ts';
import { readDatasetForExport } from '../ingest/export-dataset.ts';
import { findCurrentId } from '../records/redirects.ts';
import { UsageError } from './run-command.ts';

/** Removes the files of records that no longer exist from a dataset folder. */
const removeStaleFiles = async (folder: string, written: ReadonlySet<string>): Promise<number> => {
  let count = 0;
  for (const collection of collections)
    for (const name of await readdir(join(folder, collection)).catch(() => [])) {
      if (!name.endsWith('.json') || written.has(`${collection}/${name}`)) continue;
      await rm(join(folder, collection, name));
      count += 1;
    }
  return count;
};

/**
 * Writes every record to `<collection>/<id>.json`, byte for byte as in a dataset folder. If the folder already contains a dataset, removes
 * the files of records that were retracted or renamed.
 */
export const runExport = async (config: Config, folder: string | undefined): Promise<void> => {
  if (folder === undefined) throw new UsageError('Missing folder. Usage: roundtrip export DIR');
  const database = await openDatabase(config.databaseUrl);
  try {
    const written = new Set<string>();
    const renamed: { collection: Collection; id: string }[] = [];
    const isDataset = (await stat(join(folder, 'dataset.json')).catch(() => undefined))?.isFile() === true;
    await database.read(async (session) => {
      const { head, batches } = await readDatasetForExport(session);
      await mkdir(folder, { recursive: true });
      await writeFile(join(folder, 'dataset.json'), `${JSON.stringify(head, null, 2)}\n`);
      for await (const batch of batches) {
        for (const { collection, id, body, renamedTo } of batch) {
          if (renamedTo !== null) renamed.push({ collection, id });
          if (body === null) continue;
          await mkdir(join(folder, collection), { recursive: true });
          await writeFile(join(folder, collection, `${id}.json`), body);
          written.add(`${collection}/${id}.json`);
        }
      }
      // In a dataset, each former id leads straight to a record.
      const redirects: Partial<Record<Collection, Record<string, string>>> = {};
      for (const { collection, id } of renamed) {
        const current = await findCurrentId(session, collection, id);
        if (current !== undefined && written.has(`${collection}/${current}.json`))
          redirects[collection] = { ...redirects[collection], [id]: current };
      }
      const redirectsFile = join(folder, redirectsName);
      if (Object.keys(redirects).length > 0) await writeFile(redirectsFile, `${JSON.stringify(redirects, null, 2)}\n`);
      else await rm(redirectsFile, { force: true });
    });
    const removed = isDataset ? await removeStaleFiles(folder, written) : 0;
    console.log(`exported ${written.size} records to ${folder}${removed === 0 ? '' : `, removed ${removed} files of deleted records`}`);
  } finally {
    await database.close();
  }
};

/** Writes the files of `/v1/exports`: every table as CSV, NDJSON and Parquet, and all tables as one SQLite file. With a day, as known on it. */
export const runBulkExport = async (config: Config, folder: string | undefined, day?: string): Promise<void> => {
  if (folder === undefined) throw new UsageError('Missing folder. Usage: roundtrip export --bulk DIR');
  if (day !== undefined && !isDay(day)) throw new UsageError(`Invalid --as-of value "${day}": expected a day, such as 2025-12-20.`);
  await mkdir(folder, { recursive: true });
  if ((await readdir(folder)).length > 0)
    throw new UsageError(`"${folder}" is not empty. Choose an empty folder, so that files of different exports do not mix.`);
  const database = await openDatabase(config.databaseUrl);
  try {
    const { head } = await writeExports(database, folder, day);
    console.log(`exported ${head.dataVersion} as of ${head.asOf} to ${folder}`);
  } finally {
    await database.close();
  }
};
