import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { KeyScope } from '../database/schema/api-keys.ts';
import { Problem } from '../http/problems.ts';
import { type ApiKey, includesScope } from './keys.ts';

/** The header of every 401 (RFC 9110, section 11.6.1). */
export const challenge = { 'www-authenticate': 'Bearer realm="roundtrip"' };

/** Returns the key of a request if it has a scope; throws a 401 without a key, and a 403 for a key without the scope. */
export const requireScope = ({ apiKey }: FastifyRequest, scope: KeyScope): ApiKey => {
  if (apiKey === null)
    throw new Problem('unauthorized', `This operation needs a key with the scope "${scope}": Authorization: Bearer <key>.`, {
      headers: challenge,
    });
  if (!includesScope(apiKey.scope, scope))
    throw new Problem('forbidden', `The key "${apiKey.name}" has the scope "${apiKey.scope}". This operation needs "${scope}".`);
  return apiKey;
};

/** Guards every route of an encapsulated context with a scope, before any body is read. */
export const scopeGuard = (app: FastifyInstance, scope: KeyScope): void => {
  app.addHook('onRequest', (request, _reply, done) => {
    requireScope(request, scope);
    done();
  });
};
