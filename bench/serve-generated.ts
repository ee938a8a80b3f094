import { setFlagsFromString } from 'node:v8';
import { configFrom } from '../src/config.ts';

/** Serves a generated database as it is: the server itself would take the real dataset in first. Runs the built code. */
const built = new URL('../dist/', import.meta.url);
const { buildApp } = (await import(new URL('app.js', built).href)) as typeof import('../src/app.ts');
const { openDatabase } = (await import(new URL('database/open.js', built).href)) as typeof import('../src/database/open.ts');
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
