import { mkdirSync } from 'node:fs';
import { resolve as absolutePath, dirname } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { DrizzleQueryError, type SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/better-sqlite3';
import { migrate } from 'drizzle-orm/better-sqlite3/migrator';
import { LRUCache } from 'lru-cache';
import {
  type Database,
  type DatabaseReader,
  type Orm,
  type Preparable,
  type PreparedStatement,
  type Session,
  type Violation,
  WriteQueueFull,
} from '../database.ts';
import { createWriteQueue } from '../write-queue.ts';
import { prepareWithPlainRows } from './plain-rows.ts';
import { tables } from './schema.ts';

const violations: Readonly<Record<string, Violation>> = {
  SQLITE_CONSTRAINT_UNIQUE: 'unique',
  SQLITE_CONSTRAINT_PRIMARYKEY: 'unique',
  SQLITE_CONSTRAINT_FOREIGNKEY: 'foreign_key',
  SQLITE_CONSTRAINT_CHECK: 'check',
  SQLITE_CONSTRAINT_NOTNULL: 'not_null',
};

const maxReaders = 2;
/** They wait for their connections elsewhere, and most servers never use them. */
const maxLongReaders = 2;
/** Room for pages, in MB: 64 for all connections of a server. What goes through a whole table once has no use for more. */
const cacheMb = { reader: 20, lengthyReader: 4, writer: 15, watcher: 1 };
/** Filters can be combined in more ways than statements should be kept. */
const maxStatements = 500;

interface Connection {
  client: BetterSqlite3.Database;
  session: Session;
}

const openConnection = (file: string, pagesInMb: number, options: BetterSqlite3.Options): Connection => {
  // A busy timeout would hold the event loop for as long as it waits: waiting is done in JavaScript, see `begin`.
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
    rows: async <Row>(query: SQL) => orm.all<Row>(query),
  };
  return { client, session };
};

/** Hands connections out to one user at a time, in the order asked. */
const createConnectionPool = (connections: readonly Connection[]) => {
  const idle = [...connections];
  const waiting: ((connection: Connection) => void)[] = [];
  const take = async (): Promise<Connection> => idle.pop() ?? (await new Promise<Connection>((resolve) => waiting.push(resolve)));
  const use = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
    const connection = await take();
    try {
      return await work(connection);
    } finally {
      const next = waiting.shift();
      if (next === undefined) idle.push(connection);
      else next(connection);
    }
  };
  /** Closes each connection once whoever holds it has finished. */
  const close = () => Promise.all(connections.map(async () => (await take()).client.close()));
  return { use, close };
};

/**
 * Updates the statistics of tables that were never analyzed or have grown tenfold since, from samples. Not while another process
 * writes: that one does it too.
 */
const optimize = (client: BetterSqlite3.Database): void => {
  try {
    // Of all tables, and not only of those that this connection has read.
    client.pragma('optimize = 0x10012');
  } catch (error) {
    if (!isBusyError(error)) throw error;
  }
};

const isBusyError = (error: unknown) => error instanceof BetterSqlite3.SqliteError && error.code.startsWith('SQLITE_BUSY');

/** Opens a transaction, waiting without holding the event loop while another process writes. */
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
 * better-sqlite3's `transaction()` refuses an async callback, and one connection is one transaction scope: whatever
 * another request awaits meanwhile would join it. Hence BEGIN by hand, on a connection that nobody else holds.
 */
const inTransaction = async <T>(
  { client, session }: Connection,
  statement: string,
  work: (session: Session) => Promise<T>,
  leftMs = () => 0,
): Promise<T> => {
  await beginTransaction(client, statement, leftMs);
  try {
    const result = await work(session);
    client.exec('COMMIT');
    return result;
  } catch (error) {
    if (client.inTransaction) client.exec('ROLLBACK');
    throw error;
  }
};

/**
 * Brings the tables up to date. A migration may recreate a table to which others refer, which works only without foreign keys;
 * they cannot be switched off inside its transaction. A new index is of no use before the planner has statistics on it.
 */
const migrateAndAnalyze = (client: BetterSqlite3.Database, migrationsFolder: string): void => {
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

export interface SqliteOptions {
  /** Is told the text of every statement that a reader runs. */
  onRead?: (statement: string) => void;
  /** How many MB of the file the writer keeps in memory. */
  writerPagesMb?: number;
}

/** Opens a SQLite file in WAL mode and brings its tables up to date. */
export const openSqlite = (file: string, migrationsFolder: string, options: SqliteOptions = {}): Database => {
  mkdirSync(dirname(file), { recursive: true });
  const writer = openConnection(file, options.writerPagesMb ?? cacheMb.writer, {});
  writer.client.pragma('journal_mode = WAL');
  writer.client.pragma('synchronous = FULL');
  writer.client.pragma('busy_timeout = 10000');
  migrateAndAnalyze(writer.client, migrationsFolder);
  writer.client.pragma('busy_timeout = 0');
  const onRead = options.onRead;
  const verbose = onRead && { verbose: (statement: unknown) => onRead(String(statement)) };
  const readersWith = (length: number, pagesInMb: number) =>
    Array.from({ length }, () => openConnection(file, pagesInMb, { readonly: true, ...verbose }));
  const readers = createConnectionPool(readersWith(maxReaders, cacheMb.reader));
  const longReaders = createConnectionPool(readersWith(maxLongReaders, cacheMb.lengthyReader));
  // A connection of its own, outside any snapshot: inside one, the number stands still.
  const watcher = openConnection(file, cacheMb.watcher, { readonly: true });
  const dataVersion = watcher.client.prepare('PRAGMA data_version').pluck();
  const writeQueue = createWriteQueue();
  let token: number | undefined;
  let closing: Promise<void> | undefined;

  return {
    dialect: 'sqlite',
    url: `sqlite:${absolutePath(file)}`,
    read: (work) => readers.use((connection) => inTransaction(connection, 'BEGIN', work)),
    readLong: (work) => longReaders.use((connection) => inTransaction(connection, 'BEGIN', work)),
    write: (work) => writeQueue.run((leftMs) => inTransaction(writer, 'BEGIN IMMEDIATE', work, leftMs)),
    changeToken: () => {
      if (token === undefined) {
        token = Number(dataVersion.get());
        // Whoever asks in the same turn of the event loop asked at the same time.
        setImmediate(() => {
          token = undefined;
        });
      }
      return token;
    },
    analyze: () =>
      writeQueue.run(async () => {
        optimize(writer.client);
      }),
    violationOf: (error) => {
      const cause = error instanceof DrizzleQueryError ? error.cause : error;
      return cause instanceof BetterSqlite3.SqliteError ? violations[cause.code] : undefined;
    },
    close: () => {
      closing ??= (async () => {
        await Promise.all([readers.close(), longReaders.close()]);
        watcher.client.close();
        // The last connection that closes folds the log into the file, which one that only reads cannot.
        await writeQueue.onIdle();
        optimize(writer.client);
        writer.client.close();
      })();
      return closing;
    },
  };
};

/** Opens a SQLite file for reading alone. */
export const openSqliteReader = (file: string): DatabaseReader => {
  const reading = createConnectionPool([openConnection(file, cacheMb.lengthyReader, { readonly: true })]);
  return {
    read: (work) => reading.use((connection) => inTransaction(connection, 'BEGIN', work)),
    close: async () => void (await reading.close()),
  };
};
