import BetterSqlite3 from 'better-sqlite3';
import { type Column, type ColumnType, getCellValue } from './columns.ts';

/** A table with its keys, described in the same words in every export format. */
export interface KeyedTable {
  readonly name: string;
  readonly description: string;
  readonly columns: readonly Column[];
  readonly primaryKey: readonly string[];
  readonly foreignKeys: readonly { readonly column: string; readonly table: string }[];
}

const sqlTypes: Readonly<Record<ColumnType, string>> = {
  string: 'TEXT',
  integer: 'INTEGER',
  number: 'REAL',
  boolean: 'INTEGER',
  list: 'TEXT',
  json: 'TEXT',
};

/** Converts a name to snake case: `amountUsdMin` becomes `amount_usd_min`, `chip-commitments` becomes `chip_commitments`. */
export const toSnakeCase = (name: string): string => name.replace(/-/g, '_').replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);

const quoteName = (name: string): string => `"${toSnakeCase(name)}"`;

const toCreateTable = ({ name, columns, primaryKey, foreignKeys }: KeyedTable): string => {
  const lines = [
    ...columns.map((column) => `${quoteName(column.name)} ${sqlTypes[column.type]}${column.isRequired ? ' NOT NULL' : ''}`),
    `PRIMARY KEY (${primaryKey.map(quoteName).join(', ')})`,
    ...foreignKeys.map(({ column, table }) => `FOREIGN KEY (${quoteName(column)}) REFERENCES ${quoteName(table)} ("id")`),
  ];
  return `CREATE TABLE ${quoteName(name)} (\n  ${lines.join(',\n  ')}\n)`;
};

const toSqliteValue = (column: Column, row: unknown): string | number | null => {
  const value = getCellValue(row, column);
  if (value === null || typeof value === 'number' || typeof value === 'string') return value;
  return typeof value === 'boolean' ? Number(value) : JSON.stringify(value);
};

/**
 * Creates a SQLite file with plain tables, independent of the database engine that the data comes from. Lists and nested values are
 * JSON; booleans are 0 and 1. The table `documentation` describes each column; `dataset` identifies the data.
 */
export const createSqliteFile = (path: string, dataset: Readonly<Record<string, string>>) => {
  const client = new BetterSqlite3(path);
  client.pragma('journal_mode = OFF');
  client.pragma('synchronous = OFF');
  // Rows can precede the rows that they reference. Readers of the file can check the keys.
  client.pragma('foreign_keys = OFF');
  client.pragma('cache_size = -16384');
  client.exec('CREATE TABLE "dataset" ("name" TEXT PRIMARY KEY, "value" TEXT NOT NULL)');
  client.exec(
    'CREATE TABLE "documentation" ("table_name" TEXT NOT NULL, "column_name" TEXT NOT NULL, "type" TEXT NOT NULL, "description" TEXT NOT NULL, PRIMARY KEY ("table_name", "column_name"))',
  );
  const head = client.prepare('INSERT INTO "dataset" VALUES (?, ?)');
  for (const [name, value] of Object.entries(dataset)) head.run(toSnakeCase(name), value);
  const document = client.prepare('INSERT INTO "documentation" VALUES (?, ?, ?, ?)');
  return {
    openTable: (table: KeyedTable) => {
      client.exec(toCreateTable(table));
      document.run(toSnakeCase(table.name), '', 'table', table.description);
      for (const { name, type, description } of table.columns) document.run(toSnakeCase(table.name), toSnakeCase(name), type, description);
      const insert = client.prepare(`INSERT INTO ${quoteName(table.name)} VALUES (${table.columns.map(() => '?').join(', ')})`);
      return client.transaction((rows: readonly unknown[]): void => {
        for (const row of rows) insert.run(table.columns.map((column) => toSqliteValue(column, row)));
      });
    },
    /** Adds indexes for the foreign keys of a table. */
    closeTable: ({ name, foreignKeys }: KeyedTable): void => {
      for (const { column } of foreignKeys)
        client.exec(`CREATE INDEX "${toSnakeCase(name)}_${toSnakeCase(column)}_idx" ON ${quoteName(name)} (${quoteName(column)})`);
    },
    close: (): void => {
      client.exec('ANALYZE');
      client.close();
    },
  };
};
