import cluster from 'node:cluster';
import { setFlagsFromString } from 'node:v8';
import closeWithGrace from 'close-with-grace';
import { type Logger, pino } from 'pino';
import { buildApp } from '../app.ts';
import type { Config } from '../config.ts';
import { type Database, WriteQueueFull } from '../database/database.ts';
import { openDatabase } from '../database/open.ts';
import { serializeError } from '../http/log.ts';
import { importDataset } from '../ingest/import-dataset.ts';
import type { ImportSummary } from '../ingest/synchronize-dataset.ts';
import { releaseDataset } from '../releases/release-dataset.ts';
import { assertCanStart } from './assert-can-start.ts';
import { datasetFolder } from './dataset-folder.ts';
import { formatImportSummary } from './import.ts';
import { startWorkers } from './workers.ts';

const closeDelayMs = 10_000;
/** Leaves time to close the database after the last request. */
const finishDelayMs = 8_000;
/** Longer than the shutdown delay of the workers themselves. */
const closeWorkersDelayMs = closeDelayMs + 2_000;

/**
 * Signals of a process that has crashed. It cannot run a handler any more: Node would return to the instruction that failed, again and
 * again, so the process would neither serve nor end.
 */
const crashSignals = ['SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGSEGV'] as const;

const maxAttempts = 20;

/** Several servers can start at once; each imports the dataset in turn. */
const importWithRetries = async (database: Database): Promise<ImportSummary> => {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await importDataset(database, datasetFolder, new Date());
    } catch (error) {
      if (!(error instanceof WriteQueueFull) || attempt === maxAttempts) throw error;
    }
  }
};

const prepareDataset = async (database: Database, { dataDir }: Config, log: Pick<Logger, 'info' | 'warn'>): Promise<void> => {
  log.info('importing the dataset');
  const started = performance.now();
  const summary = await importWithRetries(database);
  log.info(`${formatImportSummary(summary)} in ${Math.round(performance.now() - started)} ms`);
  if (summary.conflicts.length > 0) log.warn('Some files were not imported. Run "roundtrip import --conflicts" to list them.');
  try {
    const version = await releaseDataset(database, dataDir, new Date());
    if (version !== undefined) log.info(`created the release ${version}`);
  } catch (error) {
    log.warn({ err: error }, 'Could not create a release of the dataset. Trying again at the next start.');
  }
};

/** Stops accepting requests and waits for those in progress. Disconnects clients that are too slow to finish in time. */
const closeApp = async (app: Awaited<ReturnType<typeof buildApp>>): Promise<void> => {
  const late = setTimeout(() => app.server.closeAllConnections(), finishDelayMs);
  await app.close();
  clearTimeout(late);
};

const serveAlone = async (config: Config, prepare: typeof prepareDataset): Promise<void> => {
  // By default, V8 lets garbage grow to several times the live heap if the machine has free memory. Under a mixed load, that is a
  // third of the process.
  setFlagsFromString('--heap-growing-percent=100');
  const log = pino({ level: config.logLevel, serializers: { err: serializeError } });
  const opened: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const closeOne of opened.splice(0).toReversed()) await closeOne();
  };
  let isClosing = false;
  // Before anything slow: without a handler, the first process of a container ignores signals.
  const grace = closeWithGrace({ delay: closeDelayMs, logger: log, skip: [...crashSignals] }, async ({ err, signal }) => {
    isClosing = true;
    if (err) log.error({ err }, 'closing after an error');
    else log.info({ signal }, 'closing');
    await close();
  });
  try {
    if (!cluster.isWorker) await assertCanStart(config);
    const database = await openDatabase(config.databaseUrl, { ...config, onWaiting: (reason) => log.warn(`${reason}. Trying again.`) });
    opened.push(() => database.close());
    const app = await buildApp({ config, database, logger: log });
    opened.push(() => closeApp(app));
    await prepare(database, config, log);
    if (isClosing) return;
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    if (isClosing) return;
    // It would exit with status 0.
    grace.uninstall();
    await close();
    throw error;
  }
  // The primary process has disconnected this worker, or has exited.
  if (cluster.isWorker) process.once('disconnect', () => grace.close());
  log.info(`documentation at http://localhost:${config.port}/docs`);
};

/** The primary process has already prepared the database. */
const serveAsWorker = async (config: Config): Promise<void> => {
  try {
    await serveAlone(config, async () => undefined);
  } catch (error) {
    // The channel to the primary process would keep this process alive.
    cluster.worker?.disconnect();
    throw error;
  }
};

/** Prepares the database once, then starts worker processes that share one port. SIGHUP replaces them one by one. */
const serveWithWorkers = async (config: Config, count: number): Promise<void> => {
  const log = pino({ level: config.logLevel, serializers: { err: serializeError } });
  await assertCanStart(config);
  const database = await openDatabase(config.databaseUrl, { onWaiting: (reason) => log.warn(`${reason}. Trying again.`) });
  try {
    await prepareDataset(database, config, log);
  } finally {
    await database.close();
  }
  const workers = await startWorkers(count, log);
  process.on('SIGHUP', () => {
    workers.restart().catch((error: unknown) => log.error({ err: error }, 'could not replace all workers'));
  });
  closeWithGrace({ delay: closeWorkersDelayMs, logger: log, skip: ['SIGHUP', ...crashSignals] }, async ({ err, signal }) => {
    if (err) log.error({ err }, 'closing after an error');
    else log.info({ signal }, 'closing');
    await workers.close();
  });
  log.info(`${count} workers listening; documentation at http://localhost:${config.port}/docs`);
};

/** Migrates the database, imports and releases the dataset, and listens. On a signal, finishes the requests in flight and closes the database. */
export const serve = async (config: Config, workers = 1): Promise<void> => {
  if (cluster.isWorker) await serveAsWorker(config);
  else if (workers > 1) await serveWithWorkers(config, workers);
  else await serveAlone(config, prepareDataset);
};
