import { statSync } from 'node:fs';
import { resolve as absolutePath } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { Column, is, noopDecoder, SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { LRUCache } from 'lru-cache';
import {
  type Database,
  type DatabaseReader,
  DatabaseUnavailable,
  type InsertStatement,
  type Orm,
  type Preparable,
  type PreparedStatement,
  type Session,
  WriteQueueFull,
} from '../database.ts';
import { createWriteQueue } from '../write-queue.ts';
import { autoCheckpointPages, createCheckpoints, maxWalBytes } from './checkpoints.ts';
import { migrateAndAnalyze, optimize, prepareFile, toOpeningError } from './database-file.ts';
import { isBusyError, translateError, violationOf } from './failures.ts';
import { tables } from './schema.ts';

const maxReaders = 2;
/** Few, because `createDownloads` limits long reads already, and most servers never run one. */
const maxLongReaders = 2;
/** Page cache per connection, in MB; 64 MB for all connections of a server. A long read scans each page once, so it needs little. */
const cacheMb = { reader: 20, longReader: 4, writer: 15, watcher: 1 };
/** Maximum number of prepared statements per connection. Filters can be combined in more ways. */
const maxStatements = 500;

interface Connection {
  client: BetterSqlite3.Database;
  session: Session;
}

/**
 * Creates the function that inserts rows, one at a time by a prepared statement. SQLite compiles a statement for several rows for as
 * long as it takes to insert dozens.
 */
const createInsert = (client: BetterSqlite3.Database): Session['insert'] => {
  const statements = new Map<string, BetterSqlite3.Statement>();
  const prepare = ({ target, columns, conflict }: InsertStatement) =>
    client.prepare(`${target} values (${columns.map(() => '?').join(', ')}) ${conflict}`);
  return async (insert, rows) => {
    const name = `${insert.target} ${insert.conflict}`;
    const statement = statements.get(name) ?? prepare(insert);
    statements.set(name, statement);
    for (const row of rows) {
      const values: unknown[] = [];
      for (const { property, column } of insert.columns) {
        const value = row[property] ?? null;
        values.push(value === null ? null : column.mapToDriverValue(value));
      }
      statement.run(values);
    }
  };
};

const openConnection = (file: string, pagesInMb: number, options: BetterSqlite3.Options): Connection => {
  // A busy timeout would block the event loop, so `beginTransaction` waits instead.
  const client = new BetterSqlite3(file, { timeout: 0, ...options });
  client.pragma('foreign_keys = ON');
  client.pragma(`cache_size = -${pagesInMb * 1_024}`);
  const orm = drizzle(client);
  const statements = new LRUCache<string, PreparedStatement<unknown>>({ max: maxStatements });
  const session: Session = {
    orm: orm as unknown as Orm,
    tables,
    prepared: <Result>(name: string, build: () => Preparable<Result>) => {
      const cached = statements.get(name) ?? prepareWithPlainRows(build(), name);
      statements.set(name, cached);
      return cached as PreparedStatement<Result>;
    },
    insert: createInsert(client),
    rows: async <Row>(query: SQL) => orm.all<Row>(query),
  };
  return { client, session };
};

/** Lends each connection to one read at a time, in the order of the calls. */
const createReaderPool = (connections: readonly Connection[]) => {
  const idle = [...connections];
  const waiting: ((connection: Connection) => void)[] = [];
  const wait = () => new Promise<Connection>((resolve) => waiting.push(resolve));
  const read = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    const connection = idle.pop() ?? (await wait());
    try {
      return await inTransaction(connection, 'BEGIN', work);
    } finally {
      const next = waiting.shift();
      if (next === undefined) idle.push(connection);
      else next(connection);
    }
  };
  /** Closes each connection once it is idle. */
  const close = () => Promise.all(connections.map(async () => (idle.pop() ?? (await wait())).client.close()));
  return { read, close };
};

/** Begins a transaction. Waits while another process writes, without blocking the event loop. */
const beginTransaction = async (client: BetterSqlite3.Database, statement: string, leftMs: () => number): Promise<void> => {
  for (;;) {
    try {
      client.exec(statement);
      return;
    } catch (error) {
      if (!isBusyError(error)) throw error;
      if (leftMs() === 0) throw new WriteQueueFull();
      await setTimeout(Math.min(leftMs(), 5 + Math.random() * 20));
    }
  }
};

/**
 * Runs work in a transaction. better-sqlite3's `transaction()` rejects async callbacks, so this executes BEGIN and COMMIT itself. The
 * caller must not share the connection, because statements of other requests would join the transaction.
 */
const inTransaction = async <T>(
  { client, session }: Connection,
  statement: string,
  work: (session: Session) => Promise<T>,
  leftMs = () => 0,
): Promise<T> => {
  try {
    await beginTransaction(client, statement, leftMs);
    const result = await work(session);
    client.exec('COMMIT');
    return result;
  } catch (error) {
    if (client.inTransaction) client.exec('ROLLBACK');
    throw translateError(error);
  }
};

/** Returns a function that throws {@link DatabaseUnavailable} once the file was removed or replaced. */
const watchFile = (file: string): (() => void) => {
  const opened = statSync(file).ino;
  return () => {
    const current = statSync(file, { throwIfNoEntry: false })?.ino;
    if (current !== opened)
      throw new DatabaseUnavailable(`${file} was ${current === undefined ? 'removed' : 'replaced'}. Restart the server.`);
  };
};

