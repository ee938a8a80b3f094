import { z } from 'zod';
import { isDate } from '../dates.ts';
import { currencyCodes } from '../iso-codes.ts';
import { attributions } from '../vocabulary.ts';
import { describeIssue } from './messages.ts';

// The messages of a schema itself take precedence.
z.config({ customError: describeIssue });

const identifierPattern = /^[a-z0-9]+(-[a-z0-9]+)*$/;

export const identifierSchema = z
  .string()
  .max(100)
  .regex(identifierPattern, { error: 'An id must consist of lowercase letters and digits, in words separated by single hyphens.' });

/** Returns the schema of an object that has a name of its own in OpenAPI. */
export const namedObject = <Shape extends z.ZodRawShape>(id: string, description: string, shape: Shape) =>
  z.object(shape).meta({ id, description });

/** Maximum number of items in a list of a record. No real record comes close; the limit bounds the work for one record. */
export const maxListItems = 200;

/** Control characters, and characters that change the direction of the text around them. */
const hiddenCharacter = /[\p{Cc}\p{Bidi_Control}]/u;
/** A long text can have line breaks and tabs. */
export const hiddenCharacterInText = /(?![\t\n\r])[\p{Cc}\p{Bidi_Control}]/u;
const visibleCharacter = /[^\p{White_Space}\p{C}\p{M}\p{Default_Ignorable_Code_Point}\u2800]/u;

/** Rejects texts that not every database engine can store, and texts with hidden characters. */
export const withoutHiddenCharacters = (schema: z.ZodString, hidden = hiddenCharacter): z.ZodString =>
  schema
    .refine((text) => !/\p{Surrogate}/u.test(text), { error: 'The text contains a lone surrogate, which is not valid Unicode.' })
    .refine((text) => !hidden.test(text), { error: 'The text contains a control character or a bidirectional control.' });

const boundedTextSchema = (maxCharacters: number, hidden = hiddenCharacter) =>
  withoutHiddenCharacters(
    z
      .string()
      .min(1)
      .max(maxCharacters, { error: `The text must not be longer than ${maxCharacters} characters.` })
      .refine((text) => text === text.trim(), { error: 'The text must not start or end with whitespace.' }),
    hidden,
  ).refine((text) => visibleCharacter.test(text), { error: 'The text has no visible character.' });

/** Deals whose money a record states again. */
export const overlapsSchema = z
  .array(identifierSchema)
  .min(1)
  .max(maxListItems)
  .refine((ids) => new Set(ids).size === ids.length, { error: 'The same deal appears twice.' })
  .describe(
    'Ids of deals whose money its amount restates, without being their umbrella. A total that counts one of them does not count this amount.',
  )
  .optional();

export const textSchema = boundedTextSchema(5_000, hiddenCharacterInText);

/** A name or a title, short enough to sort by. */
export const nameSchema = boundedTextSchema(500);

export const dateSchema = z
  .string()
  .refine(isDate, { error: 'A date must be a calendar date as YYYY, YYYY-MM or YYYY-MM-DD.', abort: true })
  .meta({ examples: ['2025-10-28'] });

const datesBetween = (firstYear: number, lastYear: number) =>
  dateSchema.refine((date) => Number(date.slice(0, 4)) >= firstYear && Number(date.slice(0, 4)) <= lastYear, {
    error: `The year must be from ${firstYear} to ${lastYear}.`,
  });

/** A date in a record. Other years are typing errors. */
export const recordDateSchema = datesBetween(1900, 2199);

/** The oldest companies are centuries old. */
export const foundingDateSchema = datesBetween(1000, 2199);

/** Length of a contract. */
export const termYearsSchema = z.number().positive().max(999, { error: 'A term must not be longer than 999 years.' });

const hasCredentials = (url: string): boolean => {
  const { username, password } = new URL(url);
  return username !== '' || password !== '';
};

// Publishers use non-ASCII letters in URLs, which makes them IRIs (RFC 3987).
export const urlSchema = z
  .url({ protocol: /^https?$/, error: 'A URL must be absolute and use http or https.', abort: true })
  .max(2_048, { error: 'The URL must not be longer than 2048 characters.' })
  // The URL parser escapes spaces and replaces lone surrogates.
  .refine((url) => !/[\p{White_Space}\p{Surrogate}]/u.test(url) && !hiddenCharacter.test(url), {
    error: 'A URL must not contain whitespace, control characters or lone surrogates.',
  })
  .refine((url) => !hasCredentials(url), { error: 'A URL must not contain a user name or a password.' })
  .meta({ format: 'iri' });

