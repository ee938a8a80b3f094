import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import type { RecordOf } from '../../src/domain/records/records.ts';
import type { Collection } from '../../src/domain/vocabulary.ts';

/** When the databases of the suites took the dataset in: the same instant for both engines, since answers tell it. */
export const takenInAt = new Date('2026-11-24T08:00:00Z');

/** The texts of all files of a collection, by id, read past the code under test. */
export const filesOf = (collection: Collection): Map<string, string> =>
  new Map(
    readdirSync(join(datasetFolder, collection)).map((name) => [
      name.replace(/\.json$/, ''),
      readFileSync(join(datasetFolder, collection, name), 'utf8'),
    ]),
  );

/** The records of a collection, read past the code under test. */
export const recordsOf = <Name extends Collection>(collection: Name): RecordOf<Name>[] =>
  [...filesOf(collection).values()].map((text) => JSON.parse(text) as RecordOf<Name>);
