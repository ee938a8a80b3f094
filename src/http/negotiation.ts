import type { FastifyInstance, FastifyRequest } from 'fastify';
import Negotiator from 'negotiator';
import { Problem } from './problems.ts';
import type { ReadyAnswers } from './ready-answers.ts';

/** What a whole list can be had as, by the names that `format` takes. */
export const listMediaTypes = { json: 'application/json', csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

export type ListFormat = keyof typeof listMediaTypes;

export const listFormats: readonly ListFormat[] = ['json', 'csv', 'ndjson'];

/** The media types of a list. */
export const mediaTypesOfLists: readonly string[] = Object.values(listMediaTypes);

/** The form of a list that an `Accept` header likes best; JSON where it says nothing. */
export const acceptedListFormat = (request: FastifyRequest): ListFormat => {
  const preferred = new Negotiator(request.raw).mediaType([...mediaTypesOfLists]);
  return listFormats.find((format) => listMediaTypes[format] === preferred) ?? 'json';
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What a route answers with, where it is more than the others of its scope; the parameter `format` goes before the header. */
    mediaTypes?: readonly string[];
  }
}

/** Refuses requests whose `Accept` header leaves out every media type that the routes of this scope answer with. */
export const requireAcceptable = (app: FastifyInstance, mediaTypes: readonly string[] = ['application/json']): void => {
  const isRefused = (request: FastifyRequest, offered: readonly string[]): boolean => {
    const { accept } = request.headers;
    if (accept === undefined || accept === '*/*') return false;
    const { mediaTypes: own } = request.routeOptions.config;
    if (own !== undefined && (request.query as { format?: unknown }).format !== undefined) return false;
    return new Negotiator(request.raw).mediaType([...offered]) === undefined;
  };
  app.addHook('onRequest', (request, _reply, done) => {
    const offered = request.routeOptions.config.mediaTypes ?? mediaTypes;
    if (!isRefused(request, offered)) done();
    else done(new Problem('not-acceptable', `This address answers with ${offered.join(', ')}, which the Accept header leaves out.`));
  });
};

/** Sends what is kept for requests of a scope that want JSON, before anything else is done for them. */
export const sendKeptFirst = (app: FastifyInstance, answers: ReadyAnswers): void => {
  app.addHook('onRequest', (request, reply, done) => {
    const { accept } = request.headers;
    if (accept !== undefined && accept !== '*/*' && acceptedListFormat(request) !== 'json') done();
    else if (!answers.sendKept(request, reply)) done();
  });
};
