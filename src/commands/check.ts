import { formatFileIssue, parseDataset, readDatasetTexts, validateDataset } from '../ingest/dataset-files.ts';
import { datasetFolder } from './dataset-folder.ts';

/** Checks a dataset folder: format, references, invariants. Prints a line for each fault; exit status 1 if there is one. */
export const checkDataset = async (folder: string = datasetFolder): Promise<void> => {
  const { files, issues } = parseDataset(readDatasetTexts(folder));
  const all = [...issues, ...validateDataset(files)];
  for (const issue of all) console.log(formatFileIssue(issue));
  console.log(`${files.length} records, ${all.length} faults`);
  if (all.length > 0) process.exitCode = 1;
};
