import closeWithGrace from 'close-with-grace';
import { buildApp } from '../app.ts';
import type { Config } from '../config.ts';
import { openDatabase } from '../database/open.ts';
import { takeIn } from '../publication/take-in.ts';
import { datasetFolder } from './dataset-folder.ts';
import { summaryLine } from './import.ts';

const closeDelayMs = 10_000;

/** Serves until a signal comes: migrates, takes in the dataset, listens; then finishes what is in flight and closes the database. */
export const serve = async (config: Config): Promise<void> => {
  const database = await openDatabase(config.databaseUrl, config);
  const app = await buildApp({ config, database, logger: { level: config.logLevel } });
  app.log.info('taking in the dataset');
  const started = performance.now();
  const summary = await takeIn(database, datasetFolder, new Date());
  app.log.info(`${summaryLine(summary)} in ${Math.round(performance.now() - started)} ms`);
  if (summary.conflicts.length > 0) app.log.warn('Some files were not taken in: see "roundtrip import --conflicts".');
  closeWithGrace({ delay: closeDelayMs, logger: app.log }, async ({ err, signal }) => {
    if (err) app.log.error({ err }, 'closing after a failure');
    else app.log.info({ signal }, 'closing');
    await app.close();
    await database.close();
  });
  await app.listen({ host: config.host, port: config.port });
  app.log.info(`documentation at http://localhost:${config.port}/docs`);
};
