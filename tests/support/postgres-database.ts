import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** The database of the suite's own server that holds the real dataset, and the server itself. */
export const templateName = 'roundtrip_template';
export const suiteServer = (): string => process.env.ROUNDTRIP_TEST_POSTGRES ?? '';

/** Runs one statement on a server. */
export const onServer = async (url: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(statement);
  await client.end();
};

/** The URL of another database of the same server. */
export const urlOf = (server: string, database: string): string => Object.assign(new URL(server), { pathname: `/${database}` }).href;

/** Makes a database on a server: a copy of another one, or an empty one. It is dropped when it is closed. */
export const makeDatabase = async (server: string, template = 'template0'): Promise<{ url: string; close(): Promise<void> }> => {
  const name = `test_${randomUUID().replaceAll('-', '')}`;
  await onServer(server, `create database ${name} template ${template}`);
  return { url: urlOf(server, name), close: () => onServer(server, `drop database ${name} with (force)`) };
};
