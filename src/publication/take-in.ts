import type { Database } from '../database/database.ts';
import { chainFaults, type FileFault, readDatasetFiles } from './dataset-files.ts';
import type { OnProgress } from './derive.ts';
import { type SynchroniseSummary, synchronise } from './synchronise.ts';

/** Files that cannot be taken in; each line names a file, a field and what is wrong. */
export class FaultyDataset extends Error {
  override readonly name = 'FaultyDataset';
  readonly faults: readonly FileFault[];
  constructor(folder: string, faults: readonly FileFault[]) {
    super(`The dataset in ${folder} has ${faults.length} faults:\n${faults.map(faultLine).join('\n')}`);
    this.faults = faults;
  }
}

/** A fault as a line: file, field, what is wrong. */
export const faultLine = ({ path, pointer, message }: FileFault): string => `${path}${pointer === '' ? '' : ` ${pointer}`}: ${message}`;

/**
 * Reads a dataset folder that is to be taken in. What cannot be stored is an error: a file that is not a record, a chain that
 * goes round. What a file refers to may be in the database alone, so that references are weighed there.
 */
export const readDatasetToTakeIn = async (folder: string) => {
  const { head, files, faults } = await readDatasetFiles(folder);
  const all = [...faults, ...chainFaults(files)];
  if (head === undefined || all.length > 0) throw new FaultyDataset(folder, all);
  return { head, files };
};

/** Brings the database up to the files of a dataset folder, in one transaction. */
export const takeIn = async (database: Database, folder: string, now: Date, onProgress?: OnProgress): Promise<SynchroniseSummary> => {
  const { head, files } = await readDatasetToTakeIn(folder);
  return database.write((session) => synchronise(session, head, files, now, onProgress));
};
