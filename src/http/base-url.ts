import type { FastifyRequest } from 'fastify';

/** Returns the base of absolute URLs: `PUBLIC_URL`, or the origin that the client used. */
export const resolveBaseUrl = ({ protocol, host }: FastifyRequest, publicUrl: string | undefined): string =>
  publicUrl?.replace(/\/$/, '') ?? `${protocol}://${host}`;
