import type { FastifyInstance } from 'fastify';
import Negotiator from 'negotiator';
import { Problem } from './problems.ts';

/** Refuses requests whose `Accept` header leaves out every media type that the routes of this scope answer with. */
export const requireAcceptable = (app: FastifyInstance, mediaTypes: readonly string[] = ['application/json']): void => {
  app.addHook('onRequest', async (request) => {
    if (request.headers.accept === undefined) return;
    if (new Negotiator(request.raw).mediaType([...mediaTypes]) === undefined) {
      throw new Problem('not-acceptable', `This address answers with ${mediaTypes.join(', ')}, which the Accept header leaves out.`);
    }
  });
};
