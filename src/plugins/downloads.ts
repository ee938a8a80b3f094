import { join } from 'node:path';
import fp from 'fastify-plugin';
import { createDownloads, type Downloads } from '../downloads/downloads.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Buffers large responses, so that slow clients do not hold a database snapshot open. */
    downloads: Downloads;
  }
}

export const downloadsPlugin = fp(
  async (app) => {
    const downloads = createDownloads(join(app.config.dataDir, 'downloads'));
    app.decorate('downloads', downloads);
    app.addHook('preClose', async () => downloads.close());
  },
  { name: 'downloads', dependencies: ['config'] },
);
