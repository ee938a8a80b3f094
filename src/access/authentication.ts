import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Database } from '../database/database.ts';
import type { KeyScope } from '../database/tables/access.ts';
import { Problem } from '../http/problems.ts';
import { type ApiKey, findKey, holdsScope, noteUse } from './keys.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that the request bears, once it was accepted. */
    apiKey: ApiKey | null;
  }
}

const challenge = { 'www-authenticate': 'Bearer realm="roundtrip"' };

const reasons = {
  malformed: 'The Authorization header is not "Bearer " and a key of this server.',
  unknown: 'The key is not one of this server.',
  expired: 'The key has expired.',
  revoked: 'The key was revoked.',
} as const;

/** Reads the key of a request; none if it bears none. A key that is not accepted is a 401. */
export const createAuthentication = (database: Database, today: () => string) => {
  /** Keys whose use is being noted: a note that waits for its turn is waited for by others that would say the same. */
  const noting = new Set<string>();
  // Noted once a day, and beside the request: a database that cannot be written to right now can still be read.
  const note = (id: string, request: FastifyRequest): void => {
    if (noting.has(id)) return;
    noting.add(id);
    database
      .write((session) => noteUse(session, id, today()))
      .catch((error: unknown) => request.log.warn({ err: error }, 'the use of a key was not noted'))
      .finally(() => noting.delete(id));
  };
  return async (request: FastifyRequest): Promise<ApiKey | null> => {
    const header = request.headers.authorization;
    if (header === undefined) return null;
    const presented = /^Bearer +(\S+)$/i.exec(header)?.[1] ?? '';
    const found = await database.read((session) => findKey(session, presented, today()));
    if (typeof found === 'string') throw new Problem('unauthorized', reasons[found], { headers: challenge });
    if (found.lastUsedOn !== today()) note(found.id, request);
    return { id: found.id, name: found.name, scope: found.scope };
  };
};

/** The key of a request that has to hold a scope: 401 without a key, 403 where it does not. */
export const requireScope = ({ apiKey }: FastifyRequest, asked: KeyScope): ApiKey => {
  if (apiKey === null)
    throw new Problem('unauthorized', `This needs a key of the scope "${asked}": Authorization: Bearer <key>.`, { headers: challenge });
  if (!holdsScope(apiKey.scope, asked))
    throw new Problem('forbidden', `The key "${apiKey.name}" has the scope "${apiKey.scope}"; this needs "${asked}".`);
  return apiKey;
};

/** Lets only keys of a scope use the operations of a scope of routes: asked before anything of a body is read. */
export const admitOnly = (app: FastifyInstance, asked: KeyScope): void => {
  app.addHook('onRequest', async (request) => {
    requireScope(request, asked);
  });
};
