import { join } from 'node:path';
import fp from 'fastify-plugin';
import { createExports } from '../exports/export-generations.ts';
import { type VersionedExports, withReleases } from '../releases/release-exports.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The full dataset as files, for the current data and for every release. */
    exports: VersionedExports;
  }
}

export const exportsPlugin = fp(
  async (app) => {
    const { config, database, releases } = app;
    const exports = withReleases(createExports({ database, folder: join(config.dataDir, 'exports') }), releases, config.dataDir);
    app.decorate('exports', exports);
    app.addHook('preClose', () => exports.close());
  },
  { name: 'exports', dependencies: ['config', 'data-source', 'releases'] },
);
