import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import supertest from 'supertest';
import { buildApp } from '../../src/app.ts';
import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import { type Config, parseConfig } from '../../src/config.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open.ts';
import { importDataset } from '../../src/ingest/import-dataset.ts';
import type { WorkerPoolLimits } from '../../src/worker-pool/worker-pool.ts';
import { createDatabase, suiteServer, templateName } from './postgres-database.ts';
import { copyTemplate } from './template-copy.ts';

export interface DatasetDatabase {
  database: Database;
  /** SQL of every read statement since the array was last emptied. */
  statements: string[];
  close(): Promise<void>;
}

export type Engine = 'sqlite' | 'postgres';

/** The database engine that the suite runs on. */
export const suiteEngine: Engine = process.env.TEST_ENGINE === 'postgres' ? 'postgres' : 'sqlite';

/** Creates a database: a copy of the suite's database with the real dataset, or an empty one if `fromScratch` is true. */
export const createTestDatabase = async (engine: Engine, fromScratch: boolean): Promise<{ url: string; close(): Promise<void> }> => {
  if (engine === 'postgres') return createDatabase(suiteServer(), fromScratch ? undefined : templateName);
  const home = await mkdtemp(join(tmpdir(), 'roundtrip-test-'));
  if (!fromScratch) await copyTemplate(home);
  return { url: `sqlite:${join(home, 'roundtrip.db')}`, close: () => rm(home, { recursive: true }) };
};

/**
 * Opens a database with a dataset in it: the real one, or the one in `folder`. `fromScratch` imports the dataset into an empty database
 * instead of copying the suite's.
 */
export const openDatasetDatabase = async (
  folder = datasetFolder,
  { fromScratch = false, engine = suiteEngine } = {},
): Promise<DatasetDatabase> => {
  const statements: string[] = [];
  const made = await createTestDatabase(engine, fromScratch);
  const database = await openDatabase(made.url, { onRead: (statement) => statements.push(statement), rejectNested: true });
  if (fromScratch || folder !== datasetFolder) await importDataset(database, folder, new Date());
  return {
    database,
    statements,
    close: async () => {
      await database.close();
      await made.close();
    },
  };
};

/** Settings with which no test reaches the rate limit. */
export const testConfig: Config = parseConfig({ RATE_LIMIT_MAX: '1000000', DATA_DIR: join(tmpdir(), 'roundtrip-test-no-releases') });

/** Starts the real application on a database. */
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

/** Starts the real application on a copy of the real dataset. */
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

/** Starts the real server on a free port, on a copy of the real dataset. */
export const startServer = async (): Promise<{ url: string; close(): Promise<void> }> => {
  const { app, close } = await openDatasetApp();
  return { url: await app.listen({ host: '127.0.0.1', port: 0 }), close };
};
