import fp from 'fastify-plugin';
import { createReleases, type Releases } from '../releases/releases.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** The published releases of the data. */
    releases: Releases;
  }
}

/** Opens the releases in the data directory. Closes their databases when the application closes. */
export const releasesPlugin = fp(
  async (app) => {
    const releases = createReleases(app.config.dataDir);
    app.decorate('releases', releases);
    app.addHook('onClose', () => releases.close());
  },
  { name: 'releases', dependencies: ['config'] },
);
