import { setImmediate } from 'node:timers/promises';
import { and, eq, getTableColumns, getTableName, inArray, type Placeholder, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { InsertStatement, Preparable, Session } from '../database/database.ts';
import type { Collection } from '../domain/vocabulary.ts';

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

/** Maximum number of rows that are inserted without a yield. */
const rowsPerInsert = 250;
/** Maximum number of ids per statement, a power of four. */
const idsPerStatement = 256;

/** Splits a list into batches of at most `size` items. */
export const toBatches = <Item>(items: readonly Item[], size: number): Item[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) => items.slice(index * size, (index + 1) * size));

/** What happens to a row whose primary key is already there: the stored row stays, or is updated in place. By default, the insert fails. */
type OnConflict = 'ignore' | 'update';

const quote = (name: string): string => `"${name}"`;

const describeConflict = (table: PgTable, names: readonly string[], onConflict: OnConflict | undefined): string => {
  if (onConflict === undefined) return '';
  if (onConflict === 'ignore') return 'on conflict do nothing';
  const keys = Object.values(getTableColumns(table)).filter(({ primary }) => primary);
  const updates = names.map((name) => `${name} = excluded.${name}`);
  return `on conflict (${keys.map(({ name }) => quote(name)).join(', ')}) do update set ${updates.join(', ')}`;
};

/** Describes the statement that inserts rows with the columns of the given one. */
const describeInsert = (table: PgTable, row: object, onConflict: OnConflict | undefined): InsertStatement => {
  const all = getTableColumns(table);
  const columns = Object.keys(row).map((property) => {
    const column = all[property];
    if (column === undefined) throw new Error(`${getTableName(table)} has no column for ${property}.`);
    return { property, column };
  });
  const names = columns.map(({ column }) => quote(column.name));
  const target = `insert into ${quote(getTableName(table))} (${names.join(', ')})`;
  return { target, columns, conflict: describeConflict(table, names, onConflict) };
};

/** Inserts rows, which must all have the same columns. */
export const insertRows = async <Table extends PgTable>(
  session: Session,
  table: Table,
  rows: readonly Table['$inferInsert'][],
  onConflict?: OnConflict,
): Promise<void> => {
  const [first] = rows;
  if (first === undefined) return;
  const statement = describeInsert(table, first, onConflict);
  for (const batch of toBatches(rows, rowsPerInsert)) {
    await session.insert(statement, batch);
    await yieldToEventLoop();
  }
};

/** Repeats the last id, so that the number of ids is a power of four. Lists of similar lengths then share a prepared statement. */
const padIds = (ids: readonly string[]): string[] =>
  Array.from({ length: 4 ** Math.ceil(Math.log2(ids.length) / 2) }, (_, index) => ids[Math.min(index, ids.length - 1)] ?? '');

/** Runs a prepared statement for all ids, in batches, and yields its results. */
async function* executeInBatches<Result>(
  session: Session,
  name: string,
  ids: Iterable<string>,
  build: (batch: Placeholder[]) => Preparable<Result>,
  parameters: Readonly<Record<string, string>> = {},
): AsyncGenerator<Result> {
  for (const batch of toBatches([...new Set(ids)], idsPerStatement)) {
    const padded = padIds(batch);
    const statement = session.prepared(`${name} ${padded.length}`, () => build(padded.map((_, index) => sql.placeholder(`id${index}`))));
    const values: Record<string, string> = { ...parameters };
    for (const [index, id] of padded.entries()) values[`id${index}`] = id;
    yield await statement.execute(values);
    await yieldToEventLoop();
  }
}

/**
 * Runs a prepared query for all ids, in batches, and returns all of its rows.
 *
 * @param name Identifies the text of the query, like the name of any prepared statement.
 */
export const queryInBatches = async <Row>(
  session: Session,
  name: string,
  ids: Iterable<string>,
  build: (batch: Placeholder[]) => Preparable<Row[]>,
): Promise<Row[]> => {
  const rows: Row[] = [];
  for await (const found of executeInBatches(session, name, ids, build)) for (const row of found) rows.push(row);
  return rows;
};

