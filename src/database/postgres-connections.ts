import { createHash } from 'node:crypto';
import { DrizzleQueryError, type SQL } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { LRUCache } from 'lru-cache';
import pg from 'pg';
import { DatabaseUnavailable, type PreparedStatement, type Session, WriteQueueFull } from './database.ts';
import { tables } from './schema.postgres.ts';

// 64-bit integers and sums of them: all of ours are below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number);
pg.types.setTypeParser(pg.types.builtins.NUMERIC, Number);

/** Filters can be combined in more ways than statements should be kept on a connection. */
const statementsKeptMax = 500;
/** How long a request waits for a connection, or a write for its turn. */
export const waitMsMax = 5_000;

/** What went wrong inside the driver. */
export const causeOf = (error: unknown): unknown => (error instanceof DrizzleQueryError ? error.cause : error);

/** Classes of SQLSTATE, and codes of the network, that mean that the server is gone, going, or not there yet. */
const isOutage = (code: string): boolean =>
  /^(08|57P0|25006|53300)/.test(code) || /^(ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)/.test(code);

/** Whether an error means that a server cannot be reached, and not that a statement was wrong. */
export const isConnectionLost = (error: unknown): boolean => {
  const cause = causeOf(error);
  if (!(cause instanceof Error)) return false;
  const { code = '' } = cause as Error & { code?: string };
  if (isOutage(code)) return true;
  return /Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|not queryable/.test(
    cause.message,
  );
};

/** The lock that a write waits for was not free in time. */
const isLockTimeout = (error: unknown): boolean => {
  const cause = causeOf(error);
  return cause instanceof pg.DatabaseError && cause.code === '55P03';
};

/** The error that a caller is told: an outage and a full queue have names of their own. */
export const namedError = (error: unknown): unknown => {
  if (isLockTimeout(error)) return new WriteQueueFull();
  return isConnectionLost(error) ? new DatabaseUnavailable() : error;
};

/** A name that fits the 63 bytes of PostgreSQL, whatever the statement depends on. */
const statementName = (name: string): string => createHash('sha256').update(name).digest('base64url').slice(0, 40);

const sessionOf = (client: pg.PoolClient, onStatement: ((statement: string) => void) | undefined): Session => {
  const orm = drizzle(client, onStatement === undefined ? {} : { logger: { logQuery: onStatement } });
  const statements = new LRUCache<string, PreparedStatement<unknown>>({ max: statementsKeptMax });
  return {
    orm,
    tables,
    prepared: <Result>(name: string, build: () => { prepare(name: string): PreparedStatement<Result> }) => {
      const kept = statements.get(name) ?? build().prepare(statementName(name));
      statements.set(name, kept);
      return kept as PreparedStatement<Result>;
    },
    rows: async <Row>(query: SQL) => (await orm.execute(query)).rows as Row[],
  };
};

/** A pool of connections to one server, each with a session that keeps its prepared statements. */
export interface Connections {
  /** Runs work in a transaction that `begin` opens. A connection that was lost is thrown away. */
  within<T>(begin: readonly string[], work: (session: Session, client: pg.PoolClient) => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

/** Opens a pool; nothing is connected before it is needed. */
export const connectionsTo = (url: string, max: number, onStatement?: (statement: string) => void): Connections => {
  const pool = new pg.Pool({ connectionString: url, max, connectionTimeoutMillis: waitMsMax, keepAlive: true });
  const sessions = new WeakMap<pg.PoolClient, Session>();
  // A connection that dies says so as an event; unheard, it would end the process. The next use of it fails, and is told.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return {
    within: async (begin, work) => {
      const client = await pool.connect();
      let isBroken = false;
      try {
        const session = sessions.get(client) ?? sessionOf(client, onStatement);
        sessions.set(client, session);
        for (const statement of begin) await client.query(statement);
        const result = await work(session, client);
        await client.query('COMMIT');
        return result;
      } catch (error) {
        isBroken = isConnectionLost(error);
        if (!isBroken)
          await client.query('ROLLBACK').catch(() => {
            isBroken = true;
          });
        throw error;
      } finally {
        client.release(isBroken);
      }
    },
    close: () => pool.end(),
  };
};
