import { formatFileIssue, parseDataset, readDatasetTexts, validateDataset } from '../ingest/dataset-files.ts';
import { describeDataset } from '../ingest/dataset-report.ts';
import { validateEditorialRules } from '../ingest/dataset-rules.ts';
import { datasetFolder } from './dataset-folder.ts';

/**
 * Checks the format, references, invariants and editorial rules of a dataset folder. Prints a line for each error; the exit status is 1 if
 * there are any. With `report`, also prints figures on coverage and evidence.
 */
export const checkDataset = async (folder: string = datasetFolder, { report = false } = {}): Promise<void> => {
  const dataset = parseDataset(readDatasetTexts(folder));
  const { files, issues } = dataset;
  const all = [...issues, ...validateDataset(files), ...validateEditorialRules(dataset)];
  for (const issue of all) console.log(formatFileIssue(issue));
  if (report) console.log(`${describeDataset(dataset)}\n`);
  console.log(`${files.length} records, ${all.length} errors`);
  if (all.length > 0) process.exitCode = 1;
};
