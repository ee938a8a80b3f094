import type { FastifyRequest } from 'fastify';

/** What absolute addresses begin with: the address of the setting, or else that by which the server was asked. */
export const baseOf = ({ protocol, host }: FastifyRequest, publicUrl: string | undefined): string =>
  publicUrl?.replace(/\/$/, '') ?? `${protocol}://${host}`;
