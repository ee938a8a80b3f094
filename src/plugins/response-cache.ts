import fp from 'fastify-plugin';
import { createResponseCache, type ResponseCache } from '../http/response-cache.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Keeps response bodies, compressed, until the data or the day change. */
    responseCache: ResponseCache;
  }
}

const responseCacheBytesMax = 64 * 1_048_576;

export const responseCachePlugin = fp(
  async (app) => {
    const { database, today, metrics } = app;
    app.decorate(
      'responseCache',
      createResponseCache({
        maxBytes: responseCacheBytesMax,
        changeToken: () => `${database.changeToken()} ${today()}`,
        onOutcome: metrics.recordCacheOutcome,
      }),
    );
  },
  { name: 'response-cache', dependencies: ['database', 'clock', 'metrics'] },
);
