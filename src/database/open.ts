import { fileURLToPath } from 'node:url';
import type { Database } from './database.ts';
import { openSqlite, type SqliteOptions } from './sqlite.ts';

const migrationsFolder = (dialect: string) => fileURLToPath(new URL(`../../migrations/${dialect}`, import.meta.url));

/** Opens the database that a URL names (`sqlite:<file>`) and brings its tables up to date. */
export const openDatabase = (url: string, options: SqliteOptions = {}): Database =>
  openSqlite(url.slice('sqlite:'.length), migrationsFolder('sqlite'), options);
