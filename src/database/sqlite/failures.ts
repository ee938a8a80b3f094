import BetterSqlite3 from 'better-sqlite3';
import { DrizzleQueryError } from 'drizzle-orm';
import { DatabaseUnavailable, StorageFull, type Violation } from '../database.ts';

const violations: Readonly<Record<string, Violation>> = {
  SQLITE_CONSTRAINT_UNIQUE: 'unique',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'unique',
  SQLITE_CONSTRAINT_FOREIGNKEY: 'foreign_key',
  SQLITE_CONSTRAINT_CHECK: 'check',
  SQLITE_CONSTRAINT_NOTNULL: 'not_null',
};

/** Returns SQLite's error, or undefined for any other one. Drizzle wraps the errors of the driver. */
const sqliteErrorOf = (error: unknown) => {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return cause instanceof BetterSqlite3.SqliteError ? cause : undefined;
};

/** Returns the constraint that a statement violated. */
export const violationOf = (error: unknown): Violation | undefined => violations[sqliteErrorOf(error)?.code ?? ''];

/** Returns whether another process holds the lock. */
export const isBusyError = (error: unknown): boolean => sqliteErrorOf(error)?.code.startsWith('SQLITE_BUSY') === true;

/** Translates an error: the disk is full, the file cannot be read or written, or the error itself. */
export const translateError = (error: unknown): unknown => {
  const cause = sqliteErrorOf(error);
  if (cause?.code === 'SQLITE_FULL') return new StorageFull(cause);
  return /^SQLITE_(IOERR|CANTOPEN|CORRUPT|NOTADB|READONLY)/.test(cause?.code ?? '') ? new DatabaseUnavailable(cause) : error;
};
