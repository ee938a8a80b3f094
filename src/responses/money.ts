import { z } from 'zod';
import { namedObject } from '../domain/records/primitives.ts';
import { moneyClasses } from '../domain/vocabulary.ts';

const usd = z.number().int();

export const usdSumSchema = z
  .object({
    low: usd.describe('Lower bound in whole US dollars.'),
    high: usd.nullable().describe('Upper bound: the sum of the known upper bounds; null if no term has one.'),
    unknown: z.int().nonnegative().describe('Number of terms without an upper bound. `high` does not include them.'),
    openEnded: z.int().nonnegative().describe('Number of terms with a minimum only ("more than X"). `high` includes that minimum.'),
  })
  .meta({
    id: 'UsdSum',
    description: 'An interval, or a sum of intervals, in whole US dollars.',
    examples: [{ low: 0, high: 10_000_000_000, unknown: 0, openEnded: 0 }],
  });

export const usdByCertaintySchema = namedObject('UsdByCertainty', 'A sum by certainty. The parts add up to the sum.', {
  binding: usdSumSchema.describe('Binding; absent if there is none.').optional(),
  intended: usdSumSchema.describe('Intended; absent if there is none.').optional(),
  speculative: usdSumSchema.describe('Speculative; absent if there is none.').optional(),
});

const firmSumSchema = usdSumSchema
  .extend({ usdByCertainty: usdByCertaintySchema.describe('The same by certainty.') })
  .meta({ id: 'FirmSum', description: 'A sum of flows in whole US dollars, and how firm its parts are.' });

export const usdByNatureSchema = namedObject('UsdByNature', 'Sums of flows by nature. Different natures are not added up.', {
  financing: firmSumSchema.describe('Money given for equity or loans; absent if there is none.').optional(),
  purchase: firmSumSchema.describe('Stated payments for goods and services; absent if there are none.').optional(),
  impliedPurchase: firmSumSchema
    .describe('Purchases that no report states: an intermediary must buy what it rents out; absent if there are none.')
    .optional(),
  guarantee: firmSumSchema.describe('Guarantees: no cash moves unless they are called; absent if there are none.').optional(),
  warrant: firmSumSchema.describe('Warrants: the value granted, not cash; absent if there are none.').optional(),
});

export const trancheSumsSchema = z
  .object({
    paid: usdSumSchema.describe('Tranches that are paid.'),
    committed: usdSumSchema.describe('Tranches that are committed and not paid yet.'),
    conditional: usdSumSchema.describe('Tranches that depend on a condition. A lower bound never includes them.'),
    unspecified: usdSumSchema.describe('The part of the amount that no tranche names.'),
  })
  .meta({
    id: 'TrancheSums',
    description:
      'An amount by payment status, in whole US dollars. Tranches that are cancelled, or that the amount of another deal already contains, are left out.',
  });

const classSumSchema = namedObject('ClassSum', 'A sum of deals of one money class.', {
  count: z.int().nonnegative().describe('Number of deals.'),
  usd: usdSumSchema.describe('Their amount.'),
  tranches: trancheSumsSchema.describe('Their amount by payment status.'),
});

/** The money of a sum of deals, flows or chip commitments. */
export const moneySumShape = {
  usd: usdSumSchema.nullable().describe('Their amount; null if it would add up money of several classes or natures.'),
  tranches: trancheSumsSchema
    .nullable()
    .optional()
    .describe('The amount by payment status. Only for deals; null if they are of several money classes.'),
  byClass: z
    .partialRecord(z.enum(moneyClasses), classSumSchema)
    .optional()
    .describe('The deals by money class. Only for deals. The list of classes may grow.'),
  byNature: usdByNatureSchema.optional().describe('The flows by nature. Only for flows.'),
};
