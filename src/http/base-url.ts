import type { FastifyRequest } from 'fastify';

/** Returns the base of absolute URLs: `PUBLIC_URL`, or the origin that the client used. */
export const resolveBaseUrl = ({ protocol, host }: FastifyRequest, publicUrl: string | undefined): string =>
  publicUrl ?? `${protocol}://${host}`;

/** Returns the caching of a response with absolute URLs: without `PUBLIC_URL`, they depend on the request, so no shared cache may store it. */
export const absoluteUrlCaching = (publicUrl: string | undefined): Record<string, string> =>
  publicUrl === undefined ? { 'cache-control': 'private, max-age=60' } : {};
