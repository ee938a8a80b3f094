import type { Database } from '../database/database.ts';
import { type FileFault, faultsAmong, readDatasetFiles } from './dataset-files.ts';
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

/** Reads and checks a dataset folder as a whole. Faulty files are an error; nothing is half taken in. */
export const readCheckedDataset = async (folder: string) => {
  const { head, files, faults } = await readDatasetFiles(folder);
  // Whatever refers to a file that cannot be read would be called dangling: those faults wait for the next run.
  const all = faults.length > 0 || head === undefined ? faults : faultsAmong(files);
  if (head === undefined || all.length > 0) throw new FaultyDataset(folder, all);
  return { head, files };
};

/** Brings the database up to the files of a dataset folder, in one transaction. */
export const takeIn = async (database: Database, folder: string, now: Date): Promise<SynchroniseSummary> => {
  const { head, files } = await readCheckedDataset(folder);
  return database.write((session) => synchronise(session, head, files, now));
};
