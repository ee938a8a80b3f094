import { stat } from 'node:fs/promises';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open.ts';
import { listImportConflicts, resolveImportConflicts } from '../ingest/import-conflicts.ts';
import { importDataset, readDatasetForImport } from '../ingest/import-dataset.ts';
import type { ImportConflict, ImportSummary } from '../ingest/synchronize-dataset.ts';
import { datasetFolder } from './dataset-folder.ts';
import { importFile, importInBatches } from './import-file.ts';
import { showProgress } from './progress.ts';
import { UsageError } from './run-command.ts';

export interface ImportOptions {
  /** Dataset folder (default: the bundled dataset) or a file of records. */
  from?: string;
  /** Only list the conflicts. */
  conflicts: boolean;
  /** Resolve conflicts in favor of one side. */
  take?: string;
  /** The conflicts to resolve, as `<collection>/<id>`; all if empty. */
  selected: readonly string[];
  /** Number of lines per transaction. Default: all lines in one. */
  batch?: string;
}

const maxBatchSize = 10_000;
/** Size of the page cache. Large enough to keep index pages in memory between records. */
const writerPagesMb = 128;

const parseBatchSize = (text: string): number => {
  const size = Number(text);
  if (!Number.isInteger(size) || size < 1 || size > maxBatchSize)
    throw new UsageError(`Invalid --batch value "${text}": expected a number of lines from 1 to ${maxBatchSize}.`);
  return size;
};

/** Summarizes an import in one line. */
export const formatImportSummary = ({ added, replaced, retracted, unchanged, conflicts }: ImportSummary): string =>
  `dataset: ${added} added, ${replaced} replaced, ${retracted} retracted, ${unchanged} unchanged, ${conflicts.length} in conflict`;

const toConflictKey = ({ collection, recordId }: ImportConflict) => `${collection}/${recordId}`;

const printConflicts = (conflicts: readonly ImportConflict[]): void => {
  for (const conflict of conflicts) console.log(`${toConflictKey(conflict)}: ${conflict.reason}`);
  console.log(`${conflicts.length} in conflict`);
  if (conflicts.length > 0)
    console.log(
      'To resolve: "roundtrip import --take record COLLECTION/ID" keeps the record, "roundtrip import --take file COLLECTION/ID" replaces it by the file.',
    );
};

const resolveSelected = async (database: Database, folder: string, take: string, selected: readonly string[]): Promise<void> => {
  if (take !== 'file' && take !== 'record') throw new UsageError(`Invalid --take value "${take}": expected "file" or "record".`);
  const conflicts = await database.read(async (session) => listImportConflicts(session));
  const unknown = selected.find((key) => !conflicts.some((conflict) => toConflictKey(conflict) === key));
  if (unknown !== undefined) throw new UsageError(`${unknown} has no conflict. Run "roundtrip import --conflicts" to list the conflicts.`);
  const decided = conflicts.filter((conflict) => selected.length === 0 || selected.includes(toConflictKey(conflict)));
  const dataset = readDatasetForImport(folder);
  await database.write((session) => resolveImportConflicts(session, decided, take, dataset, new Date()));
  console.log(`resolved ${decided.length} conflicts in favor of the ${take}`);
};

/** Whether a dataset was imported. */
export const hasDataset = (database: Database): Promise<boolean> =>
  database.read(async ({ orm, tables: { dataset } }) => (await orm.select({ id: dataset.id }).from(dataset)).length > 0);

/** Imports a dataset folder or a file, lists conflicts, or resolves them. */
export const runImport = async (config: Config, options: ImportOptions): Promise<void> => {
  const from = options.from ?? datasetFolder;
  const found = await stat(from).catch(() => undefined);
  if (found === undefined) throw new UsageError(`${from} does not exist. Expected a folder, a .json file or a .ndjson file.`);
  const isFile = found.isFile();
  const database = await openDatabase(config.databaseUrl, { writerPagesMb });
  try {
    if (options.take !== undefined) await resolveSelected(database, from, options.take, options.selected);
    else if (options.conflicts) printConflicts(await database.read(async (session) => listImportConflicts(session)));
    else if (isFile && !(await hasDataset(database)))
      throw new UsageError(
        'The database has no dataset yet. Run "roundtrip import" or start the server once to import the bundled dataset.',
      );
    else if (options.batch !== undefined) await importInBatches(database, from, parseBatchSize(options.batch));
    else if (isFile) await importFile(database, from);
    else {
      const summary = await importDataset(database, from, new Date(), showProgress);
      console.log(formatImportSummary(summary));
      if (summary.conflicts.length > 0) printConflicts(summary.conflicts);
    }
  } finally {
    await database.close();
  }
};
