import { setFlagsFromString } from 'node:v8';
import { buildApp } from '../src/app.ts';
import { configFrom } from '../src/config.ts';
import { openDatabase } from '../src/database/open.ts';

/** Serves a generated database as it is: the server itself would take the real dataset in first. Built as that is. */
// As `serve` has it.
setFlagsFromString('--heap-growing-percent=100');
const config = configFrom(process.env);
const database = await openDatabase(config.databaseUrl);
const app = await buildApp({ config, database, logger: { level: config.logLevel } });
await app.listen({ host: config.host, port: config.port });
process.once('SIGTERM', () => {
  void app
    .close()
    .then(() => database.close())
    .then(() => process.exit(0));
});
