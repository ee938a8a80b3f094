import cluster from 'node:cluster';
import closeWithGrace from 'close-with-grace';
import type { FastifyBaseLogger } from 'fastify';
import { buildApp } from '../app.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open.ts';
import { takeIn } from '../publication/take-in.ts';
import { datasetFolder } from './dataset-folder.ts';
import { summaryLine } from './import.ts';

const closeDelayMs = 10_000;

/** Brings the database up to the dataset that comes with the software, and says what that changed. */
export const bringUpToDate = async (database: Database, log: Pick<FastifyBaseLogger, 'info' | 'warn'>): Promise<void> => {
  log.info('taking in the dataset');
  const started = performance.now();
  const summary = await takeIn(database, datasetFolder, new Date());
  log.info(`${summaryLine(summary)} in ${Math.round(performance.now() - started)} ms`);
  if (summary.conflicts.length > 0) log.warn('Some files were not taken in: see "roundtrip import --conflicts".');
};

/** Serves until a signal comes: migrates, takes in the dataset, listens; then finishes what is in flight and closes the database. */
export const serve = async (config: Config): Promise<void> => {
  const database = await openDatabase(config.databaseUrl, config);
  const app = await buildApp({ config, database, logger: { level: config.logLevel } });
  // What several processes share, their parent has brought up to date before it started them.
  if (cluster.isPrimary) await bringUpToDate(database, app.log);
  closeWithGrace({ delay: closeDelayMs, logger: app.log }, async ({ err, signal }) => {
    if (err) app.log.error({ err }, 'closing after a failure');
    else app.log.info({ signal }, 'closing');
    await app.close();
    await database.close();
  });
  await app.listen({ host: config.host, port: config.port });
  app.log.info(`documentation at http://localhost:${config.port}/docs`);
};
