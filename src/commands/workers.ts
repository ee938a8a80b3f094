import cluster, { type Worker } from 'node:cluster';
import { pino } from 'pino';
import type { Config } from '../config.ts';
import { openDatabase } from '../database/open.ts';
import { bringUpToDate, serve } from './serve.ts';

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
  cluster.on('exit', (worker, code, signal) => {
    if (isClosing || leaving.delete(worker)) return;
    log.error({ pid: worker.process.pid, code, signal }, 'a worker died and is replaced');
    setTimeout(() => {
      if (!isClosing) cluster.fork();
    }, restartPauseMs);
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
  process.on('SIGTERM', (signal) => void closeAll(signal));
  process.on('SIGINT', (signal) => void closeAll(signal));
  for (let index = 0; index < count; index += 1) cluster.fork();
  log.info({ workers: count }, `documentation at http://localhost:${config.port}/docs`);
};
