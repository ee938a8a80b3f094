import { getTableColumns, type SQL, sql } from 'drizzle-orm';
import { getTableConfig, type PgTable } from 'drizzle-orm/pg-core';
import type { Database, Session } from '../database/database.ts';
import { tables as described } from '../database/postgres/schema.ts';
import type { Tables } from '../database/schema/index.ts';
import { insertRows } from '../store/batches.ts';

type TableName = keyof Tables;
type Row = Record<string, unknown>;

const rowsPerBatch = 1_000;
/** As they are defined, so that what a row refers to comes before it. */
const tableNames = Object.keys(described) as TableName[];

/** The copy cannot begin, or what arrived is not what was sent. */
export class CopyError extends Error {
  override readonly name = 'CopyError';
}

/** The properties of the primary key. Both engines have the same, so that the description of one is enough. */
const primaryKeyOf = (name: TableName): string[] => {
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

/** The rows of a table in the order of its key, in batches, each sought from where the last one ended. */
const readBatches = async function* (session: Session, name: TableName): AsyncGenerator<Row[]> {
  const table: PgTable = session.tables[name];
  const key = primaryKeyOf(name);
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

const isEmpty = async (session: Session): Promise<boolean> => {
  for (const name of tableNames) {
    const table: PgTable = session.tables[name];
    if ((await session.orm.select().from(table).limit(1)).length > 0) return false;
  }
  return true;
};

/** Reads a table on both sides, and answers how many rows are the same in every column. */
const verifyTable = async (source: Session, target: Session, name: TableName): Promise<number> => {
  let compared = 0;
  const copiedBatches = readBatches(target, name);
  for await (const rows of readBatches(source, name)) {
    const found: Row[] = (await copiedBatches.next()).value ?? [];
    for (const [index, row] of rows.entries()) {
      if (JSON.stringify(row) !== JSON.stringify(found[index])) {
        const key = primaryKeyOf(name).map((property) => `${property}=${String(row[property])}`);
        throw new CopyError(`The row ${key.join(' ')} of ${name} differs after the copy. The copy was rolled back.`);
      }
    }
    compared += rows.length;
  }
  if ((await copiedBatches.next()).done !== true)
    throw new CopyError(`${name} has rows that the source does not have. The copy was rolled back.`);
  return compared;
};

/**
 * Copies every table from one database to an empty one: one snapshot is read, one transaction is written, and every row is read
 * again on both sides before it is kept. Answers how many rows each table has.
 */
export const copyDatabase = (from: Database, to: Database): Promise<Record<string, number>> =>
  from.read((source) =>
    to.write(async (target) => {
      if (await isEmpty(source)) throw new CopyError('The source database is empty.');
      if (!(await isEmpty(target))) throw new CopyError('The target database is not empty. Choose an empty database.');
      for (const name of tableNames) {
        const table: PgTable = target.tables[name];
        for await (const rows of readBatches(source, name)) await insertRows(target, table, rows);
      }
      const counts: Record<string, number> = {};
      for (const name of tableNames) counts[name] = await verifyTable(source, target, name);
      return counts;
    }),
  );