/** The rows of a table that belong to some records. */
interface OwnedRows<Table extends PgTable> {
  table: Table;
  /** The property of the column with the id of the record. */
  owner: keyof Table['$inferInsert'] & string;
  ids: readonly string[];
  /** The collection of the records, in a table whose owners are of several collections. */
  collection?: Collection;
}

const whereOwner = <Table extends PgTable>({ table, owner, collection }: OwnedRows<Table>, batch: Placeholder[]): SQL | undefined => {
  const { [owner]: column, collection: collectionColumn } = getTableColumns(table as PgTable);
  if (column === undefined) throw new Error(`${getTableName(table)} has no column for ${owner}.`);
  return and(collection && collectionColumn && eq(collectionColumn, collection), inArray(column, batch));
};

const nameOf = <Table extends PgTable>({ table, owner, collection }: OwnedRows<Table>): string =>
  `${getTableName(table)} by ${owner} ${collection ?? ''}`;

/** Runs a prepared statement that returns no rows for all ids, in batches. `parameters` are the values of its other placeholders. */
export const runInBatches = async (
  session: Session,
  name: string,
  ids: Iterable<string>,
  build: (batch: Placeholder[]) => Preparable<unknown>,
  parameters?: Readonly<Record<string, string>>,
): Promise<void> => {
  for await (const _ of executeInBatches(session, name, ids, build, parameters));
};

/** Deletes the rows of records. */
export const deleteRows = <Table extends PgTable>(session: Session, owned: OwnedRows<Table>): Promise<void> =>
  runInBatches(session, `delete ${nameOf(owned)}`, owned.ids, (batch) => session.orm.delete(owned.table).where(whereOwner(owned, batch)));

/** Rows as they should be, all with the same columns. */
interface DerivedRows<Table extends PgTable> extends OwnedRows<Table> {
  rows: readonly Table['$inferInsert'][];
}

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

/**
 * Returns the ids of the records whose stored rows differ from the given ones, in the columns that these have, and those of all records
 * with stored rows.
 */
export const findChangedOwners = async <Table extends PgTable>(
  session: Session,
  owned: DerivedRows<Table>,
): Promise<{ changed: string[]; stored: ReadonlySet<string> }> => {
  const { owner, ids, rows } = owned;
  const table: PgTable = owned.table;
  const storedRows = await queryInBatches<Record<string, unknown>>(session, `select ${nameOf(owned)}`, ids, (batch) =>
    session.orm.select().from(table).where(whereOwner(owned, batch)),
  );
  const columns = Object.keys(rows[0] ?? {});
  const before = toRowTexts(owner, columns, storedRows);
  const owners = new Set<unknown>();
  for (const row of rows) owners.add(row[owner]);
  // Most rows of an import are new, so there is nothing to compare.
  const after = toRowTexts(
    owner,
    columns,
    rows.filter((row) => before.has(String(row[owner]))),
  );
  const isChanged = (id: string) => (before.has(id) ? before.get(id) !== after.get(id) : owners.has(id));
  return { changed: ids.filter(isChanged), stored: new Set(before.keys()) };
};

/** Replaces the rows of the records whose rows differ, and returns the ids of these records. */
export const replaceRows = async <Table extends PgTable>(session: Session, owned: DerivedRows<Table>): Promise<string[]> => {
  const { changed, stored } = await findChangedOwners(session, owned);
  const isChanged = new Set<unknown>(changed);
  await deleteRows(session, { ...owned, ids: changed.filter((id) => stored.has(id)) });
  await insertRows(
    session,
    owned.table,
    owned.rows.filter((row) => isChanged.has(row[owned.owner])),
  );
  return changed;
};

/** Inserts rows, or updates the rows with the same ids in place, so that other rows can refer to them all the time. */
export const upsertRows = <Table extends PgTable & { id: PgColumn }>(
  session: Session,
  table: Table,
  rows: readonly Table['$inferInsert'][],
): Promise<void> => insertRows(session, table, rows, 'update');
