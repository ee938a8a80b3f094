import { randomUUID } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { parse } from 'node:querystring';
import type { FastifyInstance, FastifyRequest, FastifySchemaCompiler } from 'fastify';
import fp from 'fastify-plugin';
import { isInjection } from 'light-my-request';
import Negotiator from 'negotiator';
import { z } from 'zod';
import { toValidationIssues, type ValidationIssue } from '../domain/records/records.ts';
import { splitTarget } from './parameters.ts';
import { invalidRequest, Problem, type ProblemDetail, toUnprocessable } from './problems.ts';
import { urlLengthMax } from './request-limits.ts';
import { findNearest } from './suggestions.ts';

/** Returns a random request id. Ignores `X-Request-Id` of the request, which clients could forge. */
export const createRequestId = (): string => randomUUID();

/** Returns the path and the query of a request, which can also name them in an absolute URL (RFC 9112, section 3.2.2). */
export const toOriginForm = ({ url = '/' }: IncomingMessage): string => url.replace(/^https?:\/\/[^/?]*\/?/i, '/');

/** Whether a request comes from inside the process. It belongs to a page or a tool, whose own request is counted and logged. */
export const isInside = ({ raw }: Pick<FastifyRequest, 'raw'>): boolean => isInjection(raw);

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

const acceptsAnything = ({ headers: { accept } }: FastifyRequest): boolean => accept === undefined || accept === '*/*';

/** Returns the format of a list that the `Accept` header prefers. JSON by default. */
export const negotiateListFormat = (request: FastifyRequest): ListFormat =>
  acceptsAnything(request) ? 'json' : acceptedFormat(request, listMediaTypes, 'json');

/** Returns the format of a list, from `format` or the `Accept` header. Throws a 400 for `bom` without CSV. */
export const resolveListFormat = (request: FastifyRequest): ListFormat => {
  const { format = negotiateListFormat(request), bom } = request.query as { format?: ListFormat; bom?: boolean };
  if (bom !== undefined && format !== 'csv') throw invalidRequest([{ parameter: 'bom', message: 'bom requires format=csv.' }]);
  return format;
};

declare module 'fastify' {
  interface FastifyContextConfig {
    /**
     * The media types that a route can produce. Documented routes default to JSON. `any` disables the check of `Accept`. A `format`
     * parameter takes precedence over the header.
     */
    mediaTypes?: readonly string[] | 'any';
  }
}

const bracketedName = /(^|&)([^=&]+?)(?:\[|%5B)\d*(?:\]|%5D)(?=[=&]|$)/gi;

/** Parses a query string. `status[]=a` and `status[0]=a` mean `status=a`, because axios and other clients send arrays like this. */
export const parseQuery = (query: string): Record<string, string | string[] | undefined> =>
  parse(query.replace(bracketedName, '$1$2'), '&', '=', { maxKeys: 0 });

/** Returns the problem of an overlong or malformed URL. */
const findUrlProblem = (url: string): Problem | undefined => {
  if (url.length > urlLengthMax) return new Problem('uri-too-long', `The URL has ${url.length} characters. The limit is ${urlLengthMax}.`);
  if (url.includes('#'))
    return new Problem('invalid-request', 'A URL in a request cannot contain "#" (RFC 9112). Encode the character as %23.');
  if (!url.includes('%')) return undefined;
  // Node treats an invalid escape as literal text.
  try {
    decodeURIComponent(url);
    return undefined;
  } catch {
    return new Problem('invalid-request', 'The URL contains a "%" that does not begin a valid escape (percent-encoding, RFC 3986).');
  }
};

/** A host name or address with an optional port, without anything that would change the meaning of a URL. */
const hostPattern = /^(?:[a-z0-9_](?:[a-z0-9_.-]{0,253})|\[[0-9a-f:.]{2,45}\])(?::\d{1,5})?$/i;

/**
 * Returns the problem of a hostile `Host` or `X-Forwarded-*` header, which would end up in links of feeds and citations. HTTP/1.0 allows
 * requests without a host.
 */
const findOriginProblem = ({ host, protocol }: { host: string; protocol: string }): Problem | undefined => {
  if (host !== '' && !hostPattern.test(host))
    return new Problem('invalid-request', 'The Host or X-Forwarded-Host header must be a host name or an address, with an optional port.');
  if (protocol !== 'http' && protocol !== 'https')
    return new Problem('invalid-request', 'The X-Forwarded-Proto header must be http or https.');
  return undefined;
};

/**
 * Rejects what no handler can respond to: overlong and malformed URLs, hostile hosts, and requests that accept none of the media types
 * of the route (406). Responds to OPTIONS. Runs after the rate limit, which counts these requests, too.
 */
