import { z } from 'zod';

/** Quantities are intervals, because reports say "up to" or "more than". A quantity is never stored as a single number. */

const statedSchema = z.string().min(1).max(60).describe('The figure as worded in the report, at most 60 characters.').optional();
const approximateSchema = z.boolean().describe('True if the report says "about", "nearly" or similar.');

interface Interval {
  min: number | null;
  max: number | null;
}

/** Rejects an interval without bounds and an interval whose bounds are reversed. */
const withOrderedBounds = <Schema extends z.ZodType<Interval>>(schema: Schema): Schema =>
  schema
    .refine((value) => value.min !== null || value.max !== null, { error: 'A quantity requires min or max.' })
    .refine((value) => value.min === null || value.max === null || value.min <= value.max, { error: 'min must not be greater than max.' });

const boundSchema = z.number().nonnegative().nullable();

export const quantitySchema = withOrderedBounds(
  z.strictObject({
    min: boundSchema.describe('Lower bound; null if the report states none ("up to X").'),
    max: boundSchema.describe('Upper bound; null if the report states none ("more than X").'),
    approximate: approximateSchema,
    stated: statedSchema,
  }),
).meta({
  id: 'Quantity',
  description: 'A quantity as an interval, as reported. Exact figures have min = max. The field that contains it defines the unit.',
  examples: [{ min: 27, max: 27, approximate: true, stated: 'approximately 27 percent' }],
});

const wholeUnitsSchema = z.int().nonnegative().nullable();

export const moneyShape = {
  min: wholeUnitsSchema.describe('Lower bound in whole units of the currency; null if the report states none ("up to X").'),
  max: wholeUnitsSchema.describe('Upper bound in whole units of the currency; null if the report states none ("more than X").'),
  approximate: approximateSchema,
  stated: statedSchema,
  currency: z
    .string()
    .regex(/^[A-Z]{3}$/, { error: 'A currency must be three uppercase letters (ISO 4217).' })
    .describe('ISO 4217 code.'),
  usdPerUnit: z
    .number()
    .positive()
    .describe('US dollars per unit of the currency, at the rate of the source or of that day. Omit for USD.')
    .optional(),
};

/** Adds the rules that every money schema shares, including the valuation of a deal, which extends money with a basis. */
export const withMoneyRules = <Schema extends z.ZodType<Interval & { currency: string; usdPerUnit?: number | undefined }>>(
  schema: Schema,
): Schema =>
  withOrderedBounds(schema).refine((value) => (value.currency === 'USD') === (value.usdPerUnit === undefined), {
    error: 'usdPerUnit is required for every currency except USD, and not allowed for USD.',
  });

export const moneySchema = withMoneyRules(z.strictObject(moneyShape)).meta({
  id: 'Money',
  description: 'An amount of money as an interval, as reported, in whole units of its currency.',
  examples: [{ min: null, max: 10_000_000_000, approximate: false, stated: 'as much as $10bn', currency: 'USD' }],
});

export type Quantity = z.infer<typeof quantitySchema>;
export type Money = z.infer<typeof moneySchema>;

export const usdIntervalSchema = z
  .object({
    min: wholeUnitsSchema.describe('Lower bound in whole US dollars, or null.'),
    max: wholeUnitsSchema.describe('Upper bound in whole US dollars, or null.'),
  })
  .meta({
    id: 'UsdInterval',
    description: 'An interval in whole US dollars, converted at the rate in the record.',
    examples: [{ min: null, max: 10_000_000_000 }],
  });
export type UsdInterval = z.infer<typeof usdIntervalSchema>;

/** Converts money to an interval in whole US dollars. Each bound is rounded separately, so an exact amount stays exact. */
export const toUsdInterval = (money: Pick<Money, 'min' | 'max' | 'usdPerUnit'>): UsdInterval => {
  const convert = (amount: number | null) => (amount === null ? null : Math.round(amount * (money.usdPerUnit ?? 1)));
  return { min: convert(money.min), max: convert(money.max) };
};

/** Returns the number by which an interval is sorted and filtered: its upper bound, or else its lower bound; null if it has neither. */
export const toHeadline = (interval: Interval): number | null => interval.max ?? interval.min;
