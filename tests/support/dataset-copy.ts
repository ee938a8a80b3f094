import { existsSync } from 'node:fs';
import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { datasetFolder } from '../../src/commands/dataset-folder.ts';

/** A copy of the dataset folder. Copying takes longer than most tests, so tests share one and restore the files that they change. */
export interface DatasetCopy {
  folder: string;
  /** Returns the path of a file in the copy and marks the file to be restored. */
  file: (path: string) => string;
  restore: () => Promise<void>;
  close: () => Promise<void>;
}

/** Copies the dataset to a temporary folder. The caller must close it. */
export const copyDataset = async (): Promise<DatasetCopy> => {
  const folder = await mkdtemp(join(tmpdir(), 'roundtrip-data-'));
  await cp(datasetFolder, folder, { recursive: true });
  const touched = new Set<string>();
  return {
    folder,
    file: (path) => {
      touched.add(path);
      return join(folder, path);
    },
    restore: async () => {
      for (const path of touched) {
        if (existsSync(join(datasetFolder, path))) await copyFile(join(datasetFolder, path), join(folder, path));
        else await rm(join(folder, path), { force: true });
      }
      touched.clear();
    },
    close: () => rm(folder, { recursive: true }),
  };
};
