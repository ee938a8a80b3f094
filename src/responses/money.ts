import { z } from 'zod';

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

export const trancheSumsSchema = z
  .object({
    paid: usdSumSchema.describe('Tranches that are paid.'),
    committed: usdSumSchema.describe('Tranches that are committed and not paid yet.'),
    conditional: usdSumSchema.describe('Tranches that depend on a condition. A lower bound never includes them.'),
    unspecified: usdSumSchema.describe('The part of the amount that no tranche names.'),
  })
  .meta({ id: 'TrancheSums', description: 'An amount by payment status, in whole US dollars. Cancelled tranches are left out.' });
