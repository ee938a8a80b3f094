import { fileURLToPath } from 'node:url';
import type { Database } from './database.ts';

const migrationsFolder = (dialect: string) => fileURLToPath(new URL(`../../migrations/${dialect}`, import.meta.url));

export interface OpenOptions {
  /** Replicas of a PostgreSQL server, over which reads are spread. */
  replicaUrls?: readonly string[];
  /** How far behind a replica may be before reads leave it. */
  replicaMaxLagMs?: number;
  /** Is told the text of every statement that reads. */
  onRead?: (statement: string) => void;
}

/**
 * Opens the database that a URL names (`sqlite:<file>` or `postgres://...`) and brings its tables up to date. Only the driver
 * that is asked for is loaded.
 */
export const openDatabase = async (url: string, options: OpenOptions = {}): Promise<Database> => {
  if (url.startsWith('sqlite:')) {
    const { openSqlite } = await import('./sqlite.ts');
    return openSqlite(url.slice('sqlite:'.length), migrationsFolder('sqlite'), options);
  }
  const { openPostgres } = await import('./postgres.ts');
  return openPostgres(url, migrationsFolder('postgres'), options);
};
