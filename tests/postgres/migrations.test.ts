import { readFileSync } from 'node:fs';
import BetterSqlite3 from 'better-sqlite3';
import type { SQL } from 'drizzle-orm';
import { drizzle as drizzleSqlite } from 'drizzle-orm/better-sqlite3';
import { migrate as migrateSqlite } from 'drizzle-orm/better-sqlite3/migrator';
import { drizzle as drizzlePostgres } from 'drizzle-orm/node-postgres';
import { migrate as migratePostgres } from 'drizzle-orm/node-postgres/migrator';
import { getTableConfig, PgDialect } from 'drizzle-orm/pg-core';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open.ts';
import { tables as schema } from '../../src/database/postgres/schema.ts';
import { createDatabase } from '../support/postgres-database.ts';
import { startPostgres } from '../support/postgres-server.ts';

/** The tables of PostgreSQL are held to be the same as those of SQLite. */

let server: Awaited<ReturnType<typeof startPostgres>>;
let pool: pg.Pool;
const sqlite = new BetterSqlite3(':memory:');

beforeAll(async () => {
  server = await startPostgres();
  pool = new pg.Pool({ connectionString: server.url });
  // The pool outlives the server for a moment when the suite closes.
  pool.on('error', () => undefined);
  migrateSqlite(drizzleSqlite(sqlite), { migrationsFolder: 'migrations/sqlite' });
});
afterAll(async () => {
  await pool.end();
  await server.close();
});

const migrate = () => migratePostgres(drizzlePostgres(pool), { migrationsFolder: 'migrations/postgres' });

interface Column {
  table: string;
  column: string;
  required: boolean;
}

const readCondition = (condition: SQL): string => new PgDialect().sqlToQuery(condition).sql;

const isOurs = ({ table }: Column) => !table.startsWith('sqlite_') && !table.startsWith('__drizzle');
const byName = (a: Column, b: Column) => `${a.table}.${a.column}`.localeCompare(`${b.table}.${b.column}`);

const { entries } = JSON.parse(readFileSync('migrations/postgres/meta/_journal.json', 'utf8')) as { entries: unknown[] };

describe('the migrations of PostgreSQL', () => {
  it('apply, and change nothing when applied again', async () => {
    await migrate();
    await migrate();
    const { rows } = await pool.query('select count(*)::int as count from drizzle.__drizzle_migrations');
    expect(rows).toEqual([{ count: entries.length }]);
  });

  it('are applied once if ten processes start at the same time', async () => {
    const made = await createDatabase(server.url);
    const databases = await Promise.all(Array.from({ length: 10 }, () => openDatabase(made.url)));
    await Promise.all(databases.map((database) => database.close()));
    const client = new pg.Client({ connectionString: made.url });
    await client.connect();
    expect((await client.query('select count(*)::int as count from drizzle.__drizzle_migrations')).rows).toEqual([
      { count: entries.length },
    ]);
    await client.end();
    await made.close();
  });

  it('create the same tables and columns as those of SQLite', async () => {
    const { rows } = await pool.query<Column>(
      `select table_name as "table", column_name as "column", is_nullable = 'NO' as required from information_schema.columns where table_schema = 'public'`,
    );
    const expected = sqlite
      .prepare<[], { table: string; column: string; required: number; key: number }>(
        `select m.name as "table", c.name as "column", c."notnull" as required, c.pk as key from sqlite_master m, pragma_table_info(m.name) c where m.type = 'table'`,
      )
      .all()
      .map(({ table, column, required, key }) => ({ table, column, required: required === 1 || key > 0 }))
      .filter(isOurs);
    expect(expected.length).toBeGreaterThan(100);
    expect(rows.filter(isOurs).sort(byName)).toEqual(expected.sort(byName));
  });

  it('create the same CHECK constraints as those of SQLite', async () => {
    const expected = Object.values(schema)
      .map((table) => getTableConfig(table))
      .flatMap(({ name, checks }) => checks.map((check) => ({ table: name, name: check.name, condition: readCondition(check.value) })));
    expect(expected.length).toBeGreaterThan(50);
    const readDefinition = sqlite.prepare<[string], string>('select sql from sqlite_schema where name = ?').pluck();
    const absent = expected.filter(
      ({ table, name, condition }) =>
        !readDefinition.get(table)?.replaceAll('CHECK(', 'CHECK (').includes(`CONSTRAINT "${name}" CHECK (${condition})`),
    );
    expect(absent).toEqual([]);
    const { rows } = await pool.query<{ name: string; definition: string }>(
      `select conname as name, pg_get_constraintdef(oid) as definition from pg_constraint where contype = 'c' and connamespace = 'public'::regnamespace`,
    );
    expect(rows.map(({ name }) => name).sort()).toEqual(expected.map(({ name }) => name).sort());
    const wordsOf = (condition = '') => (condition.match(/'[^']+'/g) ?? []).sort();
    const found = new Map(rows.map(({ name, definition }) => [name, wordsOf(definition)]));
    expect(expected.map(({ name }) => [name, found.get(name)])).toEqual(expected.map(({ name, condition }) => [name, wordsOf(condition)]));
  });

  it('compare text byte by byte in every locale', async () => {
    const { rows } = await pool.query(
      `select count(*)::int as count from information_schema.columns where table_schema = 'public' and data_type = 'text' and collation_name is distinct from 'C'`,
    );
    expect(rows).toEqual([{ count: 0 }]);
  });

  it('reject a dangling reference, like those of SQLite', async () => {
    const insert = `insert into chips (id, name, vendor_id, category) values ('x', 'X', 'nobody', 'gpu')`;
    await expect(pool.query(insert)).rejects.toMatchObject({ code: '23503' });
    sqlite.pragma('foreign_keys = ON');
    expect(() => sqlite.exec(insert)).toThrow(/FOREIGN KEY/);
  });
});
