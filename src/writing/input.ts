import type { z } from 'zod';
import { chipAnswerSchema } from '../answers/chip.ts';
import { chipCommitmentAnswerSchema } from '../answers/chip-commitment.ts';
import { companyDetailSchema } from '../answers/company.ts';
import { dealAnswerSchema } from '../answers/deal.ts';
import { sourceDetailSchema } from '../answers/source.ts';
import { stakeAnswerSchema } from '../answers/stake.ts';
import { valuationAnswerSchema } from '../answers/valuation.ts';
import { type Fault, faultsWithin } from '../domain/invariants.ts';
import { type CollectedRecord, recordSchemas } from '../domain/records/records.ts';
import type { Collection } from '../domain/vocabulary.ts';

const answerSchemas: Readonly<Record<Collection, z.ZodObject>> = {
  companies: companyDetailSchema,
  chips: chipAnswerSchema,
  sources: sourceDetailSchema,
  deals: dealAnswerSchema,
  stakes: stakeAnswerSchema,
  valuations: valuationAnswerSchema,
  'chip-commitments': chipCommitmentAnswerSchema,
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Fields that answers add: whoever sends an answer back need not take them out. */
const withoutDerived = (collection: Collection, body: unknown): unknown => {
  if (!isObject(body)) return body;
  const schema: z.ZodType = recordSchemas[collection];
  const recordNames = Object.keys((schema as z.ZodObject).shape);
  const derived = Object.keys(answerSchemas[collection].shape).filter((name) => !recordNames.includes(name));
  return Object.fromEntries(Object.entries(body).filter(([name]) => !derived.includes(name)));
};

/** No record nests so deep. */
const depthMax = 20;

/** The fault of a value that nests deeper than a record can: looked at without recursion, which a hostile value would exhaust. */
export const depthFaults = (value: unknown): Fault[] => {
  let level = [value];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > depthMax) return [{ pointer: '', message: `The value is nested deeper than ${depthMax} levels.` }];
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
  }
  return [];
};

/** A quantity says at least what it is about; a bound that it leaves out is null. */
const withBounds = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(withBounds);
  if (!isObject(value)) return value;
  const entries = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withBounds(one)]));
  return 'approximate' in entries ? { min: null, max: null, ...entries } : entries;
};

const pointerOf = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');

/** The faults that zod found, each by its place. */
export const faultsOf = (error: z.ZodError): Fault[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ pointer: pointerOf([...issue.path, key]), message: `Unknown field "${key}".` }))
      : [{ pointer: pointerOf(issue.path), message: issue.message }],
  );

/** A text with a NUL, which PostgreSQL cannot hold, and nobody means. */
const nulFaults = (value: unknown, path: readonly PropertyKey[] = []): Fault[] => {
  if (typeof value === 'string')
    return value.includes('\0') ? [{ pointer: pointerOf(path), message: 'The text contains a NUL character.' }] : [];
  if (Array.isArray(value)) return value.flatMap((item, index) => nulFaults(item, [...path, index]));
  return isObject(value) ? Object.entries(value).flatMap(([name, item]) => nulFaults(item, [...path, name])) : [];
};

/** Reads a record as it was sent: the record, or every fault of format and of the invariants that show in it alone. */
export const readRecord = (
  collection: Collection,
  id: string | undefined,
  body: unknown,
): { collected: CollectedRecord } | { faults: Fault[] } => {
  const tooDeep = depthFaults(body);
  if (tooDeep.length > 0) return { faults: tooDeep };
  const parsed = recordSchemas[collection].safeParse(withBounds(withoutDerived(collection, body)));
  if (!parsed.success) return { faults: faultsOf(parsed.error) };
  const collected = { collection, record: parsed.data } as CollectedRecord;
  const faults = [...faultsWithin(collected), ...nulFaults(parsed.data)];
  if (id !== undefined && parsed.data.id !== id)
    faults.push({ pointer: '/id', message: `The id "${parsed.data.id}" differs from the id "${id}" in the URL.` });
  return faults.length > 0 ? { faults } : { collected };
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
