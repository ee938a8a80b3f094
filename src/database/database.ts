import type { Column, SQL } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Tables } from './schema/index.ts';

/** The part of Drizzle's query builder that works the same on both engines. */
export type Orm = Pick<PgDatabase<PgQueryResultHKT>, 'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | '$with' | 'with'>;

/** A prepared statement. `execute` binds values to its placeholders. */
export interface PreparedStatement<Result> {
  execute(values?: Record<string, unknown>): PromiseLike<Result>;
}

/** A query that can be prepared. */
export interface Preparable<Result> {
  prepare(name: string): PreparedStatement<Result>;
}

/** The parts of an INSERT statement that are the same in both engines. */
export interface InsertStatement {
  /** The table and its columns, as in `insert into "chips" ("id", "name")`. */
  target: string;
  /** The columns by the properties of a row. */
  columns: readonly { property: string; column: Column }[];
  /** The clause after the values, or an empty text. */
  conflict: string;
}

/** A read snapshot or an open write transaction. Always await its statements, because PostgreSQL runs them asynchronously. */
export interface Session {
  readonly orm: Orm;
  readonly tables: Tables;
  /**
   * Returns the prepared statement with this name on this connection, and builds it on first use. The name must identify the text of
   * the statement: two statements with different texts need different names.
   */
  prepared<Result>(name: string, build: () => Preparable<Result>): PreparedStatement<Result>;
  /** Inserts rows with a statement that is prepared once for any number of rows. Much faster than the query builder. */
  insert(statement: InsertStatement, rows: readonly Readonly<Record<string, unknown>>[]): Promise<void>;
  /** Runs a statement that the query builder cannot express. */
  rows<Row extends Record<string, unknown>>(query: SQL): Promise<Row[]>;
}

export type Violation = 'unique' | 'foreign_key' | 'check' | 'not_null';

/** A read-only database. */
export interface DatabaseReader {
  /** Runs `work` on one consistent snapshot. */
  read: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  close(): Promise<void>;
}

export interface Database extends DatabaseReader {
  readonly dialect: 'sqlite' | 'postgres';
  /** URL with which another process can open the same database. It can contain a password, so never log or send it. */
  readonly url: string;
  /**
   * Runs a long read on one consistent snapshot. Long reads have connections of their own, so that short reads never wait for them. The
   * work must yield to the event loop.
   */
  readLong: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  /**
   * Runs `work` in one transaction and rolls back if it throws. Writes are serial.
   *
   * @throws WriteQueueFull if the write waits too long for others.
   */
  write: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  /**
   * Returns a number that changes whenever any process may have changed the data. Cheap enough to call on every request. On SQLite, it
   * changes immediately; on PostgreSQL, once a {@link https://www.postgresql.org/docs/current/sql-notify.html | notification} arrives. If
   * the PostgreSQL server does not respond for five seconds, every call returns a new number, so that no cached response is used.
   */
  changeToken(): number;
  /** Updates missing and outdated statistics of the query planner, and truncates the WAL of SQLite. Call it after an import. */
  analyze(): Promise<void>;
  violationOf(error: unknown): Violation | undefined;
  /**
   * Throws {@link DatabaseUnavailable} if the file of a SQLite database was removed or replaced: open connections would still read and
   * write the old one. On PostgreSQL, every read notices a lost server.
   */
  assertAvailable(): void;
}

/** A write waited too long for other writes. */
export class WriteQueueFull extends Error {
  override readonly name = 'WriteQueueFull';
  readonly retryAfterSeconds = 5;
  constructor() {
    super('The database is busy with other writes. Try again in a few seconds.');
  }
}

/** The disk of the database is full. The write was rolled back. */
export class StorageFull extends Error {
  override readonly name = 'StorageFull';
  readonly retryAfterSeconds = 60;
  constructor(cause: unknown) {
    super('The disk of the database is full. Nothing was written.', { cause });
  }
}

/** The database cannot be opened: a wrong address, a damaged file, missing rights. Trying again does not help. */
export class DatabaseUnusable extends Error {
  override readonly name = 'DatabaseUnusable';
}

/** The database cannot be reached, or the connection was lost. A write that fails with this error may have been committed. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  readonly retryAfterSeconds = 2;
  constructor(cause: unknown) {
    super(`Cannot reach the database: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