export interface SqliteOptions {
  /** Called with the text of every statement that a reader runs. */
  onRead?: (statement: string) => void;
  /** Page cache of the writer, in MB. */
  writerPagesMb?: number;
}

/** Opens a SQLite file in WAL mode and migrates it. */
export const openSqlite = (file: string, migrationsFolder: string, options: SqliteOptions = {}): Database => {
  prepareFile(file);
  try {
    return openPreparedFile(file, migrationsFolder, options);
  } catch (error) {
    throw toOpeningError(file, error);
  }
};

const openPreparedFile = (file: string, migrationsFolder: string, options: SqliteOptions): Database => {
  const writer = openConnection(file, options.writerPagesMb ?? cacheMb.writer, {});
  writer.client.pragma('journal_mode = WAL');
  writer.client.pragma('synchronous = FULL');
  // The file of the WAL would keep the size of the largest write.
  writer.client.pragma(`journal_size_limit = ${maxWalBytes}`);
  writer.client.pragma(`wal_autocheckpoint = ${autoCheckpointPages}`);
  writer.client.pragma('busy_timeout = 10000');
  migrateAndAnalyze(writer.client, migrationsFolder);
  writer.client.pragma('busy_timeout = 0');
  const onRead = options.onRead;
  const verbose = onRead && { verbose: (statement: unknown) => onRead(String(statement)) };
  const readersWith = (length: number, pagesInMb: number) =>
    Array.from({ length }, () => openConnection(file, pagesInMb, { readonly: true, ...verbose }));
  const readers = createReaderPool(readersWith(maxReaders, cacheMb.reader));
  const longReaders = createReaderPool(readersWith(maxLongReaders, cacheMb.longReader));
  // `data_version` does not change inside a snapshot, so it needs a connection that never opens one.
  const watcher = openConnection(file, cacheMb.watcher, { readonly: true });
  const dataVersion = watcher.client.prepare('PRAGMA data_version').pluck();
  const writeQueue = createWriteQueue();
  const checkpoints = createCheckpoints(file);
  const assertAvailable = watchFile(file);
  let token: number | undefined;
  let closing: Promise<void> | undefined;

  return {
    dialect: 'sqlite',
    url: `sqlite:${absolutePath(file)}`,
    read: readers.read,
    readLong: longReaders.read,
    write: (work) =>
      writeQueue.run(async (leftMs) => {
        assertAvailable();
        return inTransaction(writer, 'BEGIN IMMEDIATE', work, leftMs).finally(checkpoints.afterWrite);
      }),
    changeToken: () => {
      if (token === undefined) {
        token = Number(dataVersion.get());
        // Read it once per turn of the event loop.
        setImmediate(() => {
          token = undefined;
        });
      }
      return token;
    },
    analyze: async () => {
      await writeQueue.run(async () => optimize(writer.client));
      await checkpoints.truncate();
    },
    violationOf,
    assertAvailable,
    close: () => {
      closing ??= (async () => {
        await Promise.all([readers.close(), longReaders.close()]);
        watcher.client.close();
        // Close the writer last: the last connection checkpoints the WAL on close, which a read-only one cannot do.
        await writeQueue.onIdle();
        await checkpoints.onIdle();
        optimize(writer.client);
        writer.client.close();
      })();
      return closing;
    },
  };
};

/** Opens a SQLite file for reading only. */
export const openSqliteReader = (file: string): DatabaseReader => {
  const pool = createReaderPool([openConnection(file, cacheMb.longReader, { readonly: true })]);
  return {
    read: pool.read,
    close: async () => void (await pool.close()),
  };
};

/** Drizzle's internals: the selected fields, and the decoder of each value. */
interface SelectInternals {
  _?: { selectedFields?: Readonly<Record<string, unknown>> };
}
interface ExpressionInternals {
  decoder?: unknown;
}
interface PreparedSelect<Result> extends PreparedStatement<Result> {
  values(values?: Record<string, unknown>): unknown[][];
}

const isUndecoded = (field: unknown): boolean => {
  if (is(field, Column)) return field.mapFromDriverValue === Column.prototype.mapFromDriverValue;
  const expression = is(field, SQL.Aliased) ? field.sql : field;
  return is(expression, SQL) && (expression as ExpressionInternals).decoder === noopDecoder;
};

/**
 * Prepares a statement. Drizzle looks up a decoder for each value of each row, which adds more than half to the time that it takes to
 * read the row. If no value needs a decoder, this builds the rows itself.
 */
const prepareWithPlainRows = <Result>(query: Preparable<Result>, statementName: string): PreparedStatement<Result> => {
  const prepared = query.prepare(statementName);
  const fields = (query as SelectInternals)._?.selectedFields ?? {};
  const names = Object.keys(fields);
  if (names.length === 0 || !Object.values(fields).every(isUndecoded)) return prepared;
  const select = prepared as PreparedSelect<Result>;
  return {
    execute: async (parameters) => {
      const rows: Record<string, unknown>[] = [];
      for (const values of select.values(parameters)) {
        const row: Record<string, unknown> = {};
        for (const [index, name] of names.entries()) row[name] = values[index];
        rows.push(row);
      }
      return rows as Result;
    },
  };
};
