import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { type ApiKey, findKey, recordKeyUse } from '../access/keys.ts';
import { challenge } from '../access/scopes.ts';
import { Problem } from '../http/problems.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The key that the request presented, once it was accepted. */
    apiKey: ApiKey | null;
  }
}

const reasons = {
  malformed: 'The Authorization header must be "Bearer " followed by a key of this server.',
  unknown: 'This server has no such key.',
  expired: 'The API key has expired.',
  revoked: 'The API key was revoked.',
} as const;

/** Checks the API key of a request, if it presents one: an invalid key gets a 401. */
export const authPlugin = fp(
  async (app) => {
    const { database, today } = app;
    /** Keys whose use is being recorded: requests that arrive while the write waits for its turn do not queue another. */
    const recording = new Set<string>();
    // Recorded once a day, and not awaited: a database that cannot be written to right now can still be read.
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
      if (typeof found === 'string') throw new Problem('unauthorized', reasons[found], { headers: challenge });
      if (found.lastUsedOn !== today()) recordUse(found.id, request);
      request.apiKey = { id: found.id, name: found.name, scope: found.scope };
    };
    app.decorateRequest('apiKey', null);
    app.addHook('onRequest', (request, _reply, done) => {
      const { authorization } = request.headers;
      if (authorization === undefined) done();
      else authenticate(request, authorization).then(() => done(), done);
    });
  },
  { name: 'auth', dependencies: ['database', 'clock'] },
);
