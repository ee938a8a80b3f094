import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { packageRoot } from '../package-root.ts';
import type { Database, DatabaseReader } from './database.ts';
import { rejectNestedTransactions } from './nested-transactions.ts';

const migrationsFolder = (dialect: string) => join(packageRoot, 'migrations', dialect);

/** Returns the schema version: the tag of the newest SQLite migration. */
export const schemaVersion = async (): Promise<string> => {
  const journal = JSON.parse(await readFile(`${migrationsFolder('sqlite')}/meta/_journal.json`, 'utf8')) as { entries: { tag: string }[] };
  return journal.entries.at(-1)?.tag ?? '';
};

export interface DatabaseOptions {
  /** URLs of PostgreSQL read replicas. */
  replicaUrls?: readonly string[];
  /** Maximum time that a replica may lag. It is not used until it has caught up. */
  replicaLagMsMax?: number;
  /** Called with the text of every statement that a reader runs. */
  onRead?: (statement: string) => void;
  /** Page cache of the SQLite writer, in MB. */
  writerPagesMb?: number;
  /** Called with the reason when PostgreSQL cannot be reached at the start, before further attempts. */
  onWaiting?: (reason: string) => void;
  /** Throws if a transaction is opened inside another one. */
  rejectNested?: boolean;
}

/**
 * Opens the database at a URL (`sqlite:<file>` or `postgres://...`) and migrates it. Loads only the driver that the URL needs.
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

/** Opens a database for reading, with one connection. Does not migrate it: another thread must have opened it before. */
export const openReader = async (url: string): Promise<DatabaseReader> => {
  if (url.startsWith('sqlite:')) {
    const { openSqliteReader } = await import('./sqlite/sqlite.ts');
    return openSqliteReader(url.slice('sqlite:'.length));
  }
  const { openPostgresReader } = await import('./postgres/postgres.ts');
  return openPostgresReader(url);
};
