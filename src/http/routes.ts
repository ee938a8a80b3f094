import type { FastifyBaseLogger, FastifyInstance, RawReplyDefaultExpression, RawRequestDefaultExpression, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { problemSchema } from '../answers/envelope.ts';
import { problemTypes } from './problems.ts';

/** The application as routes see it: input typed by zod. */
export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  ZodTypeProvider
>;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A request of the operation over the real dataset, whose answer is the example in the documentation. */
    example?: string;
  }
}

/** The problem answers that every operation can give. */
const commonStatuses = [400, 406, 414, 429, 500, 503] as const;

const descriptionOf = (status: number): string =>
  Object.entries(problemTypes)
    .filter(([, type]) => type.status === status)
    .map(([name, type]) => `${type.title} (\`${name}\`).`)
    .join(' ');

const problemAnswer = (status: number) => problemSchema.describe(descriptionOf(status));

/** The answers of an operation: its own, and every problem that it can give. */
export const answersWith = (ok: z.ZodType, description: string, further: readonly number[] = []): Record<string, z.ZodType> => ({
  200: ok.describe(description),
  304: z.null().describe('Not modified: the entity tag in `If-None-Match` is still that of the answer.'),
  ...Object.fromEntries([...commonStatuses, ...further].sort((a, b) => a - b).map((status) => [status, problemAnswer(status)])),
});

export const idParameterSchema = z.strictObject({ id: z.string().min(1).max(200).describe('Id of the record.') });
