import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { isInjection } from 'light-my-request';
import { type ApiKey, challenge, findKey, recordKeyUse } from '../access/keys.ts';
import { identifyClient } from '../http/client.ts';
import { Problem } from '../http/problems.ts';
import { type Budget, createRateLimiter } from '../http/rate-limiter.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The authenticated API key, or null for an anonymous request. */
    apiKey: ApiKey | null;
    /** What is left of the rate limit, or null if the request does not count. */
    budget: Budget | null;
  }
  interface FastifyInstance {
    /** Returns the problem to send: 429 instead of a 401 or 403 if the client was refused too often. */
    limitRefusals(request: FastifyRequest, problem: Problem): Problem;
  }
  interface FastifyContextConfig {
    /** As how many requests a request to the route counts. 1 by default. */
    cost?: number;
  }
}

const rejections = {
  malformed: 'The Authorization header must be "Bearer " followed by a key of this server.',
  unknown: 'This server has no such key.',
  expired: 'The API key has expired.',
  revoked: 'The API key was revoked.',
} as const;

const windowSeconds = 60;
/** The factor by which an API key raises the limit. */
const keyedFactor = 10;
/** The limit of 401 and 403 responses, as a fraction of the request limit. */
const refusedShare = 1 / 30;

const tooManyRequests = (reason: string, seconds: number): Problem =>
  new Problem('too-many-requests', `${reason}. Try again in ${seconds} seconds.`, { headers: { 'retry-after': String(seconds) } });

/**
 * Authenticates API keys and limits the request rate of each key, or of each address without a key. Rejects an invalid key with 401,
 * and sets the `RateLimit` headers of responses that shared caches do not store.
 */
export const clientsPlugin = fp(
  async (app) => {
    const { database, today } = app;
    const { rateLimitMax } = app.config;
    /** The ids of keys with a pending write, so that concurrent requests do not queue another. */
    const recording = new Set<string>();
    // Written once a day and not awaited, so that reads succeed even if the database is not writable.
    const recordUse = (id: string, request: FastifyRequest): void => {
      if (recording.has(id)) return;
      recording.add(id);
      database
        .write((session) => recordKeyUse(session, id, today()))
        .catch((error: unknown) => request.log.warn({ err: error }, 'failed to record the use of a key'))
        .finally(() => recording.delete(id));
    };
    const authenticate = async (request: FastifyRequest, authorization: string): Promise<void> => {
      const presented = /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? '';
      const found = await database.read((session) => findKey(session, presented, today()));
      if (typeof found === 'string') throw new Problem('unauthorized', rejections[found], { headers: challenge });
      if (found.lastUsedOn !== today()) recordUse(found.id, request);
      request.apiKey = { id: found.id, name: found.name, scope: found.scope };
    };

    const countRequest = createRateLimiter(windowSeconds * 1_000);
    const countRefusal = createRateLimiter(windowSeconds * 1_000);

    app.decorateRequest('apiKey', null);
    app.decorateRequest('budget', null);
    app.addHook('onRequest', async (request) => {
      const { authorization } = request.headers;
      if (authorization !== undefined) await authenticate(request, authorization);
      // Requests from inside the process belong to a page, which is counted itself.
      if (request.url.startsWith('/health/') || isInjection(request.raw)) return;
      const max = request.apiKey === null ? rateLimitMax : rateLimitMax * keyedFactor;
      request.budget = countRequest(identifyClient(request), max, request.routeOptions.config.cost ?? 1);
      if (request.budget.isExceeded) throw tooManyRequests(`The limit is ${max} requests a minute`, request.budget.resetSeconds);
    });

    // draft-ietf-httpapi-ratelimit-headers-10. A shared cache would repeat the headers of one client to all others, so a response that it
    // may store has none. The response to a key is for this client only.
    app.addHook('onSend', (request, reply, payload, done) => {
      const { budget, apiKey } = request;
      const caching = String(reply.getHeader('cache-control'));
      if (apiKey !== null && caching.startsWith('public')) reply.header('cache-control', caching.replace('public', 'private'));
      if (budget !== null && (apiKey !== null || !caching.startsWith('public'))) {
        reply.header('ratelimit-policy', `"default";q=${budget.max};w=${windowSeconds}`);
        reply.header('ratelimit', `"default";r=${budget.remaining};t=${budget.resetSeconds}`);
      }
      done(null, payload);
    });

    app.decorate('limitRefusals', (request, problem) => {
      if (problem.type !== 'unauthorized' && problem.type !== 'forbidden') return problem;
      const { isExceeded, resetSeconds } = countRefusal(identifyClient(request), Math.ceil(rateLimitMax * refusedShare), 1);
      return isExceeded ? tooManyRequests('Too many requests were refused', resetSeconds) : problem;
    });
  },
  { name: 'clients', dependencies: ['config', 'data-source'] },
);
