import { createRequire } from 'node:module';
import { join } from 'node:path';

/** Serves the table `deals` of a SQLite file with Platformatic DB, which the bench has installed in the given folder. */

interface PlatformaticDb {
  buildServer: (config: object) => Promise<{ start: () => Promise<string> }>;
}

const [folder = '', file = ''] = process.argv.slice(2);
const { buildServer } = createRequire(join(folder, 'package.json'))('@platformatic/db') as PlatformaticDb;
const server = await buildServer({
  server: { hostname: '127.0.0.1', port: Number(process.env.PORT), logger: { level: 'error' } },
  db: { connectionString: `sqlite://${file}`, graphql: false, openapi: true, events: false },
  watch: false,
});
await server.start();
