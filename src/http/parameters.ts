import { z } from 'zod';
import { firstDayOf, lastDayOf } from '../domain/dates.ts';
import { dateSchema, identifierSchema } from '../domain/records/primitives.ts';

/** Query parameters arrive as strings. These schemas parse them, and describe them for OpenAPI. */

export const maxListValues = 50;

const splitList = (value: unknown): unknown =>
  typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'))
    ? [value].flat().flatMap((text: string) => text.split(',').map((item) => item.trim()))
    : value;

/** Comma-separated values, any of which may match. */
export const listParameter = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    splitList,
    z
      .array(item)
      .min(1)
      .max(maxListValues, { error: `At most ${maxListValues} values are allowed.` }),
  );

/** Comma-separated values of a vocabulary. */
export const enumListParameter = <const Word extends string>(words: readonly Word[]) => listParameter(z.enum(words));

/** Comma-separated ids. */
export const identifierListParameter = () => listParameter(identifierSchema);

/** Comma-separated strings that must occur in the data. */
export const textListParameter = () => listParameter(z.string().min(1).max(200));

const toNumber = (value: unknown): unknown => (typeof value === 'string' && /^\d+(\.\d+)?(e\d+)?$/i.test(value) ? Number(value) : value);

/** A number of at least 0. */
export const amountParameter = () =>
  z.preprocess(toNumber, z.number({ error: 'Expected a number of at least 0.' }).nonnegative().max(Number.MAX_SAFE_INTEGER));

/** The lower bound of a range of whole units, such as dollars; a fraction is rounded up. */
export const minCountParameter = () => amountParameter().transform(Math.ceil);

/** The upper bound of a range of whole units; a fraction is rounded down. */
export const maxCountParameter = () => amountParameter().transform(Math.floor);

/** An integer from `min` to `max`. */
export const integerParameter = (min: number, max: number) =>
  z.preprocess(
    toNumber,
    z
      .int({ error: `Expected an integer from ${min} to ${max}.` })
      .min(min, { error: `The minimum is ${min}.` })
      .max(max, { error: `The maximum is ${max}.` }),
  );

const toBoolean = (value: unknown): unknown => (value === 'true' ? true : value === 'false' ? false : value);

/** `true` or `false`. */
export const flagParameter = () => z.preprocess(toBoolean, z.boolean({ error: 'Expected true or false.' }));

/** The lower bound of a range of dates; a year or month means its first day. */
export const fromDateParameter = () => dateSchema.transform(firstDayOf);

/** The upper bound of a range of dates; a year or month means its last day. */
export const toDateParameter = () => dateSchema.transform(lastDayOf);
