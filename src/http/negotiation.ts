import type { FastifyInstance } from 'fastify';
import Negotiator from 'negotiator';
import { Problem } from './problems.ts';

/** Refuses requests whose `Accept` header leaves out the one media type that the routes of this scope answer with. */
export const requireAcceptable = (app: FastifyInstance, mediaType = 'application/json'): void => {
  app.addHook('onRequest', async (request) => {
    if (request.headers.accept === undefined) return;
    if (new Negotiator(request.raw).mediaType([mediaType]) === undefined) {
      throw new Problem('not-acceptable', `This address answers with ${mediaType}, which the Accept header leaves out.`);
    }
  });
};
