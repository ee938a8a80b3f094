import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** The database with the real dataset on the suite's PostgreSQL server. */
export const templateName = 'roundtrip_template';
/** Returns the URL of the suite's PostgreSQL server; empty if there is none. */
export const suiteServer = (): string => process.env.ROUNDTRIP_TEST_POSTGRES ?? '';

/** Executes one statement on a server. */
export const runOnServer = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
};

/** Returns the URL of another database on the same server. */
export const toDatabaseUrl = (server: string, database: string): string =>
  Object.assign(new URL(server), { pathname: `/${database}` }).href;

/** Creates a database on a server: a copy of a template, or an empty one. `close` drops it. */
export const createDatabase = async (server: string, template = 'template0'): Promise<{ url: string; close(): Promise<void> }> => {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await runOnServer(server, `create database ${name} template ${template}`);
  return { url: toDatabaseUrl(server, name), close: () => runOnServer(server, `drop database ${name} with (force)`) };
};
