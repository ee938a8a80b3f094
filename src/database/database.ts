import type { SQL } from 'drizzle-orm';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import type { Tables } from './schema/index.ts';

/** What both engines can build. Narrower than Drizzle's own type, so that nothing else is reachable. */
export type Orm = Pick<PgDatabase<PgQueryResultHKT>, 'select' | 'selectDistinct' | 'insert' | 'update' | 'delete' | '$with' | 'with'>;

/** A statement whose text is built once; `execute` fills its placeholders. */
export interface PreparedStatement<Result> {
  execute(values?: Record<string, unknown>): PromiseLike<Result>;
}

/** A query of the builder that can still be prepared. */
export interface Preparable<Result> {
  prepare(name: string): PreparedStatement<Result>;
}

/** A place to run statements: a snapshot, or an open write transaction. Always awaited. */
export interface Session {
  readonly orm: Orm;
  readonly tables: Tables;
  /**
   * The statement kept under `name` on this connection, built by `build` when it is first asked for. The name has to
   * tell everything that the text depends on.
   */
  prepared<Result>(name: string, build: () => Preparable<Result>): PreparedStatement<Result>;
  /** For the few statements that the builder cannot express. */
  rows<Row extends Record<string, unknown>>(query: SQL): Promise<Row[]>;
}

export type Violation = 'unique' | 'foreign_key' | 'check' | 'not_null';

/** A database that is only read. */
export interface DatabaseReader {
  /** Runs `work` on one consistent snapshot. */
  read<T>(work: (session: Session) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

export interface Database extends DatabaseReader {
  readonly dialect: 'sqlite' | 'postgres';
  /** By which another process opens it too. There may be a password in it: it is told to nobody. */
  readonly url: string;
  /**
   * Runs `work` on one consistent snapshot, on connections of which there are few and which others do not wait for: for work
   * that reads a great deal, and lets others have their turn meanwhile.
   */
  readLong<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /** Runs `work` in one transaction; a throw rolls it back. Writes are serial; one that waits too long throws {@link WriteQueueFull}. */
  write<T>(work: (session: Session) => Promise<T>): Promise<T>;
  /**
   * A number that differs whenever the data may have changed, by whichever process. Cheap enough for every request. SQLite tells
   * at once; PostgreSQL within {@link https://www.postgresql.org/docs/current/sql-notify.html | a notification}, and after five
   * seconds without word from the server the number differs with every call, so that nothing kept is trusted.
   */
  changeToken(): number;
  /** Updates the statistics of the query planner, where they are missing or outdated. For after an import. */
  analyze(): Promise<void>;
  violationOf(error: unknown): Violation | undefined;
}

/** Other writers have held the database for longer than a request should wait. */
export class WriteQueueFull extends Error {
  override readonly name = 'WriteQueueFull';
  readonly retryAfterSeconds = 5;
  constructor() {
    super('The database is busy with other writes. Try again in a few seconds.');
  }
}

/** The database cannot be reached at the moment, or broke off. Whether a write that it befell was kept is not known. */
export class DatabaseUnavailable extends Error {
  override readonly name = 'DatabaseUnavailable';
  readonly retryAfterSeconds = 2;
  constructor(cause: unknown) {
    super(`Cannot reach the database: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
