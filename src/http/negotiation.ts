import type { FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import Negotiator from 'negotiator';
import { Problem } from './problems.ts';

/** The media types of a list, by the value of `format`. */
export const listMediaTypes = { json: 'application/json', csv: 'text/csv', ndjson: 'application/x-ndjson' } as const;

export type ListFormat = keyof typeof listMediaTypes;

export const listFormats: readonly ListFormat[] = ['json', 'csv', 'ndjson'];

export const listMediaTypeNames: readonly string[] = Object.values(listMediaTypes);

const mediaTypeParameter = /;\s*(?!q\s*=)[^\s;,="]+\s*=\s*(?:"(?:[^"\\]|\\.)*"|[^;,]*)/gi;

/**
 * Returns the media type that the `Accept` header prefers, if it accepts one of them. Parameters such as `charset=utf-8` do not limit
 * the choice, and `application/problem+json` accepts JSON, because clients send the media types of all responses of an operation.
 */
const preferredMediaType = ({ headers: { accept } }: FastifyRequest, mediaTypes: readonly string[]): string | undefined => {
  if (accept === undefined || accept === '*/*') return mediaTypes[0];
  const negotiator = new Negotiator({ headers: { accept: accept.replace(mediaTypeParameter, '') } });
  const preferred = negotiator.mediaType([...mediaTypes]);
  if (preferred !== undefined) return preferred;
  return negotiator.mediaType(['application/problem+json']) && mediaTypes.find((mediaType) => mediaType === 'application/json');
};

/** Returns the format whose media type the `Accept` header prefers, or the fallback if it accepts none of them. */
export const acceptedFormat = <Format extends string>(
  request: FastifyRequest,
  mediaTypes: Readonly<Record<Format, string>>,
  fallback: Format,
): Format => {
  const preferred = preferredMediaType(request, Object.values(mediaTypes));
  const formats = Object.keys(mediaTypes) as Format[];
  return formats.find((format) => mediaTypes[format] === preferred) ?? fallback;
};

/** Returns the format of a list that the `Accept` header prefers. JSON by default. */
export const negotiateListFormat = (request: FastifyRequest): ListFormat => acceptedFormat(request, listMediaTypes, 'json');

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * The media types that a route can produce. Documented routes default to JSON. `any` disables the check of `Accept`. A `format`
     * parameter takes precedence over the header.
     */
    mediaTypes?: readonly string[] | 'any';
  }
}

/** Rejects requests that accept none of the media types of the route with 406. */
export const negotiationPlugin = fp(
  async (app) => {
    app.addHook('onRoute', (route) => {
      if (route.schema?.operationId !== undefined) route.config = { mediaTypes: ['application/json'], ...route.config };
    });
    const isAcceptable = (request: FastifyRequest, mediaTypes: readonly string[]): boolean => {
      if (mediaTypes.length > 1 && (request.query as { format?: unknown }).format !== undefined) return true;
      return preferredMediaType(request, mediaTypes) !== undefined;
    };
    app.addHook('onRequest', (request, _reply, done) => {
      const { mediaTypes } = request.routeOptions.config;
      if (mediaTypes === undefined || mediaTypes === 'any' || isAcceptable(request, mediaTypes)) done();
      else done(new Problem('not-acceptable', `The Accept header must allow one of: ${mediaTypes.join(', ')}.`));
    });
  },
  { name: 'negotiation' },
);
