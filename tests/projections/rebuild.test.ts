import { eq, getTableColumns, sql } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import { importDataset } from '../../src/ingest/import-dataset.ts';
import { type DatasetDatabase, openDatasetDatabase } from '../support/app.ts';

let dataset: DatasetDatabase;
beforeAll(async () => {
  dataset = await openDatasetDatabase();
});
afterAll(() => dataset.close());

describe('derived rows of an older version', () => {
  it('are rebuilt on the next start without changing any record', async () => {
    const { database } = dataset;
    const everything = () =>
      database.read(async ({ orm, tables: { flows, dealStates, documents, dataset: head, searchPostings } }) => ({
        flows: await orm.select().from(flows).orderBy(flows.id, flows.knownFrom),
        // The ids of documents depend on the order of writes.
        states: await orm
          .select({ ...getTableColumns(dealStates), documentId: sql`null`, body: documents.body })
          .from(dealStates)
          .innerJoin(documents, eq(documents.id, dealStates.documentId))
          .orderBy(dealStates.dealId, dealStates.knownFrom),
        answers: await orm
          .select({ ...getTableColumns(documents), id: sql`null` })
          .from(documents)
          .orderBy(documents.collection, documents.recordId, documents.knownFrom),
        postings: await orm
          .select()
          .from(searchPostings)
          .orderBy(searchPostings.collection, searchPostings.recordId, searchPostings.term, searchPostings.weight),
        head: await orm.select().from(head),
      }));
    const before = await everything();
    await database.write(async ({ orm, tables: { flows, dealStates, searchPostings, dataset: head } }) => {
      await orm.update(flows).set({ body: '', siblings: 1, usdHigh: null });
      await orm.delete(dealStates).where(eq(dealStates.dealId, 'openai-oracle-compute'));
      await orm.update(dealStates).set({ title: '' });
      await orm.update(searchPostings).set({ knownFrom: '2099-01-01' });
      await orm.update(head).set({ derivation: 0 });
    });
    expect(await everything()).not.toEqual(before);
    const summary = await importDataset(database, datasetFolder, new Date());
    expect(summary.replaced + summary.added + summary.retracted).toBe(0);
    expect(await everything()).toEqual(before);
  });
});