/** Rejects a list in which two items have the same values of all given fields. */
export const withUniqueItems = <Item extends object>(schema: z.ZodArray<z.ZodType<Item>>, fields: readonly (keyof Item)[], error: string) =>
  schema.refine((items) => new Set(items.map((item) => fields.map((field) => item[field]).join(' '))).size === items.length, { error });

/** Rejects an object that has a field without the field that it requires. */
export const withRequiredField = <Schema extends z.ZodType<object>>(
  schema: Schema,
  field: keyof z.infer<Schema> & string,
  required: keyof z.infer<Schema> & string,
): Schema =>
  schema.refine((value) => value[field as keyof typeof value] === undefined || value[required as keyof typeof value] !== undefined, {
    path: [field],
    error: `${field} requires ${required}.`,
  });

/** Rejects an object that has a field if its status does not allow it. */
export const withFieldOfStatus = <Schema extends z.ZodType<{ status: string }>>(
  schema: Schema,
  field: keyof z.infer<Schema> & string,
  ...statuses: readonly z.infer<Schema>['status'][]
): Schema =>
  schema.refine((value) => value[field as keyof typeof value] === undefined || statuses.includes(value.status), {
    path: [field],
    error: `${field} is allowed only if status is ${statuses.join(' or ')}.`,
  });

export const citationSchema = z
  .strictObject({
    source: identifierSchema.describe('Id of the source.'),
    attribution: z
      .enum(attributions)
      .describe(
        "Whom the source attributes the fact to: a filing, the company, a named person or body, unnamed sources, or the publication's own analysis.",
      ),
    readOn: recordDateSchema.describe('When the contributor read it. It has no effect on what was known when.').optional(),
  })
  .meta({
    id: 'Citation',
    description: 'A source and the attribution that it gives for the fact.',
    examples: [{ source: 'amazon-2026-02-27-8k', attribution: 'filing' }],
  });
export type Citation = z.infer<typeof citationSchema>;

export const citationsSchema = withUniqueItems(
  z.array(citationSchema).min(1).max(maxListItems),
  ['source'],
  'The same source must not be cited twice.',
);

/** Quantities are intervals, because reports say "up to" or "more than". A quantity is never stored as a single number. */

const statedSchema = boundedTextSchema(60).describe('The figure as worded in the report, at most 60 characters.').optional();
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

/** Larger numbers are typing errors. The limit also keeps sums finite. */
const maxQuantity = 1_000_000_000_000;
const boundSchema = z.number().nonnegative().max(maxQuantity, { error: 'A number must not be greater than 10^12.' }).nullable();

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

export const isoCurrencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, { error: 'A currency must be three uppercase letters (ISO 4217).', abort: true })
  .refine((code) => currencyCodes.has(code), { error: 'Unknown currency: expected a code of ISO 4217, such as EUR.' });

export const moneyShape = {
  min: wholeUnitsSchema.describe('Lower bound in whole units of the currency; null if the report states none ("up to X").'),
  max: wholeUnitsSchema.describe('Upper bound in whole units of the currency; null if the report states none ("more than X").'),
  approximate: approximateSchema,
  stated: statedSchema,
  currency: isoCurrencySchema.describe('ISO 4217 code.'),
  usdPerUnit: z
    .number()
    .min(1e-9)
    .max(1_000)
    .describe('US dollars per unit of the currency, at the rate of the source or of that day. Omit for USD.')
    .optional(),
};

/** $100 trillion. Larger amounts are typing errors. The limit also keeps totals safe integers. */
const maxUsd = 100_000_000_000_000;

/** Adds the rules that every money schema shares, including the valuation of a deal, which extends money with a basis. */
export const withMoneyRules = <Schema extends z.ZodType<Interval & { currency: string; usdPerUnit?: number | undefined }>>(
  schema: Schema,
): Schema =>
  withOrderedBounds(schema)
    .refine((value) => (value.currency === 'USD') === (value.usdPerUnit === undefined), {
      error: 'usdPerUnit is required for every currency except USD, and not allowed for USD.',
    })
    .refine((value) => (toHeadline(toUsdInterval(value)) ?? 0) <= maxUsd, { error: 'An amount must not be greater than $100 trillion.' });

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

/**
 * Splits a text into normalized search terms: compatibility decomposition (NFKD, Unicode Standard Annex #15), marks removed, lower case,
 * split at every character that is not a letter or a digit, at most 40 characters per term.
 *
 * Both the search index and queries use this function on every database engine, so a query returns the same hits on each.
 */
export const tokenize = (text: string): string[] => {
  // Most single words need no normalization, and highlights tokenize each word of a text.
  if (/^[A-Za-z0-9]+$/.test(text)) return [text.toLowerCase().slice(0, 40)];
  return text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
    .split(/[^\p{Letter}\p{Number}]+/u)
    .filter((term) => term.length > 0)
    .map((term) => term.slice(0, 40));
};
