import { existsSync, readFileSync } from 'node:fs';
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { runOnServer, toDatabaseUrl } from '../tests/support/postgres-database.ts';
import { type PostgresServer, startPostgres } from '../tests/support/postgres-server.ts';
import { generatedDatabase, runCli } from './generate.ts';

/** Temporary PostgreSQL servers with generated deals. */

const databaseName = 'roundtrip';

/** As durable as a real server, with enough memory for the data. The log is for `plans.ts`. */
const settings = [
  'fsync=on',
  'shared_buffers=2GB',
  'effective_cache_size=8GB',
  'random_page_cost=1.1',
  'max_wal_size=8GB',
  'logging_collector=on',
  'log_destination=jsonlog',
  'log_rotation_size=0',
];

/** More deals than these are copies, because generating them takes a quarter of an hour and more. */
const generatedDeals = 100_000;

/** The tables that lists of deals read, with the column of the id of the deal, and that of the id of the document. */
const dealTables: Readonly<Record<string, { deal: string; document?: string }>> = {
  deals: { deal: 'id' },
  documents: { deal: 'record_id', document: 'id' },
  deal_states: { deal: 'deal_id', document: 'document_id' },
  deal_participants: { deal: 'deal_id' },
  citations: { deal: 'record_id' },
  search_postings: { deal: 'record_id' },
};

/** Copies the generated deals in the tables that lists read, under other ids. */
const copyDeals = async (url: string, copy: number): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    for (const [table, { deal, document }] of Object.entries(dealTables)) {
      const { rows } = await client.query<{ name: string }>(
        "select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1",
        [table],
      );
      const columns = rows.map(({ name }) => name);
      const values = columns.map((name) =>
        name === deal ? `${name} || '-${copy}'` : name === document ? `${name} + ${copy} * 100000000::bigint` : name,
      );
      const source = `select ${values.join(', ')} from ${table} where ${deal} ~ '^deal-[0-9]+$'`;
      await client.query(`insert into ${table} (${columns.join(', ')}) ${source}`);
    }
  } finally {
    await client.end();
  }
};

/** Fills an empty database of a server. */
const fill = async (url: string, checkout: string): Promise<void> => {
  const file = await generatedDatabase(generatedDeals, 1, checkout);
  const started = performance.now();
  runCli(checkout, file, 'copy', '--from', `sqlite:${file}`, '--to', url);
  const seconds = (performance.now() - started) / 1_000;
  console.log(`roundtrip copy of ${generatedDeals.toLocaleString('en')} deals to PostgreSQL took ${Math.round(seconds)} s`);
};

/** Returns the data folder of a stopped server with generated deals. Like the SQLite file, it is made once. */
const generatedData = async (deals: number, checkout: string): Promise<string> => {
  const file = await generatedDatabase(generatedDeals, 1, checkout);
  const folder = `${file}.${deals}.postgres`;
  if (existsSync(folder)) return folder;
  const server = await startPostgres(settings, deals === generatedDeals ? undefined : await generatedData(generatedDeals, checkout));
  try {
    const url = toDatabaseUrl(server.url, databaseName);
    if (deals === generatedDeals) {
      await runOnServer(server.url, `create database ${databaseName} template template0`);
      await fill(url, checkout);
    }
    for (let copy = 1; copy < deals / generatedDeals; copy += 1) await copyDeals(url, copy);
    // As autovacuum does a minute later.
    await runOnServer(url, 'vacuum analyze');
    server.stop('fast');
    await rename(server.data, folder);
    return folder;
  } finally {
    await server.close();
  }
};

/** Starts a temporary PostgreSQL server with generated deals. `url` is that of the database. */
export const startGeneratedPostgres = async (deals: number, checkout: string): Promise<{ server: PostgresServer; url: string }> => {
  const server = await startPostgres(settings, await generatedData(deals, checkout));
  return { server, url: toDatabaseUrl(server.url, databaseName) };
};

/** The process id of a running server. */
export const processIdOf = ({ data }: PostgresServer): number => Number(readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n')[0]);
