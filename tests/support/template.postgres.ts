import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import { openDatabase } from '../../src/database/open.ts';
import { takeIn } from '../../src/publication/take-in.ts';
import { createPostgresDatabase, postgresTemplate } from './postgres-database.ts';
import { startPostgres } from './postgres-server.ts';

/** Starts a PostgreSQL for all test files, and takes the real dataset in once, which they copy. */
export const setup = async (): Promise<() => Promise<void>> => {
  const server = await startPostgres({ isThrownAway: true });
  const { url } = await createPostgresDatabase(server.url, undefined, postgresTemplate);
  const database = await openDatabase(url);
  await takeIn(database, datasetFolder, new Date());
  await database.close();
  process.env.ROUNDTRIP_TEST_POSTGRES = server.url;
  return () => server.close();
};
