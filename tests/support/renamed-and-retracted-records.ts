import { collections } from '../../src/domain/vocabulary.ts';
import { putRecord, retractRecord } from '../../src/mutations/records.ts';
import { renameRecord } from '../../src/mutations/rename-record.ts';
import type { DatasetDatabase } from './app.ts';
import { readRecords } from './dataset.ts';

/**
 * Creates two records in each collection: `renamed`, which is then renamed to `renamed-since`, and `retracted`, which is then retracted.
 */
export const createRenamedAndRetracted = async ({ database }: Pick<DatasetDatabase, 'database'>): Promise<void> => {
  const writer = { actor: 'test', now: new Date() };
  await database.write(async (session) => {
    for (const collection of collections) {
      const [first] = readRecords(collection);
      for (const id of ['renamed', 'retracted']) {
        const body = { ...first, id, ...(collection === 'sources' && { url: `https://example.org/${id}` }) };
        await putRecord(session, { collection, id, body }, {}, writer);
      }
      await renameRecord(session, { collection, id: 'renamed', newId: 'renamed-since' }, {}, writer);
      await retractRecord(session, { collection, id: 'retracted' }, {}, writer);
    }
  });
};
