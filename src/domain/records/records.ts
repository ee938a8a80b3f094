import type { z } from 'zod';
import type { Collection } from '../vocabulary.ts';
import { chipRecordSchema } from './chip.ts';
import { chipCommitmentRecordSchema } from './chip-commitment.ts';
import { companyRecordSchema } from './company.ts';
import { dealRecordSchema } from './deal.ts';
import { sourceRecordSchema } from './source.ts';
import { stakeRecordSchema } from './stake.ts';
import { valuationRecordSchema } from './valuation.ts';

/** The definition of the record format, by collection. */
export const recordSchemas = {
  companies: companyRecordSchema,
  chips: chipRecordSchema,
  sources: sourceRecordSchema,
  deals: dealRecordSchema,
  stakes: stakeRecordSchema,
  valuations: valuationRecordSchema,
  'chip-commitments': chipCommitmentRecordSchema,
} as const satisfies Record<Collection, z.ZodType>;

export type RecordOf<Name extends Collection> = z.infer<(typeof recordSchemas)[Name]>;
export type AnyRecord = RecordOf<Collection>;

/** A record with the collection that it belongs to. */
export type CollectedRecord = { [Name in Collection]: { collection: Name; record: RecordOf<Name> } }[Collection];

/** The stored form of a record: keys in schema order, two blanks of indent, a newline at the end. */
export const canonicalTextOf = (record: AnyRecord): string => `${JSON.stringify(record, null, 2)}\n`;
