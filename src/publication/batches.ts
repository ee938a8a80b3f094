import { inArray, type SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import { breathe } from './breathe.ts';

/** Below the number of parameters that a statement of either engine may bear, and soon done. */
const parametersMax = 2_000;
const idsPerStatement = 500;

/** Cuts a list into pieces of at most `size`. */
export const inBatches = <Item>(items: readonly Item[], size = idsPerStatement): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

/** Inserts all rows, as many with one statement as it can bear. */
export const insertAll = async <Table extends PgTable>(
  session: Session,
  table: Table,
  rows: readonly Table['$inferInsert'][],
): Promise<void> => {
  const columns = Object.keys(rows[0] ?? {}).length;
  for (const batch of inBatches(rows, Math.max(1, Math.floor(parametersMax / Math.max(1, columns))))) {
    await session.orm.insert(table).values(batch);
    await breathe();
  }
};

/** Deletes the rows whose column holds one of the ids, under a further condition. */
export const deleteAll = async (
  session: Session,
  table: PgTable,
  ids: readonly string[],
  where: (batch: string[]) => SQL | undefined,
): Promise<void> => {
  for (const batch of inBatches(ids)) {
    await session.orm.delete(table).where(where(batch));
    await breathe();
  }
};

/** What a question answers for all ids, asked in pieces. */
export const collect = async <Row>(ids: Iterable<string>, ask: (batch: string[]) => PromiseLike<Row[]>): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const batch of inBatches([...new Set(ids)])) {
    for (const row of await ask(batch)) rows.push(row);
    await breathe();
  }
  return rows;
};

/** The condition that a column holds one of the ids. */
export const isOneOf = (column: PgColumn, ids: string[]): SQL => inArray(column, ids);
