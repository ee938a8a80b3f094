import fp from 'fastify-plugin';
import type { Database } from '../database/database.ts';
import { readFromPin } from '../releases/pinning.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The open database. A request that is pinned to a release reads from the database of that release. */
    database: Database;
  }
}

/** Decorates the application with a database that the caller opened, and that the caller closes. */
export const databasePlugin = fp(
  async (app, { database }: { database: Database }) => {
    app.decorate('database', readFromPin(app.metrics.observeDatabase(database)));
  },
  { name: 'database', dependencies: ['metrics'] },
);
