import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import type { Database, Session } from '../database/database.ts';
import { tables as described } from '../database/postgres/schema.ts';
import type { Tables } from '../database/schema/index.ts';
import { insertRows } from '../store/batches.ts';

type TableName = keyof Tables;
type Row = Record<string, unknown>;

const rowsPerBatch = 1_000;
/** In the order of definition, so that a row comes after the rows that it refers to. */
const tableNames = Object.keys(described) as TableName[];

/** The copy cannot start, or the target differs from the source. */
export class CopyError extends Error {
  override readonly name = 'CopyError';
}

/** Returns the properties of the primary key, which are the same for both engines. */
const listPrimaryKey = (name: TableName): string[] => {
  const table: PgTable = described[name];
  const { primaryKeys } = getTableConfig(table);
  const named = new Set(primaryKeys.flatMap(({ columns }) => columns.map((column) => column.name)));
  return Object.entries(getTableColumns(table)).flatMap(([property, column]) =>
    column.primary || named.has(column.name) ? [property] : [],
  );
};

const toTuple = (items: readonly unknown[]): SQL =>
  sql`(${sql.join(
    items.map((item) => sql`${item}`),
    sql`, `,
  )})`;

/** Reads a table in batches, in the order of its primary key. */
const readBatches = async function* (session: Session, name: TableName): AsyncGenerator<Row[]> {
  const table: PgTable = session.tables[name];
  const key = listPrimaryKey(name);
  const columns = key.flatMap((property) => getTableColumns(table)[property] ?? []);
  const readBatchAfter = async (last: Row | undefined): Promise<Row[]> =>
    session.orm
      .select()
      .from(table)
      .where(last === undefined ? undefined : sql`${toTuple(columns)} > ${toTuple(key.map((property) => last[property]))}`)
      .orderBy(...columns)
      .limit(rowsPerBatch);
  for (let rows = await readBatchAfter(undefined); rows.length > 0; rows = await readBatchAfter(rows.at(-1))) yield rows;
};

const findFilledTables = async (session: Session): Promise<TableName[]> => {
  const filled: TableName[] = [];
  for (const name of tableNames) {
    const table: PgTable = session.tables[name];
    if ((await session.orm.select().from(table).limit(1)).length > 0) filled.push(name);
  }
  return filled;
};

/** Compares a table of both databases in every column, and returns its number of rows. */
const verifyTable = async (source: Session, target: Session, name: TableName): Promise<number> => {
  let compared = 0;
  const copiedBatches = readBatches(target, name);
  for await (const rows of readBatches(source, name)) {
    const found: Row[] = (await copiedBatches.next()).value ?? [];
    for (const [index, row] of rows.entries()) {
      if (JSON.stringify(row) !== JSON.stringify(found[index])) {
        const key = listPrimaryKey(name).map((property) => `${property}=${String(row[property])}`);
        const fields = Object.keys(row).filter((field) => row[field] !== found[index]?.[field]);
        throw new CopyError(
          `The row ${key.join(' ')} of ${name} differs after the copy, in ${fields.join(', ')}. The copy was rolled back.`,
        );
      }
    }
    compared += rows.length;
  }
  if ((await copiedBatches.next()).done !== true)
    throw new CopyError(`${name} has rows that the source does not have. The copy was rolled back.`);
  return compared;
};

/**
 * Copies every table to an empty database: reads one snapshot, writes one transaction, and compares every row before it commits.
 *
 * @returns The number of rows by table.
 * @throws CopyError if the copy cannot start or a row differs. The target is then unchanged.
 */
export const copyDatabase = (from: Database, to: Database): Promise<Record<string, number>> =>
  from.read((source) =>
    to.write(async (target) => {
      if ((await findFilledTables(source)).length === 0) throw new CopyError('The source database is empty. Check --from.');
      const filled = await findFilledTables(target);
      if (filled.length > 0)
        throw new CopyError(`The target database is not empty. It has rows in ${filled.join(', ')}. Choose an empty database.`);
      for (const name of tableNames) {
        const table: PgTable = target.tables[name];
        for await (const rows of readBatches(source, name)) await insertRows(target, table, rows);
      }
      const counts: Record<string, number> = {};
      for (const name of tableNames) counts[name] = await verifyTable(source, target, name);
      return counts;
    }),
  );
