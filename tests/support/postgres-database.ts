import { randomUUID } from 'node:crypto';
import pg from 'pg';

/** The database with the real dataset in it, which others are copied from. */
export const postgresTemplate = 'roundtrip_template';

const onServer = async (server: string, statement: string): Promise<void> => {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
};

/** The URL of another database on the same server. */
export const urlOfDatabase = (server: string, name: string): string => {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.toString();
};

/** Makes a database on a server: a copy of a template, or empty. */
export const createPostgresDatabase = async (
  server: string,
  template?: string,
  name = `test_${randomUUID().replaceAll('-', '')}`,
): Promise<{ url: string; drop(): Promise<void> }> => {
  await onServer(server, `create database ${name}${template === undefined ? '' : ` template ${template}`}`);
  return { url: urlOfDatabase(server, name), drop: () => onServer(server, `drop database ${name} with (force)`) };
};
