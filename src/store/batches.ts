import { getTableName, type SQL, sql } from 'drizzle-orm';
import type { PgInsertValue, PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import { yieldToEventLoop } from './yield-to-event-loop.ts';

/** Below the number of parameters that a statement of either engine may bear, and soon done. */
const maxParameters = 2_000;
const idsPerStatement = 500;

/** Cuts a list into pieces of at most `size`. */
export const toBatches = <Item>(items: readonly Item[], size = idsPerStatement): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

/** Rows of a statement that is kept where fewer are left than one can bear. */
const rowsPerShortStatement = 25;

/** Inserts so many rows with a statement that is built once. */
const insertPrepared = async <Table extends PgTable>(
  session: Session,
  table: Table,
  columns: readonly string[],
  rows: readonly Table['$inferInsert'][],
): Promise<void> => {
  const name = ['insert', getTableName(table), ...columns, rows.length].join('|');
  const statement = session.prepared<unknown>(name, () =>
    session.orm
      .insert(table)
      .values(
        rows.map((_, index) =>
          Object.fromEntries(columns.map((column) => [column, sql.placeholder(`${column} ${index}`)])),
        ) as PgInsertValue<Table>[],
      ),
  );
  const values: Record<string, unknown> = {};
  for (const [index, row] of rows.entries()) for (const column of columns) values[`${column} ${index}`] = row[column as keyof typeof row];
  await statement.execute(values);
};

/** Inserts all rows, as many with one statement as it can bear. Every row gives the same columns. */
export const insertRows = async <Table extends PgTable>(
  session: Session,
  table: Table,
  rows: readonly Table['$inferInsert'][],
): Promise<void> => {
  const columns = Object.keys(rows[0] ?? {});
  const maxRows = Math.max(1, Math.floor(maxParameters / Math.max(1, columns.length)));
  for (let done = 0; done < rows.length; ) {
    const left = rows.length - done;
    const size = left >= maxRows ? maxRows : Math.min(left, rowsPerShortStatement);
    const batch = rows.slice(done, done + size);
    if (size === maxRows || size === rowsPerShortStatement) await insertPrepared(session, table, columns, batch);
    else await session.orm.insert(table).values(batch);
    done += size;
    await yieldToEventLoop();
  }
};

/** Deletes the rows whose column holds one of the ids, under a further condition. */
export const deleteRows = async (
  session: Session,
  table: PgTable,
  ids: readonly string[],
  where: (batch: string[]) => SQL | undefined,
): Promise<void> => {
  for (const batch of toBatches(ids)) {
    await session.orm.delete(table).where(where(batch));
    await yieldToEventLoop();
  }
};

/** What a question answers for all ids, asked in pieces. */
export const queryInBatches = async <Row>(ids: Iterable<string>, query: (batch: string[]) => PromiseLike<Row[]>): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const batch of toBatches([...new Set(ids)])) {
    for (const row of await query(batch)) rows.push(row);
    await yieldToEventLoop();
  }
  return rows;
};
