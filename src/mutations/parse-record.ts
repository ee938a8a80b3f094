import type { FastifyInstance, FastifySchemaCompiler } from 'fastify';
import type { z } from 'zod';
import { type ValidationIssue, validateRecord } from '../domain/integrity.ts';
import { type CollectedRecord, recordSchemas } from '../domain/records/records.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { validateByZod } from '../http/parameters.ts';
import { chipResponseSchema } from '../responses/chip.ts';
import { chipCommitmentResponseSchema } from '../responses/chip-commitment.ts';
import { companyDetailSchema } from '../responses/company.ts';
import { dealResponseSchema } from '../responses/deal.ts';
import { financialResponseSchema } from '../responses/financial.ts';
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
  financials: financialResponseSchema,
  'chip-commitments': chipCommitmentResponseSchema,
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Omits the fields that responses add to a record, so that a client can send a response back. */
const omitDerivedFields = (collection: Collection, body: unknown): unknown => {
  if (!isObject(body)) return body;
  const schema: z.ZodType = recordSchemas[collection];
  const recordNames = Object.keys((schema as z.ZodObject).shape);
  const derived = Object.keys(responseSchemas[collection].shape).filter((name) => !recordNames.includes(name));
  return Object.fromEntries(Object.entries(body).filter(([name]) => !derived.includes(name)));
};

/** No valid record is nested this deep. */
const maxDepth = 20;

/** Rejects a value that is nested too deep. Not recursive, because a hostile value would exhaust the stack. */
const validateDepth = (value: unknown): ValidationIssue[] => {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > maxDepth) return [{ pointer: '', message: `The value is nested deeper than ${maxDepth} levels.` }];
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return [];
};

/** Sets missing bounds of quantities to null. */
const fillInBounds = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(fillInBounds);
  if (!isObject(value)) return value;
  const entries = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, fillInBounds(one)]));
  return 'approximate' in entries ? { min: null, max: null, ...entries } : entries;
};

const toPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');

/** Converts the issues of zod. */
export const toValidationIssues = (error: z.ZodError): ValidationIssue[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ pointer: toPointer([...issue.path, key]), message: `Unknown field "${key}".` }))
      : [{ pointer: toPointer(issue.path), message: issue.message }],
  );

/** Parses a record from a request. Returns the record, or every issue that it has by itself. */
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
  const issues = validateRecord(collected);
  if (id !== undefined && parsed.data.id !== id)
    issues.push({ pointer: '/id', message: `The id "${parsed.data.id}" differs from the id "${id}" in the URL.` });
  return issues.length > 0 ? { issues } : { collected };
};

/** Merges a patch into a value (JSON Merge Patch, RFC 7396): null removes, objects merge, anything else replaces. */
export const mergePatch = (target: unknown, patch: unknown): unknown => {
  if (!isObject(patch)) return patch;
  const merged: Record<string, unknown> = isObject(target) ? { ...target } : {};
  for (const [name, value] of Object.entries(patch)) {
    // A quantity always has both bounds; a missing one is null.
    if (value === null && !(isObject(target) && 'approximate' in target && (name === 'min' || name === 'max'))) delete merged[name];
    else merged[name] = value === null ? null : mergePatch(merged[name], value);
  }
  return merged;
};

/** Validates everything but the body, which the handler parses itself to report every issue with its place. */
export const skipBodyValidation: FastifySchemaCompiler<z.ZodType> = (route) =>
  route.httpPart === 'body' ? (data: unknown) => ({ value: data }) : validateByZod(route);

/** Accepts only JSON bodies of the given media types in a scope. The handlers parse them. */
export const acceptJsonBodies = (app: FastifyInstance, mediaTypes: string[]): void => {
  app.setValidatorCompiler(skipBodyValidation);
  app.removeAllContentTypeParsers();
  const parse = app.getDefaultJsonParser('error', 'error');
  app.addContentTypeParser(mediaTypes, { parseAs: 'string' }, (request, text, done) => {
    // Many clients send a media type without a body.
    if (text === '') return done(null, undefined);
    void parse(request, text.toString(), (error, body: unknown) => {
      const issues = error === null ? validateDepth(body) : [];
      done(issues.length > 0 ? toUnprocessable(issues) : error, body);
    });
  });
};
