import { createHash } from 'node:crypto';
import type { SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import pg from 'pg';
import type { PreparedStatement, Session } from '../database.ts';
import { translateError } from './failures.ts';
import { tables } from './schema.ts';

// Whole numbers stay below 2^53 here, and come as numbers on SQLite. Drizzle looks at the parsers of the driver as a whole.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

/** Filters can be combined in more ways than statements should be kept. */
const maxStatements = 500;

/** A connection that somebody holds, with the session on it. */
export interface Connection {
  client: pg.PoolClient;
  session: Session;
  /** It has prepared as many statements as should be kept: PostgreSQL forgets them with the connection alone. */
  isExhausted(): boolean;
}

export interface ConnectionOptions {
  url: string;
  maxConnections: number;
  /** How long to wait for a connection. */
  maxWaitMs: number;
  /** Is told the text of every statement that the builder makes. */
  onStatement?: ((statement: string) => void) | undefined;
}

/** PostgreSQL cuts the names of statements after 63 bytes, and ours tell more. */
const toStatementName = (name: string): string => createHash('sha256').update(name).digest('base64url').slice(0, 32);

/** PostgreSQL knows no NUL in a text, so that a text with one is equal to none that is stored; this one is neither. */
const replaceNul = (values: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]) => [name, typeof value === 'string' ? value.replaceAll('\u0000', '\ufffd') : value]),
  );

const toConnection = (client: pg.PoolClient, onStatement: ConnectionOptions['onStatement']): Connection => {
  const orm = drizzle(client, onStatement === undefined ? {} : { logger: { logQuery: onStatement } });
  const statements = new Map<string, PreparedStatement<unknown>>();
  const session: Session = {
    orm,
    tables,
    prepared: <Result>(name: string, build: () => { prepare(name: string): PreparedStatement<Result> }) => {
      const cached = statements.get(name) ?? build().prepare(toStatementName(name));
      statements.set(name, cached);
      return { execute: (values = {}) => (cached as PreparedStatement<Result>).execute(replaceNul(values)) };
    },
    rows: async <Row>(query: SQL) => (await orm.execute(query)).rows as Row[],
  };
  return { client, session, isExhausted: () => statements.size >= maxStatements };
};

/** Connections to one server, each lent to one user at a time. */
export interface Connections {
  /** Runs work on a connection; a lost one is thrown away, and the error is {@link translateError}. */
  use<T>(work: (connection: Connection) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens connections as they are needed. A server that goes away is no failure of the process: the next user connects anew. */
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
  // Without a listener, an error on a connection would end the process. Whoever uses the connection meets the error too.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  const connections = new WeakMap<pg.PoolClient, Connection>();
  const use = async <T>(work: (connection: Connection) => Promise<T>): Promise<T> => {
    let client: pg.PoolClient | undefined;
    let isLost = false;
    try {
      client = await pool.connect();
      const connection = connections.get(client) ?? toConnection(client, onStatement);
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

/** Runs work in a transaction. `begin` is run first, and answers what the work is told. */
export const inTransaction = async <Told, T>(
  { client, session }: Connection,
  begin: (client: pg.PoolClient) => Promise<Told>,
  work: (session: Session, context: Told) => Promise<T>,
  commit: (context: Told) => string = () => 'commit',
): Promise<T> => {
  try {
    const context = await begin(client);
    const result = await work(session, context);
    await client.query(commit(context));
    return result;
  } catch (error) {
    // Where the connection is lost the transaction is too, and the first error is the one that says why.
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
};
