import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { KeyScope } from '../database/schema/api-keys.ts';
import { Problem } from '../http/problems.ts';
import { type ApiKey, includesScope } from './keys.ts';

/** The `WWW-Authenticate` header that every 401 requires (RFC 9110, section 11.6.1). */
export const challenge = { 'www-authenticate': 'Bearer realm="roundtrip"' };

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
