import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import type { Database, DatabaseReader } from './database.ts';
import { rejectNestedTransactions } from './nested-transactions.ts';

const migrationsFolder = (dialect: string) => join(packageRoot, 'migrations', dialect);

/** The tables that this software works with, by the tag of the last migration of the embedded engine. */
export const schemaVersion = async (): Promise<string> => {
  const journal = JSON.parse(await readFile(`${migrationsFolder('sqlite')}/meta/_journal.json`, 'utf8')) as { entries: { tag: string }[] };
  return journal.entries.at(-1)?.tag ?? '';
};

export interface DatabaseOptions {
  /** PostgreSQL servers that follow the one of the URL, and take reads off it. */
  replicaUrls?: readonly string[];
  /** How long a replica may be behind before it is left alone until it has caught up. */
  replicaLagMsMax?: number;
  /** Is told the text of every statement that a reader runs. */
  onRead?: (statement: string) => void;
  /** How many MB of the database the writer of the embedded engine keeps in memory. */
  writerPagesMb?: number;
  /** Whether a transaction inside another is found out and refused. */
  rejectNested?: boolean;
}

/**
 * Opens the database that a URL names (`sqlite:<file>` or `postgres://...`) and brings its tables up to date. Loads only the
 * driver that is asked for.
 */
export const openDatabase = async (url: string, options: DatabaseOptions = {}): Promise<Database> => {
  const opened = await openEngine(url, options);
  return options.rejectNested === true ? rejectNestedTransactions(opened) : opened;
};

const openEngine = async (url: string, options: DatabaseOptions): Promise<Database> => {
  if (url.startsWith('sqlite:')) {
    const { openSqlite } = await import('./sqlite/sqlite.ts');
    return openSqlite(url.slice('sqlite:'.length), migrationsFolder('sqlite'), options);
  }
  const { openPostgres } = await import('./postgres/postgres.ts');
  return openPostgres(url, migrationsFolder('postgres'), options);
};

/** Opens a database for reading alone, with one connection. Its tables are up to date: another thread has opened it before. */
export const openReader = async (url: string): Promise<DatabaseReader> => {
  if (url.startsWith('sqlite:')) {
    const { openSqliteReader } = await import('./sqlite/sqlite.ts');
    return openSqliteReader(url.slice('sqlite:'.length));
  }
  const { openPostgresReader } = await import('./postgres/postgres.ts');
  return openPostgresReader(url);
};
