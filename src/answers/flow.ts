import { z } from 'zod';
import { identifierSchema } from '../domain/records/primitives.ts';
import { certainties, flowNatures } from '../domain/vocabulary.ts';
import { knownFromField } from './derived.ts';

const usd = z.number().int();

export const usdSumSchema = z
  .object({
    low: usd.describe('At least so much, in whole US dollars.'),
    high: usd.nullable().describe('At most so much, as far as bounds are known; null where no term has one.'),
    unknown: z.int().nonnegative().describe('Number of terms without an upper bound: `high` leaves them out.'),
  })
  .meta({
    id: 'UsdSum',
    description: 'An interval, or a sum of intervals, in whole US dollars.',
    examples: [{ low: 0, high: 10_000_000_000, unknown: 0 }],
  });

export const excludedSchema = z
  .object({
    reason: z
      .enum(['part_of_counted', 'dead', 'speculative', 'no_flow'])
      .describe(
        'Why it does not count: part of an umbrella that counts (or an umbrella whose parts do), dead, speculative, or a deal that gives no flow. The list of values may grow.',
      ),
    count: z.int().nonnegative().describe('How many were left out.'),
    usd: usdSumSchema.describe('What these state.'),
  })
  .meta({ id: 'Excluded', description: 'What a sum leaves out, why, and how much it is.' });

export const flowNatureField = z
  .enum(flowNatures)
  .describe('`financing`: money or value given for a share, a loan or a guarantee; `purchase`: payment for goods or services.');

export const flowAnswerSchema = z
  .object({
    id: z.string().describe('Id of the flow; it stays the same over time.'),
    from: identifierSchema.describe('Company that pays.'),
    to: identifierSchema.describe('Company that is paid.'),
    fromGroup: identifierSchema.describe('Group of the payer.'),
    toGroup: identifierSchema.describe('Group of the payee.'),
    nature: flowNatureField,
    contingent: z.boolean().describe('True for a guarantee, which is paid only if it is called.'),
    deal: identifierSchema.nullable().describe('Deal that gives the flow, or null.'),
    chipCommitment: identifierSchema.nullable().describe('Chip commitment that gives the flow, or null.'),
    implied: z.boolean().describe('True where no report states the flow: the one in between has to buy what it lets.'),
    certainty: z.enum(certainties).describe('Certainty of the deal or chip commitment. The list of values may grow.'),
    usd: usdSumSchema.describe('What it is worth.'),
    knownFrom: knownFromField,
  })
  .meta({ id: 'Flow', description: 'A directed edge: value goes from payer to payee.' });
