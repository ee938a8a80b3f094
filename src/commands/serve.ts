import cluster, { type Worker } from 'node:cluster';
import { setTimeout } from 'node:timers/promises';
import closeWithGrace from 'close-with-grace';
import type { FastifyBaseLogger } from 'fastify';
import { pino } from 'pino';
import { buildApp } from '../app.ts';
import type { Config } from '../config.ts';
import type { Database } from '../database/database.ts';
import { openDatabase } from '../database/open.ts';
import { takeIn } from '../publication/take-in.ts';
import { datasetFolder } from './dataset-folder.ts';
import { summaryLine } from './import.ts';

const closeDelayMs = 10_000;

/** Brings the database up to the dataset that comes with the software, and says what that changed. */
const bringUpToDate = async (database: Database, log: Pick<FastifyBaseLogger, 'info' | 'warn'>): Promise<void> => {
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

/** So that a worker that cannot start does not take all there is. */
const restartPauseMs = 1_000;

const ended = (worker: Worker): Promise<void> =>
  worker.isDead() ? Promise.resolve() : new Promise((resolve) => void worker.once('exit', () => resolve()));

const listening = (worker: Worker): Promise<void> => new Promise((resolve) => void worker.once('listening', () => resolve()));

/**
 * Serves with several processes on one port. One that dies is replaced. SIGHUP replaces them all, one after another, without a
 * moment in which none listens; SIGTERM and SIGINT let each finish what is in flight.
 */
export const serveWithWorkers = async (config: Config, count: number): Promise<void> => {
  if (cluster.isWorker) return serve(config);
  const log = pino({ level: config.logLevel });
  const database = await openDatabase(config.databaseUrl);
  await bringUpToDate(database, log);
  await database.close();
  let isClosing = false;
  const leaving = new Set<Worker>();
  cluster.on('exit', async (worker, code, signal) => {
    if (isClosing || leaving.delete(worker)) return;
    log.error({ pid: worker.process.pid, code, signal }, 'a worker died and is replaced');
    await setTimeout(restartPauseMs);
    if (!isClosing) cluster.fork();
  });
  const replaceAll = async (): Promise<void> => {
    for (const old of Object.values(cluster.workers ?? {})) {
      if (old === undefined || isClosing) continue;
      await listening(cluster.fork());
      leaving.add(old);
      old.process.kill('SIGTERM');
      await ended(old);
    }
    log.info('every worker was replaced');
  };
  const closeAll = async (signal: NodeJS.Signals): Promise<void> => {
    if (isClosing) return;
    isClosing = true;
    log.info({ signal }, 'closing');
    const workers = Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
    for (const worker of workers) worker.process.kill('SIGTERM');
    await Promise.all(workers.map(ended));
  };
  process.on('SIGHUP', () => void replaceAll());
  process.on('SIGTERM', closeAll);
  process.on('SIGINT', closeAll);
  for (let index = 0; index < count; index += 1) cluster.fork();
  log.info({ workers: count }, `documentation at http://localhost:${config.port}/docs`);
};
