import { formatFileIssue, parseDataset, readDatasetTexts, validateDataset } from '../ingest/dataset-files.ts';
import { validateEditorialRules } from '../ingest/dataset-rules.ts';
import { datasetFolder } from './dataset-folder.ts';

/** Checks the format, references and invariants of a dataset folder. Prints a line for each error; the exit status is 1 if there are any. */
export const checkDataset = async (folder: string = datasetFolder): Promise<void> => {
  const dataset = parseDataset(readDatasetTexts(folder));
  const { files, issues } = dataset;
  const all = [...issues, ...validateDataset(files), ...validateEditorialRules(dataset)];
  for (const issue of all) console.log(formatFileIssue(issue));
  console.log(`${files.length} records, ${all.length} errors`);
  if (all.length > 0) process.exitCode = 1;
};
