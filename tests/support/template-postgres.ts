import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import { openDatabase } from '../../src/database/open.ts';
import { takeIn } from '../../src/publication/take-in.ts';
import { takenInAt } from './dataset.ts';
import { onServer, templateName, urlOf } from './postgres-database.ts';
import { startPostgres } from './postgres-server.ts';

/** Starts a PostgreSQL server for the suite and imports the real dataset once. Test files copy that database. */
export const setup = async (): Promise<() => Promise<void>> => {
  const server = await startPostgres();
  await onServer(server.url, `create database ${templateName} template template0`);
  const database = await openDatabase(urlOf(server.url, templateName));
  await takeIn(database, datasetFolder, takenInAt);
  await database.close();
  process.env.ROUNDTRIP_TEST_POSTGRES = server.url;
  return () => server.close();
};
