import type { FastifyBaseLogger, FastifyInstance, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { problemSchema } from './problem-schema.ts';
import { problemTypes } from './problems.ts';
import { movedSchema } from './redirects.ts';

/** A Fastify instance that infers request types from zod schemas. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether responses get a `cite-as` link (RFC 8574). */
    isCitable?: boolean;
  }
}

const describeStatus = (status: number): string =>
  Object.entries(problemTypes)
    .filter(([, type]) => type.status === status)
    .map(([name, type]) => `${type.title} (\`${name}\`).`)
    .join(' ');

const problemResponse = (status: number) => problemSchema.describe(describeStatus(status));

const movedPermanently = movedSchema.describe('The record was renamed. `Location` has its new URL.');

const notModified = z.null().describe('Not modified: the entity tag in `If-None-Match` is current.');

/** The statuses other than 200 of every operation that reads data. */
export const dataStatuses = [304, 400, 406, 414, 429, 500, 503] as const;

/** The statuses other than 200 of every operation that reads one record. */
export const recordStatuses = [...dataStatuses, 301, 404, 410] as const;

/** Returns the response schemas of an operation: 200, and one for each of the other statuses. */
export const documentResponses = (
  ok: z.ZodType,
  description: string,
  statuses: readonly number[] = dataStatuses,
): Record<string, z.ZodType> => ({
  200: ok.describe(description),
  ...Object.fromEntries(
    statuses.map((status) => [status, status === 304 ? notModified : status === 301 ? movedPermanently : problemResponse(status)]),
  ),
});

/** The schema of the `id` path parameter. */
export const idParameterSchema = z.strictObject({ id: z.string().min(1).max(200).describe('Id of the record.') });