export const negotiationPlugin = fp(
  async (app) => {
    app.addHook('onRoute', (route) => {
      if (route.schema?.operationId !== undefined) route.config = { mediaTypes: ['application/json'], ...route.config };
    });
    const isAcceptable = (request: FastifyRequest, mediaTypes: readonly string[]): boolean => {
      if (mediaTypes.length > 1 && (request.query as { format?: unknown }).format !== undefined) return true;
      return preferredMediaType(request, mediaTypes) !== undefined;
    };
    app.addHook('onRequest', (request, reply, done) => {
      const problem = findUrlProblem(request.url) ?? findOriginProblem(request);
      if (problem !== undefined) {
        done(problem);
        return;
      }
      if (request.method === 'OPTIONS') {
        const allow = app.listAllowedMethods(splitTarget(request.url).path);
        if (allow !== '') reply.header('allow', allow);
        reply.code(204).header('content-length', '0').send();
        return;
      }
      const { mediaTypes } = request.routeOptions.config;
      if (acceptsAnything(request) || mediaTypes === undefined || mediaTypes === 'any' || isAcceptable(request, mediaTypes)) done();
      else done(new Problem('not-acceptable', `The Accept header must allow one of: ${mediaTypes.join(', ')}.`));
    });
  },
  { name: 'negotiation', dependencies: ['clients', 'problems'] },
);

const listNames = (schema: z.ZodType): string[] => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []);

const valueAt = (data: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : value), data);

/** Returns the input at the path of an issue. Comma-separated values arrive as one string, so an index selects an item of it. */
const inputAt = (data: unknown, [name, index]: readonly PropertyKey[]): string | undefined => {
  const value = valueAt(data, name === undefined ? [] : [name]);
  const items = (Array.isArray(value) ? value : [value]).flatMap((item) => (typeof item === 'string' ? item.split(',') : []));
  return typeof index === 'number' ? items[index]?.trim() : items.join(',');
};

const toDetails = (issue: z.core.$ZodIssue, schema: z.ZodType, data: unknown): ProblemDetail[] => {
  if (issue.code === 'unrecognized_keys') {
    const known = listNames(schema);
    return issue.keys.map((parameter) => {
      const nearest = findNearest(parameter, known);
      const valid = known.length === 0 ? 'This operation has no parameters.' : `Valid parameters: ${known.join(', ')}.`;
      return {
        parameter,
        message: `Unknown parameter "${parameter}". ${valid}`,
        ...(nearest !== undefined && { didYouMean: nearest }),
      };
    });
  }
  const parameter = String(issue.path[0] ?? '');
  const input = inputAt(data, issue.path);
  if (issue.code === 'invalid_value') {
    const valid = issue.values.map(String);
    const nearest = input === undefined ? undefined : findNearest(input, valid);
    return [
      {
        parameter,
        message: `Invalid ${parameter} "${input ?? ''}". Valid values: ${valid.join(', ')}.`,
        ...(nearest !== undefined && { didYouMean: nearest }),
      },
    ];
  }
  if (valueAt(data, issue.path) === undefined) return [{ parameter, message: `${parameter} is required.` }];
  return [{ parameter, message: `${parameter}: ${issue.message}` }];
};

/** Validates the input of a request with its zod schema. Collects all issues in one problem, with a detail for each parameter. */
export const validateByZod: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data: unknown) => {
    const parsed = schema.safeParse(data);
    if (parsed.success) return { value: parsed.data };
    return { error: invalidRequest(parsed.error.issues.flatMap((issue) => toDetails(issue, schema, data))) };
  };

/** No valid record is nested this deep. */
const maxDepth = 20;

/** Rejects a value that is nested too deep. Not recursive, because a hostile value would exhaust the stack. */
export const validateDepth = (value: unknown): ValidationIssue[] => {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return [{ pointer: '', message: `The value is nested deeper than ${maxDepth} levels.` }];
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return [];
};

/** Parses a body with its schema. Throws a 422 with every issue. */
export const parseBody = <Schema extends z.ZodType>(schema: Schema, body: unknown): z.infer<Schema> => {
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw toUnprocessable(toValidationIssues(parsed.error));
};

/** Validates everything but the body, which the handler parses itself to report every issue with its place. */
export const skipBodyValidation: FastifySchemaCompiler<z.ZodType> = (route) =>
  route.httpPart === 'body' ? (data: unknown) => ({ value: data }) : validateByZod(route);

/** Accepts only JSON bodies of the given media types in a scope. The handlers parse them. */
export const acceptJsonBodies = (app: FastifyInstance, mediaTypes: string[]): void => {
  app.setValidatorCompiler(skipBodyValidation);
  app.removeAllContentTypeParsers();
  const parseJson = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser(mediaTypes, { parseAs: 'string' }, (request, text, done) => {
    // Many clients send a media type without a body.
    if (text === '') return done(null, undefined);
    void parseJson(request, text.toString(), (error, body: unknown) => {
      const issues = error === null ? validateDepth(body) : [];
      done(issues.length > 0 ? toUnprocessable(issues) : error, body);
    });
  });
};
