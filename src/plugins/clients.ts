import rateLimit from '@fastify/rate-limit';
import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { type ApiKey, findKey, recordKeyUse } from '../access/keys.ts';
import { challenge } from '../access/scopes.ts';
import { Problem } from '../http/problems.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The API key of the request, once it was accepted. */
    apiKey: ApiKey | null;
  }
  interface FastifyInstance {
    /** Returns the problem to answer with: 429 instead of 401 or 403 for a client that was refused too often. */
    limitRefusals(request: FastifyRequest, problem: Problem): Promise<Problem>;
  }
}

const rejections = {
  malformed: 'The Authorization header must be "Bearer " followed by a key of this server.',
  unknown: 'This server has no such key.',
  expired: 'The API key has expired.',
  revoked: 'The API key was revoked.',
} as const;

const windowSeconds = 60;
/** A key allows this many times as many requests. */
const keyedFactor = 10;
/** The share of the requests of a client that may end with 401 or 403. */
const refusedShare = 1 / 30;

const tooManyRequests = (what: string, seconds: number): Problem =>
  new Problem('too-many-requests', `${what}. Try again in ${seconds} seconds.`, { headers: { 'retry-after': String(seconds) } });

/**
 * Identifies the client of a request, by its API key or its address, and limits its requests. An invalid key gets a 401, and every
 * response says how many requests are left.
 */
export const clientsPlugin = fp(
  async (app) => {
    const { database, today } = app;
    const { rateLimitMax } = app.config;
    /** Keys whose use is being recorded: requests that arrive before the write has finished do not queue another. */
    const recording = new Set<string>();
    // Recorded once a day, and not awaited: a database that cannot be written to can still be read.
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

    const timeWindow = windowSeconds * 1_000;
    await app.register(rateLimit, { global: false });
    const keyGenerator = ({ apiKey, ip }: FastifyRequest) => apiKey?.id ?? ip;
    const byAddress = app.createRateLimit({ max: rateLimitMax, timeWindow, keyGenerator });
    const byKey = app.createRateLimit({ max: rateLimitMax * keyedFactor, timeWindow, keyGenerator });
    const refusals = app.createRateLimit({ max: Math.ceil(rateLimitMax * refusedShare), timeWindow });

    app.decorateRequest('apiKey', null);
    app.addHook('onRequest', async (request, reply) => {
      const { authorization } = request.headers;
      if (authorization !== undefined) await authenticate(request, authorization);
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
  { name: 'clients', dependencies: ['config', 'data-source'] },
);
