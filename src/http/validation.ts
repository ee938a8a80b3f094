import type { FastifySchemaCompiler } from 'fastify';
import { z } from 'zod';
import { invalidRequest, type ProblemDetail } from './problems.ts';
import { findNearest } from './suggestions.ts';

const listNames = (schema: z.ZodType): string[] => (schema instanceof z.ZodObject ? Object.keys(schema.shape) : []);

const valueAt = (data: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, part) => (typeof value === 'object' && value !== null ? Reflect.get(value, part) : value), data);

/** Returns the input that an issue is about. Comma-separated values arrive as one string, and the issue points at one of them. */
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
  const written = inputAt(data, issue.path);
  if (issue.code === 'invalid_value') {
    const valid = issue.values.map(String);
    const nearest = written === undefined ? undefined : findNearest(written, valid);
    return [
      {
        parameter,
        message: `Invalid ${parameter} "${written ?? ''}". Valid values: ${valid.join(', ')}.`,
        ...(nearest !== undefined && { didYouMean: nearest }),
      },
    ];
  }
  if (valueAt(data, issue.path) === undefined) return [{ parameter, message: `${parameter} is required.` }];
  return [{ parameter, message: `${parameter}: ${issue.message}` }];
};

/** Parses the input of a request with its zod schema. All issues become one problem, with a detail for each parameter. */
export const validateByZod: FastifySchemaCompiler<z.ZodType> =
  ({ schema }) =>
  (data: unknown) => {
    const parsed = schema.safeParse(data);
    if (parsed.success) return { value: parsed.data };
    return { error: invalidRequest(parsed.error.issues.flatMap((issue) => toDetails(issue, schema, data))) };
  };
