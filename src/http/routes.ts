import type { FastifyBaseLogger, FastifyInstance, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { problemSchema } from './problem-schema.ts';
import { problemTypes } from './problems.ts';
import { movedSchema } from './redirects.ts';

/** The application with requests typed by their zod schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the response is a record, which can be cited. */
    isCitable?: boolean;
  }
}

const describeStatus = (status: number): string =>
  Object.entries(problemTypes)
    .filter(([, type]) => type.status === status)
    .map(([name, type]) => `${type.title} (\`${name}\`).`)
    .join(' ');

const problemResponse = (status: number) => problemSchema.describe(describeStatus(status));

const moved = movedSchema.describe('The record was renamed. `Location` has its new URL.');

const notModified = z.null().describe('Not modified: the entity tag in `If-None-Match` is current.');

/** The statuses of every operation that reads data, besides 200. */
export const dataStatuses = [304, 400, 406, 414, 429, 500, 503] as const;

/** The statuses of every operation that reads one record, besides 200. */
export const recordStatuses = [...dataStatuses, 301, 404, 410] as const;

/** Builds the responses of an operation for OpenAPI: 200, and one for each further status. */
export const documentResponses = (
  ok: z.ZodType,
  description: string,
  statuses: readonly number[] = dataStatuses,
): Record<string, z.ZodType> => ({
  200: ok.describe(description),
  ...Object.fromEntries(
    statuses.map((status) => [status, status === 304 ? notModified : status === 301 ? moved : problemResponse(status)]),
  ),
});

export const idParameterSchema = z.strictObject({ id: z.string().min(1).max(200).describe('Id of the record.') });
