import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import type { RecordOf } from '../../src/domain/records/records.ts';
import { type Collection, collections } from '../../src/domain/vocabulary.ts';

/** Reads the files of a collection, by record id, without the code under test. */
export const readRecordFiles = (collection: Collection): Map<string, string> =>
  new Map(
    readdirSync(join(datasetFolder, collection)).map((name) => [
      name.replace(/\.json$/, ''),
      readFileSync(join(datasetFolder, collection, name), 'utf8'),
    ]),
  );

/** Reads the records of a collection without the code under test. */
export const readRecords = <Name extends Collection>(collection: Name): RecordOf<Name>[] =>
  [...readRecordFiles(collection).values()].map((text) => JSON.parse(text) as RecordOf<Name>);

/** Number of record files in the dataset. */
export const recordCount = collections.reduce((sum, collection) => sum + readdirSync(join(datasetFolder, collection)).length, 0);

/** The version and the date in `data/dataset.json`. */
export const { version: datasetVersion, date: datasetDate } = JSON.parse(readFileSync(join(datasetFolder, 'dataset.json'), 'utf8')) as {
  version: string;
  date: string;
};

/** When the suite's databases imported the dataset. The instant is the same on both engines, because responses contain it. */
export const importedAt = new Date(`${datasetDate}T08:00:00Z`);

const redirects = JSON.parse(readFileSync(join(datasetFolder, 'redirects.json'), 'utf8')) as Record<string, object>;

/** Sequence number of the newest change after an import, which writes each record and each redirect once. */
export const importedChanges = recordCount + Object.values(redirects).flatMap(Object.keys).length;

/** Returns the data version after an import and `writes` single writes. */
export const dataVersionAfter = (writes: number): string => `${datasetVersion}+${importedChanges + writes}`;
