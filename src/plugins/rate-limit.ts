import rateLimit from '@fastify/rate-limit';
import fp from 'fastify-plugin';
import { Problem } from '../http/problems.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Returns the problem to answer with: 429 instead of 401 or 403 for a client that was refused too often. */
    limitRefusals(request: FastifyRequest, problem: Problem): Promise<Problem>;
  }
}

const windowSeconds = 60;
/** A key allows this many times as many requests. */
const keyedFactor = 10;
/** The share of the requests of a client that may end with 401 or 403. */
const refusedShare = 1 / 30;

const tooManyRequests = (what: string, seconds: number): Problem =>
  new Problem('too-many-requests', `${what}. Try again in ${seconds} seconds.`, { headers: { 'retry-after': String(seconds) } });

/** Limits the requests of each key, or of each address without one, and tells every client how many are left. */
export const rateLimitPlugin = fp(
  async (app) => {
    const { rateLimitMax } = app.config;
    const timeWindow = windowSeconds * 1_000;
    await app.register(rateLimit, { global: false });
    const byAddress = app.createRateLimit({ max: rateLimitMax, timeWindow, keyGenerator: ({ ip }) => ip });
    const byKey = app.createRateLimit({ max: rateLimitMax * keyedFactor, timeWindow, keyGenerator: ({ apiKey, ip }) => apiKey?.id ?? ip });
    const refusals = app.createRateLimit({ max: Math.ceil(rateLimitMax * refusedShare), timeWindow });

    app.addHook('onRequest', async (request, reply) => {
      if (request.url.startsWith('/health/')) return;
      const state = await (request.apiKey === null ? byAddress : byKey)(request);
      if (state.isAllowed) return;
      // draft-ietf-httpapi-ratelimit-headers-10
      reply.header('ratelimit-policy', `"default";q=${state.max};w=${windowSeconds}`);
      reply.header('ratelimit', `"default";r=${state.remaining};t=${state.ttlInSeconds}`);
      if (state.isExceeded) throw tooManyRequests(`The limit is ${state.max} requests a minute`, state.ttlInSeconds);
    });

    app.decorate('limitRefusals', async (request, problem) => {
      if (problem.type !== 'unauthorized' && problem.type !== 'forbidden') return problem;
      const state = await refusals(request);
      if (state.isAllowed || !state.isExceeded) return problem;
      return tooManyRequests('Too many requests were refused', state.ttlInSeconds);
    });
  },
  { name: 'rate-limit', dependencies: ['config', 'auth'] },
);
