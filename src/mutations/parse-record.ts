import type { FastifyInstance, FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { type ValidationIssue, validateRecord } from '../domain/integrity.ts';
import { type CollectedRecord, recordSchemas } from '../domain/records/records.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { validateByZod } from '../http/validation.ts';
import { chipResponseSchema } from '../responses/chip.ts';
import { chipCommitmentResponseSchema } from '../responses/chip-commitment.ts';
import { companyDetailSchema } from '../responses/company.ts';
import { dealResponseSchema } from '../responses/deal.ts';
import { sourceDetailSchema } from '../responses/source.ts';
import { stakeResponseSchema } from '../responses/stake.ts';
import { valuationResponseSchema } from '../responses/valuation.ts';
import { toUnprocessable } from './records.ts';

const responseSchemas: Readonly<Record<Collection, z.ZodObject>> = {
  companies: companyDetailSchema,
  chips: chipResponseSchema,
  sources: sourceDetailSchema,
  deals: dealResponseSchema,
  stakes: stakeResponseSchema,
  valuations: valuationResponseSchema,
  'chip-commitments': chipCommitmentResponseSchema,
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields that answers add: whoever sends an answer back need not take them out. */
const omitDerivedFields = (collection: Collection, body: unknown): unknown => {
  if (!isObject(body)) return body;
  const schema: z.ZodType = recordSchemas[collection];
  const recordNames = Object.keys((schema as z.ZodObject).shape);
  const derived = Object.keys(responseSchemas[collection].shape).filter((name) => !recordNames.includes(name));
  return Object.fromEntries(Object.entries(body).filter(([name]) => !derived.includes(name)));
};

/** No record nests so deep. */
const maxDepth = 20;

/** The fault of a value that nests deeper than a record can: looked at without recursion, which a hostile value would exhaust. */
export const validateDepth = (value: unknown): ValidationIssue[] => {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return [{ pointer: '', message: `The value is nested deeper than ${maxDepth} levels.` }];
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return [];
};

/** A quantity says at least what it is about; a bound that it leaves out is null. */
const fillInBounds = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(fillInBounds);
  if (!isObject(value)) return value;
  const entries = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fillInBounds(one)]));
  return 'approximate' in entries ? { min: null, max: null, ...entries } : entries;
};

const toPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');

/** The faults that zod found, each by its place. */
export const toValidationIssues = (error: z.ZodError): ValidationIssue[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ pointer: toPointer([...issue.path, key]), message: `Unknown field "${key}".` }))
      : [{ pointer: toPointer(issue.path), message: issue.message }],
  );

/** A text with a NUL, which PostgreSQL cannot hold, and nobody means. */
const validateNoNul = (value: unknown, path: readonly PropertyKey[] = []): ValidationIssue[] => {
  if (typeof value === 'string')
    return value.includes('\0') ? [{ pointer: toPointer(path), message: 'The text contains a NUL character.' }] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => validateNoNul(item, [...path, index]));
  return isObject(value) ? Object.entries(value).flatMap(([name, item]) => validateNoNul(item, [...path, name])) : [];
};

/** Reads a record as it was sent: the record, or every fault of format and of the invariants that show in it alone. */
export const parseRecord = (
  collection: Collection,
  id: string | undefined,
  body: unknown,
): { collected: CollectedRecord } | { issues: ValidationIssue[] } => {
  const tooDeep = validateDepth(body);
  if (tooDeep.length > 0) return { issues: tooDeep };
  const parsed = recordSchemas[collection].safeParse(fillInBounds(omitDerivedFields(collection, body)));
  if (!parsed.success) return { issues: toValidationIssues(parsed.error) };
  const collected = { collection, record: parsed.data } as CollectedRecord;
  const issues = [...validateRecord(collected), ...validateNoNul(parsed.data)];
  if (id !== undefined && parsed.data.id !== id)
    issues.push({ pointer: '/id', message: `The id "${parsed.data.id}" differs from the id "${id}" in the URL.` });
  return issues.length > 0 ? { issues } : { collected };
};

/** Merges a patch into a value (JSON Merge Patch, RFC 7396): null removes, objects merge, anything else replaces. */
export const mergePatch = (target: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    // A bound of a quantity is null where there is none, and no patch can take it out.
    if (value === null && !(isObject(target) && 'approximate' in target && (name === 'min' || name === 'max'))) delete merged[name];
    else merged[name] = value === null ? null : mergePatch(merged[name], value);
  }
  return merged;
};

/** Reads everything by its schema but the body, which the operation itself reads, and tells every fault of it by its place. */
export const skipBodyValidation: FastifySchemaCompiler<z.ZodType> = (route) =>
  route.httpPart === 'body' ? (data: unknown) => ({ value: data }) : validateByZod(route);

/** Lets the operations of a scope read JSON bodies of the given media types, and no others, themselves. */
export const acceptJsonBodies = (app: FastifyInstance, mediaTypes: string[]): void => {
  app.setValidatorCompiler(skipBodyValidation);
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser(mediaTypes, { parseAs: 'string' }, (request, text, done) => {
    // Many clients name a media type with every request, also where there is no body.
    if (text === '') return done(null, undefined);
    void parse(request, text.toString(), (error, body: unknown) => {
      const issues = error === null ? validateDepth(body) : [];
      done(issues.length > 0 ? toUnprocessable(issues) : error, body);
    });
  });
};
