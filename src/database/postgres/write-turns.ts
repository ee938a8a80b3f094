import { drizzle } from 'drizzle-orm/node-postgres';
import { migrate } from 'drizzle-orm/node-postgres/migrator';
import pg from 'pg';
import { translateError } from './failures.ts';

/**
 * Writers take turns: each begins by raising this number, whose row then stays locked until it has ended. It thereby counts the
 * writes, without a gap and in their order, and tells by itself how new a snapshot is, on a replica as well. It stands beside
 * the tables of the data, which know nothing of engines. It is looked for before it is made: an insert, even one that would do
 * nothing, would wait for whoever writes.
 */
const createTurnTable = `
  create schema if not exists roundtrip;
  create table if not exists roundtrip.write_turn (id integer primary key, number bigint not null);
  insert into roundtrip.write_turn (id, number) select 1, 0 where not exists (select from roundtrip.write_turn)`;

export const notificationChannel = 'roundtrip';

/** Answers the number of the newest write that a snapshot shows. */
export const selectTurn = 'select number from roundtrip.write_turn';

/** Begins a write: waits for its turn, for so long at most, and answers its number. */
export const beginWriting = (maxWaitMs: number): string => `
  begin isolation level read committed;
  set local lock_timeout = ${Math.ceil(maxWaitMs) + 1};
  update roundtrip.write_turn set number = number + 1 returning number`;

/** Begins to read one snapshot, and answers the number of the newest write in it. */
export const beginReading = `begin isolation level repeatable read read only; ${selectTurn}`;

/** The number that the last of several statements answers. */
export const parseTurn = (result: unknown): number => {
  const last = [result].flat().at(-1) as pg.QueryResult<{ number: number }>;
  const [row] = last.rows;
  if (row === undefined) throw new Error('The table roundtrip.write_turn has no row. Run "roundtrip migrate".');
  return row.number;
};

const maxStartMs = 30_000;
/** Any number, the same for all who migrate. */
const migrationLock = 7_204_113;

const connect = async (url: string): Promise<pg.Client> => {
  const deadline = performance.now() + maxStartMs;
  for (;;) {
    const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5_000, keepAlive: true });
    client.on('error', () => undefined);
    try {
      await client.connect();
      return client;
    } catch (error) {
      const reported = translateError(error);
      if (reported === error || performance.now() > deadline) throw reported;
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
 * Brings the tables up to date, one process at a time, and answers whether the server can notify. A server that is only just
 * starting is waited for.
 */
export const prepareTables = async (url: string, migrationsFolder: string): Promise<{ canNotify: boolean }> => {
  const client = await connect(url);
  try {
    await client.query('select pg_advisory_lock($1)', [migrationLock]);
    const before = await countMigrations(client);
    await migrate(drizzle(client), { migrationsFolder });
    // PostgreSQL updates its statistics by itself, but only minutes later.
    if ((await countMigrations(client)) !== before) await client.query('analyze');
    await client.query(createTurnTable);
    return { canNotify: await canNotify(client) };
  } finally {
    // The lock goes with the connection.
    await client.end();
  }
};
