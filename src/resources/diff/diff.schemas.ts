import { z } from 'zod';
import { chipCommitmentAnswerSchema } from '../../answers/chip-commitment.ts';
import { dealAnswerSchema } from '../../answers/deal.ts';
import { pageSchema } from '../../answers/envelope.ts';
import { stakeAnswerSchema } from '../../answers/stake.ts';
import { valuationAnswerSchema } from '../../answers/valuation.ts';
import { changeClasses } from '../../domain/change-classes.ts';
import { isDay } from '../../domain/dates.ts';
import { identifierList, wholeNumber, wordsOf } from '../../http/parameters.ts';
import { formatParameter } from '../../lists/list-query.ts';

/** The collections whose records become known, change and die. */
export const diffedCollections = ['deals', 'stakes', 'valuations', 'chip-commitments'] as const;

const day = z.string().refine(isDay, { error: 'A day is YYYY-MM-DD and exists in the calendar.' });

export const diffQuerySchema = z.strictObject({
  fromOn: day
    .describe('The earlier day: what was known on it is held against the later one (UTC, YYYY-MM-DD).')
    .meta({ examples: ['2025-12-01'] }),
  toOn: day.describe('The later day. A future day means everything that is known.').meta({ examples: ['2026-03-01'] }),
  company: identifierList().optional().describe('Only records that name one of these companies.'),
  group: identifierList().optional().describe('Only records that name one of these companies, or a company below it.'),
  collection: wordsOf(diffedCollections).optional().describe('Only records of these collections.'),
  limit: wholeNumber(1, 200).default(50).describe('Changes on a page, 1 to 200.'),
  cursor: z
    .string()
    .max(1_000)
    .optional()
    .describe('Opaque position from `page.next` of the page before; everything else has to stay the same.'),
  format: formatParameter,
});
export type DiffQuery = z.infer<typeof diffQuerySchema>;

const sideSchema = z
  .union([dealAnswerSchema, stakeAnswerSchema, valuationAnswerSchema, chipCommitmentAnswerSchema])
  .meta({ id: 'DiffSide', description: 'The record as it was known on one of the days, without the history of a deal.' });

export const diffChangeSchema = z
  .object({
    collection: z.enum(diffedCollections).describe('Collection of the record.'),
    id: z.string().describe('Id of the record.'),
    classes: z.array(z.enum(changeClasses)).describe('How it changed, strongest first. The list of values may grow.'),
    before: sideSchema.nullable().describe('As it was known on the earlier day; null where it was not.'),
    after: sideSchema.describe('As it was known on the later day.'),
  })
  .meta({ id: 'DiffChange', description: 'A record that is known otherwise on the later day than on the earlier one.' });

const diffMetaSchema = z
  .object({
    fromOn: z.string().describe('The earlier day.'),
    toOn: z.string().describe('The later day; today where a future day was asked for.'),
    dataVersion: z.string().describe('Which data it was made from: version of the dataset, and number of the newest change.'),
  })
  .meta({ id: 'DiffMeta', description: 'Which days were held against each other.' });

export const diffSchema = z
  .object({ data: z.array(diffChangeSchema).describe('The changes, by collection and id.'), page: pageSchema, meta: diffMetaSchema })
  .meta({ id: 'Diff', description: 'A page of what changed between two days.' });
