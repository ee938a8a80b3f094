import { DrizzleQueryError } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { DatabaseUnusable } from '../database.ts';
import { translateError } from './failures.ts';

/**
 * The number of the newest write. Each write starts by incrementing it, which locks its row until the write ends. So writes run one at a
 * time and are numbered without gaps, and a snapshot shows how new it is, also on a replica. The table exists only on PostgreSQL. Its row is
 * looked up before it is inserted, because even an insert that does nothing would wait for the current writer.
 */
const createTurnTable = `
  create schema if not exists roundtrip;
  create table if not exists roundtrip.write_turn (id integer primary key, number bigint not null);
  insert into roundtrip.write_turn (id, number) select 1, 0 where not exists (select from roundtrip.write_turn)`;

export const notificationChannel = 'roundtrip';

/** Returns the number of the newest write in a snapshot. */
export const selectTurn = 'select number from roundtrip.write_turn';

/** Begins a write: waits at most this long for its turn, and returns its number. */
export const beginWriting = (maxWaitMs: number): string => `
  begin isolation level read committed;
  set local lock_timeout = ${Math.ceil(maxWaitMs) + 1};
  update roundtrip.write_turn set number = number + 1 returning number`;

/** Begins to read a snapshot, and returns the number of its newest write. */
export const beginReading = `begin isolation level repeatable read read only; ${selectTurn}`;

/** Returns the number that the last of several statements returned. */
export const parseTurn = (result: unknown): number => {
  const last = [result].flat().at(-1) as pg.QueryResult<{ number: number }>;
  const [row] = last.rows;
  if (row === undefined) throw new Error('The table roundtrip.write_turn has no row. Run "roundtrip migrate".');
  return row.number;
};

const maxStartMs = 30_000;
/** An arbitrary number, the same for every process that migrates. */
const migrationLock = 7_204_113;

const connect = async (url: string, onWaiting: (reason: string) => void): Promise<pg.Client> => {
  let isReported = false;
  const deadline = performance.now() + maxStartMs;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      const reported = translateError(error);
      if (reported === error || !(reported instanceof Error)) throw error;
      if (performance.now() > deadline) throw reported;
      if (!isReported) onWaiting(reported.message);
      isReported = true;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
};

const canNotify = async (client: pg.Client): Promise<boolean> => {
  try {
    await client.query('select pg_notify($1, $2)', [notificationChannel, '']);
    return true;
  } catch (error) {
    if (error instanceof pg.DatabaseError) return false;
    throw error;
  }
};

const countMigrations = async (client: pg.Client): Promise<number> => {
  const { rows } = await client.query<{ table: string | null }>(`select to_regclass('drizzle.__drizzle_migrations') as table`);
  if (rows[0]?.table == null) return 0;
  const { rows: counts } = await client.query<{ count: number }>('select count(*)::int as count from drizzle.__drizzle_migrations');
  return counts[0]?.count ?? 0;
};

/**
 * Migrates the tables, one process at a time. Waits for a server that is starting.
 *
 * @returns Whether the server can send notifications.
 */
export const prepareTables = async (
  url: string,
  migrationsFolder: string,
  onWaiting: (reason: string) => void = () => undefined,
): Promise<{ canNotify: boolean }> => {
  try {
    return await migrateTables(await connect(url, onWaiting), migrationsFolder);
  } catch (error) {
    // Drizzle's message is the whole statement; the reason is its cause.
    const cause = error instanceof DrizzleQueryError ? error.cause : error;
    if (cause instanceof pg.DatabaseError) throw new DatabaseUnusable(`Cannot open the database: ${cause.message}`, { cause });
    throw error;
  }
};

const migrateTables = async (client: pg.Client, migrationsFolder: string): Promise<{ canNotify: boolean }> => {
  try {
    // A lock of the transaction, because a pooler would keep a lock of the session after this client has gone. Drizzle then commits
    // this transaction; its own BEGIN does nothing inside it.
    await client.query('begin');
    await client.query('select pg_advisory_xact_lock($1)', [migrationLock]);
    await client.query(createTurnTable);
    const before = await countMigrations(client);
    await migrate(drizzle(client), { migrationsFolder });
    // PostgreSQL updates its statistics automatically, but only after minutes.
    if ((await countMigrations(client)) !== before) await client.query('analyze');
    return { canNotify: await canNotify(client) };
  } finally {
    await client.end();
  }
};
