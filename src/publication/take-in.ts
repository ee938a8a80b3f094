import type { Database } from '../database/database.ts';
import { contradictionsAmong, type DatasetTexts, FaultyDataset, parseDataset, readDatasetTexts } from './dataset-files.ts';
import type { OnProgress } from './derive.ts';
import { isTakenIn, type SynchroniseSummary, synchronise } from './synchronise.ts';

const requireFaultless = (folder: string, texts: DatasetTexts) => {
  const { head, files, faults } = parseDataset(texts);
  const all = [...faults, ...contradictionsAmong(files)];
  if (head === undefined || all.length > 0) throw new FaultyDataset(`The dataset in ${folder}`, all);
  return { head, files };
};

/**
 * Reads a dataset folder that is to be taken in. What cannot be stored is an error: a file that is not a record, or files that
 * contradict each other. What a file refers to may be in the database alone, so that references are weighed there.
 */
export const readDatasetToTakeIn = (folder: string) => requireFaultless(folder, readDatasetTexts(folder));

/** Brings the database up to the files of a dataset folder, in one transaction; none is begun where the files are those of before. */
export const takeIn = async (database: Database, folder: string, now: Date, onProgress?: OnProgress): Promise<SynchroniseSummary> => {
  const texts = readDatasetTexts(folder);
  if (await database.read((session) => isTakenIn(session, texts)))
    return { added: 0, replaced: 0, retracted: 0, unchanged: texts.records.length, conflicts: [] };
  const { head, files } = requireFaultless(folder, texts);
  const summary = await database.write((session) => synchronise(session, head, files, now, onProgress));
  await database.analyze();
  return summary;
};
