import type { z } from 'zod';
import type { Collection } from '../vocabulary.ts';
import { chipRecordSchema } from './chip.ts';
import { chipCommitmentRecordSchema } from './chip-commitment.ts';
import { companyRecordSchema } from './company.ts';
import { dealRecordSchema } from './deal.ts';
import { financialRecordSchema } from './financial.ts';
import { sourceRecordSchema } from './source.ts';
import { stakeRecordSchema } from './stake.ts';
import { valuationRecordSchema } from './valuation.ts';

/** Schema of the record format for each collection. */
export const recordSchemas = {
  companies: companyRecordSchema,
  chips: chipRecordSchema,
  sources: sourceRecordSchema,
  deals: dealRecordSchema,
  stakes: stakeRecordSchema,
  valuations: valuationRecordSchema,
  financials: financialRecordSchema,
  'chip-commitments': chipCommitmentRecordSchema,
} as const satisfies Record<Collection, z.ZodType>;

export type RecordOf<Name extends Collection> = z.infer<(typeof recordSchemas)[Name]>;
export type AnyRecord = RecordOf<Collection>;

/** A record and its collection. */
export type CollectedRecord = { [Name in Collection]: { collection: Name; record: RecordOf<Name> } }[Collection];

/** A part of a record that is not valid. */
export interface ValidationIssue {
  /** JSON Pointer (RFC 6901) to the invalid part. */
  pointer: string;
  message: string;
}

const toPointer = (path: readonly PropertyKey[]): string =>
  path.map((part) => `/${String(part).replace(/~/g, '~0').replace(/\//g, '~1')}`).join('');

/** Converts the issues of zod. */
export const toValidationIssues = (error: z.ZodError): ValidationIssue[] =>
  error.issues.flatMap((issue) =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({ pointer: toPointer([...issue.path, key]), message: `Unknown field "${key}".` }))
      : [{ pointer: toPointer(issue.path), message: issue.message }],
  );
