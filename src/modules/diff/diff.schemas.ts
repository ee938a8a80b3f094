import { z } from 'zod';
import { changeClasses } from '../../domain/classify-change.ts';
import { isDay } from '../../domain/dates.ts';
import { namedObject } from '../../domain/records/primitives.ts';
import { cursorParameter, enumListParameter, identifierListParameter, integerParameter } from '../../http/parameters.ts';
import { formatShape } from '../../lists/list-query.ts';
import { chipCommitmentResponseSchema } from '../../responses/chip-commitment.ts';
import { dealResponseSchema } from '../../responses/deal.ts';
import { pageSchema } from '../../responses/envelope.ts';
import { financialResponseSchema } from '../../responses/financial.ts';
import { stakeResponseSchema } from '../../responses/stake.ts';
import { valuationResponseSchema } from '../../responses/valuation.ts';

/** The collections with records that change over time. */
export const diffedCollections = ['deals', 'stakes', 'valuations', 'financials', 'chip-commitments'] as const;

const day = z.string().refine(isDay, { error: 'A day must be a calendar date as YYYY-MM-DD.' });

export const diffQuerySchema = z.strictObject({
  fromOn: day.describe('The earlier day (UTC, YYYY-MM-DD).').meta({ examples: ['2025-12-01'] }),
  toOn: day.describe('The later day (UTC, YYYY-MM-DD). A future day means today.').meta({ examples: ['2026-03-01'] }),
  company: identifierListParameter().optional().describe('Only records that name one of these companies.'),
  group: identifierListParameter().optional().describe('Only records that name one of these companies or its subsidiaries.'),
  collection: enumListParameter(diffedCollections).optional().describe('Only records of these collections.'),
  limit: integerParameter(1, 200).default(50).describe('Number of changes per page, 1 to 200.'),
  cursor: cursorParameter,
  ...formatShape,
});
export type DiffQuery = z.infer<typeof diffQuerySchema>;

const sideSchema = z
  .union([dealResponseSchema, stakeResponseSchema, valuationResponseSchema, financialResponseSchema, chipCommitmentResponseSchema])
  .meta({ id: 'DiffSide', description: 'The record as known on one of the days, without the history and `staleDays` of a deal.' });

const diffChangeSchema = namedObject('DiffChange', 'A record that differs between the two days.', {
  collection: z.enum(diffedCollections).describe('Collection of the record.'),
  id: z.string().describe('Id of the record.'),
  classes: z.array(z.enum(changeClasses)).describe('How the record changed, most important first. The list of values may grow.'),
  before: sideSchema.nullable().describe('The record as known on the earlier day; null if it was not known.'),
  after: sideSchema.describe('The record as known on the later day.'),
});

const diffMetaSchema = namedObject('DiffMeta', 'The compared days.', {
  fromOn: z.string().describe('The earlier day.'),
  toOn: z.string().describe('The later day; today if a future day was requested.'),
  dataVersion: z.string().describe('The data behind the response: dataset version and sequence number of the newest change.'),
});

export const diffSchema = z
  .object({ data: z.array(diffChangeSchema).describe('The changes, by collection and id.'), page: pageSchema, meta: diffMetaSchema })
  .meta({ id: 'Diff', description: 'A page of changes between two days.' });
