import { faultLine, faultsAmong, parseDataset, readDatasetTexts } from '../publication/dataset-files.ts';
import { datasetFolder } from './dataset-folder.ts';

/** Checks a dataset folder: format, references, invariants. Prints a line for each fault; exit status 1 if there is one. */
export const checkDataset = async (folder: string = datasetFolder): Promise<void> => {
  const { files, faults } = parseDataset(readDatasetTexts(folder));
  const all = [...faults, ...faultsAmong(files)];
  for (const fault of all) console.log(faultLine(fault));
  console.log(`${files.length} records, ${all.length} faults`);
  if (all.length > 0) process.exitCode = 1;
};
