import { createHash, timingSafeEqual } from 'node:crypto';
import { and, eq, isNull, ne, or } from 'drizzle-orm';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { Session } from '../database/database.ts';
import type { KeyScope } from '../database/schema/api-keys.ts';
import { identifyClient } from '../http/client.ts';
import { Problem } from '../http/problems.ts';
import { type Budget, createRateLimiter } from '../http/rate-limiter.ts';
import { isInside } from '../http/requests.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The authenticated API key, or null for an anonymous request. */
    apiKey: ApiKey | null;
    /** What is left of the rate limit, or null if the request does not count. */
    budget: Budget | null;
  }
  interface FastifyInstance {
    /** Counts a request of a client, unless its limit is exceeded. */
    countRequest(client: Pick<FastifyRequest, 'apiKey' | 'ip'>, cost?: number): Budget;
    /** Returns the problem to send: 429 instead of a 401 or 403 if the client was refused too often. */
    limitRefusals(request: FastifyRequest, problem: Problem): Problem;
  }
  interface FastifyContextConfig {
    /** As how many requests a request to the route counts. 1 by default. */
    cost?: number;
  }
}

/** An authenticated API key. */
export interface ApiKey {
  id: string;
  name: string;
  scope: KeyScope;
}

const keyPattern = /^roundtrip_([0-9a-f]{16})_([A-Za-z0-9_-]{43})$/;

const rejections = {
  malformed: 'The Authorization header must be "Bearer " followed by a key of this server.',
  unknown: 'This server has no such key.',
  expired: 'The API key has expired.',
  revoked: 'The API key was revoked.',
} as const;

/** SHA-256 suffices for a secret of 256 random bits. A password hash would slow down every request and add no security. */
export const hashSecret = (secret: string): string => createHash('sha256').update(secret).digest('hex');

/** Returns whether a scope includes the required one. `admin` includes `write`, which includes `read`. */
export const includesScope = (scope: KeyScope, requiredScope: KeyScope): boolean => {
  const order: readonly KeyScope[] = ['read', 'write', 'admin'];
  return order.indexOf(scope) >= order.indexOf(requiredScope);
};

/** Returns the key that a client presents, or the reason why it is invalid. Compares the hashes in constant time. */
const findKey = async (
  session: Session,
  presented: string,
  today: string,
): Promise<(ApiKey & { lastUsedOn: string | null }) | keyof typeof rejections> => {
  const [, id = '', secret = ''] = keyPattern.exec(presented) ?? [];
  if (id === '') return 'malformed';
  const { apiKeys } = session.tables;
  const [row] = await session.orm.select().from(apiKeys).where(eq(apiKeys.id, id));
  const expected = Buffer.from(row?.hash ?? hashSecret(''), 'hex');
  const isSame = timingSafeEqual(Buffer.from(hashSecret(secret), 'hex'), expected);
  if (row === undefined || !isSame) return 'unknown';
  if (row.revokedAt !== null) return 'revoked';
  if (row.expiresOn !== null && row.expiresOn < today) return 'expired';
  return { id: row.id, name: row.name, scope: row.scope, lastUsedOn: row.lastUsedOn };
};

/** Records the day on which a key was last used. */
const recordKeyUse = async (session: Session, id: string, day: string): Promise<void> => {
  const { apiKeys } = session.tables;
  await session.orm
    .update(apiKeys)
    .set({ lastUsedOn: day })
    .where(and(eq(apiKeys.id, id), or(isNull(apiKeys.lastUsedOn), ne(apiKeys.lastUsedOn, day))));
};

/** The `WWW-Authenticate` header that every 401 requires (RFC 9110, section 11.6.1). */
const challenge = { 'www-authenticate': 'Bearer realm="roundtrip"' };

/** Returns the API key of a request. Throws a 401 if there is none, and a 403 if the key does not have the scope. */
export const requireScope = ({ apiKey }: FastifyRequest, scope: KeyScope): ApiKey => {
  if (apiKey === null)
    throw new Problem('unauthorized', `This operation needs a key with the scope "${scope}": Authorization: Bearer <key>.`, {
      headers: challenge,
    });
  if (!includesScope(apiKey.scope, scope))
    throw new Problem('forbidden', `The key "${apiKey.name}" has the scope "${apiKey.scope}". This operation needs "${scope}".`);
  return apiKey;
};

/** Requires a scope for every route of an encapsulated context. Rejects requests before their bodies are read. */
export const scopeGuard = (app: FastifyInstance, scope: KeyScope): void => {
  app.addHook('onRequest', (request, _reply, done) => {
    requireScope(request, scope);
    done();
  });
};

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

    app.decorate('countRequest', (client, cost = 1) =>
      countRequest(identifyClient(client), client.apiKey === null ? rateLimitMax : rateLimitMax * keyedFactor, cost),
    );
    app.decorateRequest('apiKey', null);
    app.decorateRequest('budget', null);
    app.addHook('onRequest', async (request) => {
      const { authorization } = request.headers;
      if (authorization !== undefined) await authenticate(request, authorization);
      if (request.routeOptions.url?.startsWith('/health/') === true || isInside(request)) return;
      request.budget = app.countRequest(request, request.routeOptions.config.cost);
      const { isExceeded, max, resetSeconds } = request.budget;
      if (isExceeded) throw tooManyRequests(`The limit is ${max} requests a minute`, resetSeconds);
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
