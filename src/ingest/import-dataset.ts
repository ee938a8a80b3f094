import type { Database } from '../database/database.ts';
import type { OnProgress } from '../projections/derive.ts';
import { type DatasetTexts, InvalidDataset, parseDataset, readDatasetTexts, validateConsistency } from './dataset-files.ts';
import { type ImportSummary, isUpToDate, synchronizeDataset } from './synchronize-dataset.ts';

const parseValidDataset = (folder: string, texts: DatasetTexts) => {
  const { head, files, redirects, issues } = parseDataset(texts);
  const all = [...issues, ...validateConsistency(files)];
  if (head === undefined || all.length > 0) throw new InvalidDataset(`The dataset in ${folder}`, all);
  return { head, files, redirects };
};

/**
 * Reads a dataset folder for an import. Does not check references, because a file can refer to a record that only the database has.
 *
 * @throws InvalidDataset if a file is not a valid record or files contradict one another.
 */
export const readDatasetForImport = (folder: string) => parseValidDataset(folder, readDatasetTexts(folder));

/** Imports a dataset folder in one transaction. Skips the import if no file changed since the last one. */
export const importDataset = async (database: Database, folder: string, now: Date, onProgress?: OnProgress): Promise<ImportSummary> => {
  const texts = readDatasetTexts(folder);
  if (await database.read((session) => isUpToDate(session, texts)))
    return { added: 0, replaced: 0, retracted: 0, unchanged: texts.records.length, conflicts: [] };
  const dataset = parseValidDataset(folder, texts);
  const summary = await database.write((session) => synchronizeDataset(session, dataset, now, onProgress));
  await database.analyze();
  return summary;
};
