import type { FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { validateByZod } from '../http/validation.ts';

/** Reads everything by its schema but the body, which the write itself reads, and tells every fault of it by its place. */
export const leavingBody: FastifySchemaCompiler<z.ZodType> = (route) =>
  route.httpPart === 'body' ? (data: unknown) => ({ value: data }) : validateByZod(route);
