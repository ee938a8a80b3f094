import { accessSync, constants, mkdirSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { DatabaseUnusable, StorageFull } from '../database.ts';
import { isBusyError, translateError } from './failures.ts';

const messageOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

/**
 * Creates the folder of a database file. Throws {@link DatabaseUnusable} if the file cannot be a database that this process writes.
 * SQLite itself would open a file without the right to write it, and take an empty file for a new database.
 */
export const prepareFile = (file: string): void => {
  const folder = dirname(file);
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    const state = statSync(file, { throwIfNoEntry: false });
    if (state === undefined) return;
    if (!state.isFile()) throw new Error('It is not a file.');
    if (state.size === 0) throw new Error('It is empty (0 bytes). Restore a backup, or delete the file to start over.');
    accessSync(file, constants.W_OK);
  } catch (error) {
    throw new DatabaseUnusable(`Cannot open the database ${file}: ${messageOf(error)}`, { cause: error });
  }
};

const remedies: Readonly<Record<string, string>> = {
  SQLITE_NOTADB: 'It is not a SQLite database.',
  SQLITE_CORRUPT: 'It is damaged or truncated. Restore a backup.',
  SQLITE_BUSY: 'Another program has locked it.',
  SQLITE_FULL: 'The disk is full.',
};

/** Translates an error that occurred while a database was opened. */
export const toOpeningError = (file: string, error: unknown): unknown => {
  if (!(error instanceof BetterSqlite3.SqliteError)) return error;
  const remedy = remedies[error.code.split('_').slice(0, 2).join('_')] ?? `${error.message} (${error.code}).`;
  return new DatabaseUnusable(`Cannot open the database ${file}: ${remedy}`, { cause: error });
};

/**
 * Migrates the tables. Disables foreign keys before the migration, because it can recreate a table that others reference, and SQLite
 * ignores that pragma inside a transaction. Then analyzes the tables, because the planner uses a new index only with statistics.
 */
export const migrateAndAnalyze = (client: BetterSqlite3.Database, migrationsFolder: string): void => {
  const countTables = () => Number(client.prepare('select count(*) from sqlite_schema').pluck().get());
  const schemaVersion = () => client.pragma('schema_version', { simple: true });
  const [isNew, before] = [countTables() === 0, schemaVersion()];
  client.pragma('foreign_keys = OFF');
  migrate(drizzle(client), { migrationsFolder });
  client.pragma('foreign_keys = ON');
  if (isNew || schemaVersion() === before) return;
  const dangling = client.pragma('foreign_key_check') as { table: string; parent: string }[];
  const [first] = dangling;
  if (first !== undefined)
    throw new Error(
      `After the migration, ${dangling.length} rows have invalid references, the first in ${first.table} to ${first.parent}.`,
    );
  client.pragma('analysis_limit = 1000');
  client.exec('ANALYZE');
};

/** Returns whether maintenance can wait for the next time. The write before it is committed, so it must not fail because of a full disk. */
const canWait = (error: unknown): boolean => isBusyError(error) || translateError(error) instanceof StorageFull;

/**
 * Samples the tables that were never analyzed or have grown tenfold since, and updates their statistics. Does nothing while another
 * process writes, because that process updates them itself.
 */
export const optimize = (client: BetterSqlite3.Database): void => {
  try {
    // 0x10000 includes the tables that this connection has not read.
    client.pragma('optimize = 0x10012');
  } catch (error) {
    if (!canWait(error)) throw error;
  }
};
