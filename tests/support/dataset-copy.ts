import { existsSync } from 'node:fs';
import { copyFile, cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { datasetFolder } from '../../src/commands/dataset-folder.ts';

/** A copy of the dataset folder. Making it takes longer than most tests: after each, what it touched is made as it was. */
export interface DatasetCopy {
  folder: string;
  /** A file of the copy, which is touched from now on. */
  file(path: string): string;
  restore(): Promise<void>;
  close(): Promise<void>;
}

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
