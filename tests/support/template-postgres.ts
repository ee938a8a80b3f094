import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import { openDatabase } from '../../src/database/open.ts';
import { importDataset } from '../../src/ingest/import-dataset.ts';
import { importedAt } from './dataset.ts';
import { runOnServer, templateName, toDatabaseUrl } from './postgres-database.ts';
import { startPostgres } from './postgres-server.ts';

/** Starts a PostgreSQL server for the suite and imports the real dataset once. Test files copy that database. */
export const setup = async (): Promise<() => Promise<void>> => {
  const server = await startPostgres();
  await runOnServer(server.url, `create database ${templateName} template template0`);
  const database = await openDatabase(toDatabaseUrl(server.url, templateName));
  await importDataset(database, datasetFolder, importedAt);
  await database.close();
  process.env.ROUNDTRIP_TEST_POSTGRES = server.url;
  return () => server.close();
};
