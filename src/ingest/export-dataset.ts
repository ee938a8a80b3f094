import type { Session } from '../database/database.ts';
import type { Collection } from '../domain/vocabulary.ts';
import type { DatasetHead } from './dataset-files.ts';
import { dumpRecords } from './dump.ts';

export interface RecordFileText {
  collection: Collection;
  id: string;
  /** The text of the file, or null if the record was renamed. */
  body: string | null;
  renamedTo: string | null;
}

async function* readRecordTexts(session: Session): AsyncGenerator<RecordFileText[]> {
  for await (const rows of dumpRecords(session)) yield rows.filter(({ body, renamedTo }) => body !== null || renamedTo !== null);
}

/** Reads the head of the dataset and every record that is not retracted, including the redirects of renamed ones. The texts are those of the dataset files, byte for byte. */
export const readDatasetForExport = async (session: Session): Promise<{ head: DatasetHead; batches: AsyncGenerator<RecordFileText[]> }> => {
  const { dataset } = session.tables;
  const [head] = await session.orm
    .select({ name: dataset.name, version: dataset.version, date: dataset.date, license: dataset.license })
    .from(dataset);
  if (head === undefined) throw new Error('The database has no dataset.');
  return { head, batches: readRecordTexts(session) };
};
