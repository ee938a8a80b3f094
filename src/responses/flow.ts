import { z } from 'zod';
import { identifierSchema } from '../domain/records/primitives.ts';
import { certainties, flowNatures } from '../domain/vocabulary.ts';
import { knownFromField } from './derived-fields.ts';

const usd = z.number().int();

export const usdSumSchema = z
  .object({
    low: usd.describe('Lower bound in whole US dollars.'),
    high: usd.nullable().describe('Upper bound: the sum of the known upper bounds; null if no term has one.'),
    unknown: z.int().nonnegative().describe('Number of terms without an upper bound. `high` does not include them.'),
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
        'Why the items are excluded: part of an umbrella that counts (or an umbrella whose parts count), dead, speculative, or a deal without flows. The list of values may grow.',
      ),
    count: z.int().nonnegative().describe('Number of excluded items.'),
    usd: usdSumSchema.describe('Sum of the amounts that they state.'),
  })
  .meta({ id: 'Excluded', description: 'Items that a sum excludes, with the reason and their amount.' });

export const flowNatureField = z
  .enum(flowNatures)
  .describe('`financing`: money or value given for equity, a loan or a guarantee. `purchase`: payment for goods or services.');

export const flowResponseSchema = z
  .object({
    id: z.string().describe('Id of the flow. Stable over time.'),
    from: identifierSchema.describe('Id of the paying company.'),
    to: identifierSchema.describe('Id of the receiving company.'),
    fromGroup: identifierSchema.describe('Group of the payer.'),
    toGroup: identifierSchema.describe('Group of the payee.'),
    nature: flowNatureField,
    contingent: z.boolean().describe('True for a guarantee or warrant: no cash moves unless something happens.'),
    deal: identifierSchema.nullable().describe('Id of the deal behind the flow, or null.'),
    chipCommitment: identifierSchema.nullable().describe('Id of the chip commitment behind the flow, or null.'),
    implied: z.boolean().describe('True if no report states the flow: an intermediary must buy what it rents out.'),
    certainty: z.enum(certainties).describe('Certainty of the deal or chip commitment. The list of values may grow.'),
    usd: usdSumSchema.describe('Amount of the flow.'),
    knownFrom: knownFromField,
  })
  .meta({ id: 'Flow', description: 'A directed edge of the money graph: value moves from payer to payee.' });
