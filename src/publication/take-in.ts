import type { Database } from '../database/database.ts';
import { contradictionsAmong, FaultyDataset, readDatasetFiles } from './dataset-files.ts';
import type { OnProgress } from './derive.ts';
import { type SynchroniseSummary, synchronise } from './synchronise.ts';

/**
 * Reads a dataset folder that is to be taken in. What cannot be stored is an error: a file that is not a record, or files that
 * contradict each other. What a file refers to may be in the database alone, so that references are weighed there.
 */
export const readDatasetToTakeIn = async (folder: string) => {
  const { head, files, faults } = await readDatasetFiles(folder);
  const all = [...faults, ...contradictionsAmong(files)];
  if (head === undefined || all.length > 0) throw new FaultyDataset(`The dataset in ${folder}`, all);
  return { head, files };
};

/** Brings the database up to the files of a dataset folder, in one transaction. */
export const takeIn = async (database: Database, folder: string, now: Date, onProgress?: OnProgress): Promise<SynchroniseSummary> => {
  const { head, files } = await readDatasetToTakeIn(folder);
  return database.write((session) => synchronise(session, head, files, now, onProgress));
};
