import { createHash } from 'node:crypto';
import type { SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { PreparedStatement, Session } from '../database.ts';
import { translateError } from './failures.ts';
import { createInsert, replaceNul } from './insert.ts';
import { tables } from './schema.ts';

// Integers stay below 2^53, so parse them as numbers, as on SQLite. Drizzle uses the global parsers of the driver.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

/** Maximum number of prepared statements per connection. Filters can be combined in more ways. */
const maxStatements = 500;

/** A connection in use, and its session. */
export interface Connection {
  client: pg.PoolClient;
  session: Session;
  /** True if the connection has too many prepared statements. PostgreSQL drops them only when the connection closes. */
  isExhausted(): boolean;
}

export interface ConnectionOptions {
  url: string;
  maxConnections: number;
  /** Maximum time to wait for a connection. */
  maxWaitMs: number;
  /** Called with the text of every statement that the builder creates. */
  onStatement?: ((statement: string) => void) | undefined;
}

/** PostgreSQL truncates statement names after 63 bytes, so use a hash. */
const toStatementName = (name: string): string => createHash('sha256').update(name).digest('base64url').slice(0, 32);

/** The client of the statement builder. Replaces NUL characters in the parameters of every statement. */
const withoutNul = (client: pg.PoolClient): pg.PoolClient =>
  ({ query: (statement: pg.QueryConfig, values: unknown[]) => client.query(statement, values.map(replaceNul)) }) as pg.PoolClient;

/**
 * Returns whether the connection leads to a pooler such as PgBouncer, which states a process id of its own. Consecutive transactions of one
 * client can then run on different connections, so nothing may outlast a transaction: no named statement, no LISTEN, no session lock.
 */
export const isPooled = async (client: pg.ClientBase): Promise<boolean> => {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid');
  return rows[0]?.pid !== (client as { processID?: number }).processID;
};

const toConnection = async (client: pg.PoolClient, onStatement: ConnectionOptions['onStatement']): Promise<Connection> => {
  const isNamed = !(await isPooled(client));
  const orm = drizzle({ client: withoutNul(client), ...(onStatement !== undefined && { logger: { logQuery: onStatement } }) });
  const statements = new Map<string, PreparedStatement<unknown>>();
  const session: Session = {
    orm,
    tables,
    prepared: <Result>(name: string, build: () => { prepare(name: string): PreparedStatement<Result> }) => {
      const cached = statements.get(name) ?? build().prepare(isNamed ? toStatementName(name) : '');
      statements.set(name, cached);
      return cached as PreparedStatement<Result>;
    },
    insert: createInsert(client, (name) => (isNamed ? toStatementName(name) : undefined)),
    rows: async <Row>(query: SQL) => (await orm.execute(query)).rows as Row[],
  };
  return { client, session, isExhausted: () => statements.size >= maxStatements };
};

/** A pool of connections to one server. */
export interface Connections {
  /** Runs work on a connection. Discards a lost connection and throws the error from {@link translateError}. */
  use<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Creates a pool that connects on demand and reconnects after the server was unavailable. */
export const createConnections = ({ url, maxConnections: maxCount, maxWaitMs, onStatement }: ConnectionOptions): Connections => {
  const pool = new pg.Pool({
    connectionString: url,
    max: maxCount,
    connectionTimeoutMillis: maxWaitMs,
    idleTimeoutMillis: 60_000,
    query_timeout: 30_000,
    keepAlive: true,
    application_name: 'roundtrip',
  });
  // Without a listener, an error on an idle connection would end the process. A user of the connection gets the error, too.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const connections = new WeakMap<pg.PoolClient, Connection>();
  const use = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
    let client: pg.PoolClient | undefined;
    let isLost = false;
    try {
      client = await pool.connect();
      const connection = connections.get(client) ?? (await toConnection(client, onStatement));
      connections.set(client, connection);
      return await work(connection);
    } catch (error) {
      const translated = translateError(error);
      isLost = translated !== error;
      throw translated;
    } finally {
      if (client !== undefined) client.release(isLost || connections.get(client)?.isExhausted() === true);
    }
  };
  return { use, close: () => pool.end() };
};

/** Runs work in a transaction. Passes the result of `begin` to the work. */
export const inTransaction = async <Context, T>(
  { client, session }: Connection,
  begin: (client: pg.PoolClient) => Promise<Context>,
  work: (session: Session, context: Context) => Promise<T>,
  commit: (context: Context) => string = () => 'commit',
): Promise<T> => {
  try {
    const context = await begin(client);
    const result = await work(session, context);
    await client.query(commit(context));
    return result;
  } catch (error) {
    // If the connection is lost, so is the transaction. Keep the first error, which states the cause.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
};
