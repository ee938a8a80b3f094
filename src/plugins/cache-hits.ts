import fp from 'fastify-plugin';
import { negotiateListFormat } from '../http/negotiation.ts';

/**
 * Sends cached responses before validation, for the routes of the encapsulated context that it is registered in. Only requests for
 * JSON are looked up: the cached body was validated under the same URL when it was made.
 */
export const cacheHitsPlugin = fp(
  async (app) => {
    const { responseCache } = app;
    app.addHook('onRequest', (request, reply, done) => {
      const { accept } = request.headers;
      const wantsJson = accept === undefined || accept === '*/*' || negotiateListFormat(request) === 'json';
      if (!wantsJson || !responseCache.sendCached(request, reply)) done();
    });
  },
  // A pinned request has a response cache entry of its own: its change token is that of the release.
  { name: 'cache-hits', dependencies: ['response-cache', 'negotiation', 'pinning'] },
);
