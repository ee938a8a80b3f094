import type { Session } from '../../src/database/database.ts';
import type { Tables } from '../../src/database/schema/index.ts';

/**
 * Reads every row of some tables as text, sorted. Replaces the ids of documents by the documents that they identify, because
 * the ids depend on the order of writes.
 */
export const readTableRows = async ({ orm, tables }: Session, names: readonly (keyof Tables)[]): Promise<Record<string, string[]>> => {
  const answers = await orm.select().from(tables.documents);
  const named = new Map(answers.map(({ id, collection, recordId, knownFrom }) => [id, `${collection}/${recordId} ${knownFrom}`]));
  const toText = (row: Readonly<Record<string, unknown>>) =>
    JSON.stringify(row, (key, value) => ((key === 'id' || key === 'documentId') && typeof value === 'number' ? named.get(value) : value));
  const rows: Record<string, string[]> = {};
  for (const name of names) rows[name] = (await orm.select().from(tables[name])).map(toText).sort();
  return rows;
};
