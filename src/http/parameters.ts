import { z } from 'zod';
import { firstDayOf, lastDayOf } from '../domain/dates.ts';
import { dateSchema, identifierSchema } from '../domain/records/primitives.ts';

/** Query parameters arrive as text. These schemas read them, and describe to OpenAPI what they are. */

export const listValuesMax = 50;

const split = (value: unknown): unknown =>
  typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'))
    ? [value].flat().flatMap((text: string) => text.split(',').map((item) => item.trim()))
    : value;

/** A comma list: any of the values. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.preprocess(
    split,
    z
      .array(item)
      .min(1)
      .max(listValuesMax, { error: `At most ${listValuesMax} values can be asked for at a time.` }),
  );

/** A comma list of words out of a closed set. */
export const wordsOf = <const Word extends string>(words: readonly Word[]) => listOf(z.enum(words));

/** A comma list of ids. */
export const identifierList = () => listOf(identifierSchema);

/** A comma list of texts that must occur in the data. */
export const textList = () => listOf(z.string().min(1).max(200));

const toNumber = (value: unknown): unknown => (typeof value === 'string' && /^\d+(\.\d+)?(e\d+)?$/i.test(value) ? Number(value) : value);

/** A number that is not negative. */
export const amountParameter = () =>
  z.preprocess(toNumber, z.number({ error: 'This is a number that is not negative.' }).nonnegative().max(Number.MAX_SAFE_INTEGER));

/** The beginning of a range of whole units, such as dollars: a fraction counts from the next one on. */
export const wholeFrom = () => amountParameter().transform(Math.ceil);

/** The end of a range of whole units: a fraction counts up to the one before. */
export const wholeTo = () => amountParameter().transform(Math.floor);

/** A whole number between two bounds. */
export const wholeNumber = (min: number, max: number) =>
  z.preprocess(
    toNumber,
    z
      .int({ error: `This is a whole number from ${min} to ${max}.` })
      .min(min, { error: `The least is ${min}.` })
      .max(max, { error: `The most is ${max}.` }),
  );

const toBoolean = (value: unknown): unknown => (value === 'true' ? true : value === 'false' ? false : value);

/** `true` or `false`. */
export const flagParameter = () => z.preprocess(toBoolean, z.boolean({ error: 'This is true or false.' }));

/** The beginning of a range of dates: a reduced date counts from its first day. */
export const fromDate = () => dateSchema.transform(firstDayOf);

/** The end of a range of dates: a reduced date counts to its last day. */
export const toDate = () => dateSchema.transform(lastDayOf);
