import { once } from 'node:events';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { sendInside, sendTo } from '../api-client/api.ts';
import { buildApp } from '../app.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open.ts';
import { importDataset } from '../ingest/import-dataset.ts';
import { mcpServerFactory } from '../mcp/server.ts';
import type { Connection } from '../mcp/tool.ts';
import { datasetFolder } from './dataset-folder.ts';
import { hasDataset } from './import.ts';
import { UsageError } from './run-command.ts';

/** Serves one client until it closes standard input. Nothing but the protocol is written to standard output. */
const serveClient = async (connection: Omit<Connection, 'onError'>): Promise<void> => {
  const ended = once(process.stdin, 'close');
  const server = serveStdio(
    mcpServerFactory(() => ({ ...connection, onError: (error) => console.error(error) })),
    { onerror: (error) => console.error(error.message) },
  );
  await ended;
  await server.close();
};

const withDatabase = async (config: Config, work: (database: Database) => Promise<void>): Promise<void> => {
  const database = await openDatabase(config.databaseUrl);
  try {
    if (!(await hasDataset(database))) await importDataset(database, datasetFolder, new Date());
    await work(database);
  } finally {
    await database.close();
  }
};

/** Serves the Model Context Protocol over standard input and output, from the local database or from another server. */
export const runMcp = async (config: Config, url: string | undefined): Promise<void> => {
  if (url !== undefined) {
    if (!/^https?:\/\//.test(url) || !URL.canParse(url))
      throw new UsageError(`Invalid --url value "${url}": expected the URL of a server, such as https://api.example.org.`);
    const baseUrl = url.replace(/\/$/, '');
    await serveClient({ send: sendTo(baseUrl), baseUrl });
    return;
  }
  await withDatabase(config, async (database) => {
    const app = await buildApp({ config, database });
    try {
      await app.ready();
      await serveClient({ send: sendInside(app), baseUrl: config.publicUrl ?? `http://localhost:${config.port}` });
    } finally {
      await app.close();
    }
  });
};
