import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import type { Database, Session, Violation } from './database.ts';
import { refuseNesting } from './nesting.ts';
import { causeOf, connectionsTo, isConnectionLost, namedError, waitMsMax } from './postgres-connections.ts';
import { changeChannel, watchServer } from './postgres-watch.ts';
import { createReplicaChoice } from './replicas.ts';

const violations: Readonly<Record<string, Violation>> = {
  '23505': 'unique',
  '23503': 'foreign_key',
  '23514': 'check',
  '23502': 'not_null',
};

const connectionsMax = 10;
const snapshot = ['BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY'];
const writeTransaction = ['BEGIN', `SET LOCAL lock_timeout = ${waitMsMax}`];
/** Any number that nobody else is likely to lock: processes that start together migrate one after another. */
const migrationLock = 7_240_911;

export interface PostgresOptions {
  replicaUrls?: readonly string[];
  /** How far behind a replica may be before reads leave it. */
  replicaMaxLagMs?: number;
  /** Is told the text of every statement. */
  onRead?: (statement: string) => void;
}

const migrateOnce = async (url: string, migrationsFolder: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    await migrate(drizzle(client), { migrationsFolder });
  } finally {
    await client.end();
  }
};

/** Writers queue at the row of the dataset; while there is none, at its table. */
const takeTurn = async (client: pg.PoolClient): Promise<void> => {
  const { rowCount } = await client.query('select id from dataset for update');
  if (rowCount === 0) await client.query('lock table dataset in share row exclusive mode');
};

/**
 * Opens a PostgreSQL database and brings its tables up to date. Reads are snapshots, spread over replicas that are near enough;
 * writes are serial over all processes, by a lock on the row of the dataset.
 */
export const openPostgres = async (url: string, migrationsFolder: string, options: PostgresOptions = {}): Promise<Database> => {
  const { replicaUrls = [], replicaMaxLagMs = 1_000, onRead } = options;
  await migrateOnce(url, migrationsFolder);
  let token = 0;
  const move = () => {
    token += 1;
  };
  const primary = connectionsTo(url, connectionsMax, onRead);
  const watch = watchServer(url, move);
  const replicas = createReplicaChoice(
    replicaUrls.map((replicaUrl) => ({
      connections: connectionsTo(replicaUrl, connectionsMax, onRead),
      watch: watchServer(replicaUrl, move),
    })),
    replicaMaxLagMs,
    () => watch.sequence(),
  );
  const read = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    const replica = replicas.next();
    if (replica !== undefined) {
      try {
        return await replica.within(snapshot, work);
      } catch (error) {
        // A snapshot changes nothing, so that the primary can answer what a lost replica did not.
        if (!isConnectionLost(error)) throw error;
      }
    }
    try {
      return await primary.within(snapshot, work);
    } catch (error) {
      throw namedError(error);
    }
  };
  const write = async <T>(work: (session: Session) => Promise<T>): Promise<T> => {
    try {
      const [result, sequence] = await primary.within(writeTransaction, async (session, client) => {
        await takeTurn(client);
        const done = await work(session);
        const { rows } = await client.query<{ sequence: number }>('select sequence from dataset');
        await client.query(`notify ${changeChannel}`);
        return [done, rows[0]?.sequence ?? 0] as const;
      });
      replicas.require(sequence);
      move();
      return result;
    } catch (error) {
      throw namedError(error);
    }
  };
  return refuseNesting({
    dialect: 'postgres',
    read,
    write,
    changeToken: () => token,
    violationOf: (error) => {
      const cause = causeOf(error);
      return cause instanceof pg.DatabaseError && cause.code !== undefined ? violations[cause.code] : undefined;
    },
    close: async () => {
      await Promise.all([watch.close(), replicas.close()]);
      await primary.close();
    },
  });
};
