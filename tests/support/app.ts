import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import supertest from 'supertest';
import { buildApp } from '../../src/app.ts';
import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import { type Config, configFrom } from '../../src/config.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open.ts';
import { takeIn } from '../../src/publication/take-in.ts';
import type { WorkerPoolLimits } from '../../src/worker-pool/worker-pool.ts';
import { makeDatabase, suiteServer, templateName } from './postgres-database.ts';

export interface DatasetDatabase {
  database: Database;
  /** The text of every statement that was read with since it was last emptied. */
  statements: string[];
  close(): Promise<void>;
}

/** The database that the suite made once, with the real dataset in it. */
const templateFile = () => join(process.env.ROUNDTRIP_TEST_TEMPLATE ?? '', 'roundtrip.db');

export type Engine = 'sqlite' | 'postgres';

/** The engine that the suite runs on. */
export const suiteEngine: Engine = process.env.TEST_ENGINE === 'postgres' ? 'postgres' : 'sqlite';

/** A real database of its own: a copy of the one that the suite made once, or an empty one. */
export const makeEmptyOrDatasetDatabase = async (
  engine: Engine,
  fromScratch: boolean,
): Promise<{ url: string; close(): Promise<void> }> => {
  if (engine === 'postgres') return makeDatabase(suiteServer(), fromScratch ? undefined : templateName);
  const home = await mkdtemp(join(tmpdir(), 'roundtrip-test-'));
  if (!fromScratch) await copyFile(templateFile(), join(home, 'roundtrip.db'));
  return { url: `sqlite:${join(home, 'roundtrip.db')}`, close: () => rm(home, { recursive: true }) };
};

/**
 * A real database of its own, with a dataset in it: the real one, or that of a folder. It begins as a copy of the database
 * that the suite made once, or else empty.
 */
export const openDatasetDatabase = async (
  folder = datasetFolder,
  { fromScratch = false, engine = suiteEngine } = {},
): Promise<DatasetDatabase> => {
  const statements: string[] = [];
  const made = await makeEmptyOrDatasetDatabase(engine, fromScratch);
  const database = await openDatabase(made.url, { onRead: (statement) => statements.push(statement), isNestingRefused: true });
  if (fromScratch || folder !== datasetFolder) await takeIn(database, folder, new Date());
  return {
    database,
    statements,
    close: async () => {
      await database.close();
      await made.close();
    },
  };
};

/** Settings under which no test meets the rate limit. */
export const testConfig: Config = configFrom({ RATE_LIMIT_MAX: '1000000', DATA_DIR: join(tmpdir(), 'roundtrip-test-no-releases') });

/** The real application over a database. */
export const openApp = async (
  database: Database,
  config: Partial<Config> = {},
  clock = () => new Date(),
  analysisLimits: Partial<WorkerPoolLimits> = {},
) => {
  const home = await mkdtemp(join(tmpdir(), 'roundtrip-data-'));
  const app = await buildApp({ config: { ...testConfig, dataDir: home, ...config }, database, clock, analysisLimits });
  await app.ready();
  const close = async () => {
    await app.close();
    await rm(home, { recursive: true });
  };
  return { app, request: supertest(app.server), close };
};

/** The real application over the real dataset. */
export const openDatasetApp = async (config: Partial<Config> = {}, engine = suiteEngine) => {
  const dataset = await openDatasetDatabase(datasetFolder, { engine });
  const { app, request, close } = await openApp(dataset.database, config);
  return {
    ...dataset,
    app,
    request,
    close: async () => {
      await close();
      await dataset.close();
    },
  };
};

export type DatasetApp = Awaited<ReturnType<typeof openDatasetApp>>;

/** The real server on a port of its own, over the real dataset. */
export const startServer = async (): Promise<{ url: string; close(): Promise<void> }> => {
  const { app, close } = await openDatasetApp();
  await app.listen({ host: '127.0.0.1', port: 0 });
  return { url: `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`, close };
};
