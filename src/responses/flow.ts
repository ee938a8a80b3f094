import { z } from 'zod';
import { identifierSchema, namedObject } from '../domain/records/primitives.ts';
import { certainties, flowNatures } from '../domain/vocabulary.ts';
import { knownFromField } from './derived-fields.ts';
import { moneySumShape, usdSumSchema } from './money.ts';

export const excludedSchema = namedObject('Excluded', 'Items that a sum excludes, with the reason and their amount.', {
  reason: z
    .enum(['overlaps_counted', 'dead', 'speculative', 'no_flow'])
    .describe(
      'Why the items are excluded: they restate the money of counted deals, are dead or speculative, or are deals without flows. The list of values may grow.',
    ),
  count: z.int().nonnegative().describe('Number of excluded items.'),
  ...moneySumShape,
});

export const flowNatureField = z
  .enum(flowNatures)
  .describe(
    '`financing`: money given for equity or a loan. `purchase`: payment for goods or services. `guarantee`: a promise to pay if another does not. `warrant`: a right to shares, at the value granted. The list of values may grow.',
  );

export const flowResponseSchema = namedObject('Flow', 'A directed edge of the money graph: value moves from payer to payee.', {
  id: z.string().describe('Id of the flow. Stable over time.'),
  from: identifierSchema.describe('Id of the paying company.'),
  to: identifierSchema.describe('Id of the receiving company.'),
  fromGroup: identifierSchema.describe('Group of the payer.'),
  toGroup: identifierSchema.describe('Group of the payee.'),
  nature: flowNatureField,
  contingent: z.boolean().describe('True for a guarantee or a warrant: no cash moves unless something happens.'),
  deal: identifierSchema.nullable().describe('Id of the deal behind the flow, or null.'),
  chipCommitment: identifierSchema.nullable().describe('Id of the chip commitment behind the flow, or null.'),
  implied: z.boolean().describe('True if no report states the flow: an intermediary must buy what it rents out.'),
  certainty: z.enum(certainties).describe('Certainty of the deal or chip commitment. The list of values may grow.'),
  usd: usdSumSchema.describe('Amount of the flow.'),
  knownFrom: knownFromField,
});
