import { and, eq, gt, isNotNull } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { type Collection, collections } from '../domain/vocabulary.ts';
import type { DatasetHead } from './dataset-files.ts';

export interface RecordFileText {
  collection: Collection;
  id: string;
  body: string;
}

const recordsPerBatch = 500;

async function* readRecordTexts(session: Session): AsyncGenerator<RecordFileText[]> {
  const { records } = session.tables;
  for (const collection of collections) {
    for (let after = ''; ; ) {
      const rows = await session.orm
        .select({ id: records.id, body: records.body })
        .from(records)
        .where(and(eq(records.collection, collection), gt(records.id, after), isNotNull(records.body)))
        .orderBy(records.id)
        .limit(recordsPerBatch);
      if (rows.length > 0) yield rows.map(({ id, body }) => ({ collection, id, body: body ?? '' }));
      if (rows.length < recordsPerBatch) break;
      after = rows.at(-1)?.id ?? '';
    }
  }
}

/** Reads the head of the dataset and every record that is not retracted. The texts are those of the dataset files, byte for byte. */
export const readDatasetForExport = async (session: Session): Promise<{ head: DatasetHead; batches: AsyncGenerator<RecordFileText[]> }> => {
  const { dataset } = session.tables;
  const [row] = await session.orm
    .select({ name: dataset.name, version: dataset.version, date: dataset.date, license: dataset.license })
    .from(dataset);
  if (row === undefined) throw new Error('The database has no dataset.');
  return { head: row, batches: readRecordTexts(session) };
};
