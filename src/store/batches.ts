import { setImmediate } from 'node:timers/promises';
import { and, getTableColumns, getTableName, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgInsertValue, PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';

/** Maximum time that a write blocks the event loop. */
const maxSliceMs = 5;

let sliceStartedAt = performance.now();

/**
 * Yields to other requests if the write has blocked the event loop for too long. SQLite runs synchronously, so a large write would
 * otherwise never yield.
 */
export const yieldToEventLoop = async (): Promise<void> => {
  if (performance.now() - sliceStartedAt < maxSliceMs) return;
  await setImmediate();
  sliceStartedAt = performance.now();
};

/** Maps a list in order and yields to the event loop between the items. */
export const mapYielding = async <Item, Result>(items: Iterable<Item>, transform: (item: Item) => Result): Promise<Result[]> => {
  const results: Result[] = [];
  for (const item of items) {
    results.push(transform(item));
    await yieldToEventLoop();
  }
  return results;
};

/** Well below the maximum of either engine, so that each statement is short. */
const maxParameters = 2_000;
const idsPerStatement = 500;

/** Splits a list into batches of at most `size` items. */
export const toBatches = <Item>(items: readonly Item[], size = idsPerStatement): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

/** Number of rows of the second prepared statement, for the rest of a list. */
const rowsPerShortStatement = 25;

/** Inserts rows by a statement that is prepared once for each number of rows. */
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

/** Inserts rows, which must all have the same columns, with as few statements as possible. */
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

/** Deletes the rows that `where` selects for the ids. */
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

/** Runs a query for all ids, in batches, and returns all of its rows. */
export const queryInBatches = async <Row>(ids: Iterable<string>, query: (batch: string[]) => PromiseLike<Row[]>): Promise<Row[]> => {
  const rows: Row[] = [];
  for (const batch of toBatches([...new Set(ids)])) {
    for (const row of await query(batch)) rows.push(row);
    await yieldToEventLoop();
  }
  return rows;
};

/** The rows of a table that belong to some records: `owner` names the column with the id of the record. */
interface OwnedRows<Table extends PgTable> {
  table: Table;
  owner: keyof Table['$inferInsert'] & string;
  ids: readonly string[];
  /** The rows as they should be, all with the same columns. */
  rows: readonly Table['$inferInsert'][];
  /** Restricts the rows, in a table whose owners are of several collections. */
  scope?: SQL;
}

const whereOwner = <Table extends PgTable>({ table, owner, scope }: OwnedRows<Table>, batch: string[]): SQL | undefined => {
  const column = getTableColumns(table)[owner];
  return column && and(scope, inArray(column, batch));
};

const toRowTexts = (owner: string, columns: readonly string[], rows: readonly Record<string, unknown>[]): Map<string, string> => {
  const texts = new Map<string, string[]>();
  for (const row of rows) {
    const id = String(row[owner]);
    const list = texts.get(id) ?? [];
    list.push(JSON.stringify(columns.map((column) => row[column] ?? null)));
    texts.set(id, list);
  }
  return new Map([...texts].map(([id, list]) => [id, list.sort().join('\n')]));
};

/** Returns the ids of the records whose stored rows differ from the given ones, in the columns that these have. */
export const findChangedOwners = async <Table extends PgTable>(session: Session, owned: OwnedRows<Table>): Promise<string[]> => {
  const { table, owner, ids, rows } = owned;
  const stored = await queryInBatches(ids, (batch) =>
    session.orm
      .select()
      .from(table as PgTable)
      .where(whereOwner(owned, batch)),
  );
  const columns = Object.keys(rows[0] ?? {});
  const [before, after] = [toRowTexts(owner, columns, stored), toRowTexts(owner, columns, rows)];
  return ids.filter((id) => before.get(id) !== after.get(id));
};

/** Replaces the rows of the records whose rows differ, and returns the ids of these records. */
export const replaceRows = async <Table extends PgTable>(session: Session, owned: OwnedRows<Table>): Promise<string[]> => {
  const changed = await findChangedOwners(session, owned);
  const isChanged = new Set<unknown>(changed);
  await deleteRows(session, owned.table, changed, (batch) => whereOwner(owned, batch));
  await insertRows(
    session,
    owned.table,
    owned.rows.filter((row) => isChanged.has(row[owned.owner])),
  );
  return changed;
};

/** Inserts rows, or updates the rows with the same ids in place, so that other rows can refer to them all the time. */
export const upsertRows = async <Table extends PgTable & { id: PgColumn }>(
  session: Session,
  table: Table,
  rows: readonly Table['$inferInsert'][],
): Promise<void> => {
  for (const row of rows) {
    await session.orm.insert(table).values(row).onConflictDoUpdate({ target: table.id, set: row });
    await yieldToEventLoop();
  }
};
