import { hash } from 'node:crypto';
import { z } from 'zod';
import { firstDayOf, isDay, lastDayOf } from '../domain/dates.ts';
import { dateSchema, identifierSchema } from '../domain/records/primitives.ts';
import { Problem } from './problems.ts';

/** The limit of values in one comma-separated parameter. */
export const maxListValues = 50;

/** Splits comma-separated values. A repeated parameter is an array. */
const splitList = (value: unknown): unknown =>
  typeof value === 'string' || Array.isArray(value)
    ? String(value)
        .split(',')
        .map((item) => item.trim())
    : value;

/** Returns the schema of a comma-separated parameter. Parses the query string, and describes the parameter in OpenAPI. */
export const listParameter = <Item extends z.ZodType>(item: Item, max = maxListValues) =>
  z.preprocess(
    splitList,
    z
      .array(item)
      .min(1)
      .max(max, { error: `At most ${max} values are allowed.` }),
  );

/** Returns the schema of comma-separated enum values. */
export const enumListParameter = <const Word extends string>(words: readonly Word[]) => listParameter(z.enum(words));

/** Returns the schema of comma-separated ids. */
export const identifierListParameter = () => listParameter(identifierSchema);

/** Returns the schema of comma-separated strings. The list checks that each of them exists in the data. */
export const textListParameter = () => listParameter(z.string().min(1).max(200));

const toNumber = (value: unknown): unknown => (typeof value === 'string' && /^\d+(\.\d+)?(e\d+)?$/i.test(value) ? Number(value) : value);

/** Returns the schema of a non-negative number. */
export const amountParameter = () =>
  z.preprocess(toNumber, z.number({ error: 'Expected a number of at least 0.' }).nonnegative().max(Number.MAX_SAFE_INTEGER));

/** Returns the schema of an inclusive lower bound in whole units, such as dollars. Rounds fractions up. */
export const minCountParameter = () => amountParameter().transform(Math.ceil);

/** Returns the schema of an inclusive upper bound in whole units. Rounds fractions down. */
export const maxCountParameter = () => amountParameter().transform(Math.floor);

/** Returns the schema of an integer from `min` to `max`. */
export const integerParameter = (min: number, max: number) =>
  z.preprocess(
    toNumber,
    z
      .int({ error: `Expected an integer from ${min} to ${max}.` })
      .min(min, { error: `The minimum is ${min}.` })
      .max(max, { error: `The maximum is ${max}.` }),
  );

const toBoolean = (value: unknown): unknown => (value === 'true' ? true : value === 'false' ? false : value);

/** Returns the schema of a boolean, `true` or `false`. */
export const flagParameter = () => z.preprocess(toBoolean, z.boolean({ error: 'Expected true or false.' }));

/** Schema of `names`, which adds names to a response that has ids. */
export const namesParameter = flagParameter()
  .optional()
  .describe('`true` adds `names`: the names of the companies and chips and the titles of the deals whose ids are in `data`. JSON only.');

/** Returns the schema of an inclusive lower bound of a date. A year or month means its first day. */
export const fromDateParameter = () => dateSchema.transform(firstDayOf);

/** Returns the schema of an inclusive upper bound of a date. A year or month means its last day. */
export const toDateParameter = () => dateSchema.transform(lastDayOf);

/** A keyset position: the sort value and the id of the last row of a page. */
export interface Position {
  value: string | number | null;
  id: string;
}

/** A cursor holds the sort value of a row. A title of 500 characters can have 1,500 bytes, which are 2,000 in base64. */
const cursorLengthMax = 2_500;

/** The schema of the `cursor` parameter. */
export const cursorParameter = z
  .string()
  .max(cursorLengthMax)
  .optional()
  .describe('Opaque cursor from `page.next` of the previous page. All other parameters must stay the same.');

/** PostgreSQL stores no NUL. */
const cursorTextSchema = z.string().regex(/^[^\0]*$/);
const cursorSchema = z.tuple([z.string(), z.union([cursorTextSchema, z.number(), z.null()]), cursorTextSchema]);

/** Hashes the list, sort and filters that a cursor is bound to. */
export const computeBinding = (parts: unknown): string => hash('sha256', JSON.stringify(parts), 'base64url').slice(0, 10);

/** Encodes a position and the hash of its list as an opaque cursor. */
export const encodeCursor = (binding: string, { value, id }: Position): string =>
  Buffer.from(JSON.stringify([binding, value, id])).toString('base64url');

const parseCursor = (cursor: string): unknown => {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    return undefined;
  }
};

const toCursorProblem = (message: string) => new Problem('invalid-cursor', message, { errors: [{ parameter: 'cursor', message }] });

/** Creates the problem for a cursor of another list, sort or filter. */
export const createForeignCursorProblem = (): Problem =>
  toCursorProblem('The cursor belongs to another list, sort or filter. Start again without it.');

/** Decodes a cursor. Throws a problem if it is malformed, or belongs to another list, sort or filter. */
export const decodeCursor = (cursor: string, binding: string): Position => {
  const parsed = cursorSchema.safeParse(parseCursor(cursor));
  if (!parsed.success) throw toCursorProblem('The cursor is malformed. Start again without it.');
  const [boundTo, value, id] = parsed.data;
  if (boundTo !== binding) throw createForeignCursorProblem();
  return { value, id };
};

/** Splits a request target (RFC 9112, section 3.2.1) into path and query. Returns an empty query if there is no question mark. */
export const splitTarget = (url: string): { path: string; query: string } => {
  const end = url.indexOf('?');
  return end === -1 ? { path: url, query: '' } : { path: url.slice(0, end), query: url.slice(end + 1) };
};

/** Returns the `Link` header to the next page (RFC 8288), or no header on the last page. */
export const linkToNext = (url: string, next: string | null): Record<string, string> => {
  if (next === null) return {};
  const { path, query } = splitTarget(url);
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', next);
  return { link: `<${path}?${parameters.toString()}>; rel="next"` };
};

/** The schema of the `asOf` parameter. */
export const asOfParameter = z
  .string()
  .refine(isDay, { error: 'A day must be a calendar date as YYYY-MM-DD.' })
  .optional()
  .describe(
    'Returns what was known on this day (UTC, YYYY-MM-DD). Default: what is known now. A future day means today, and `meta` says so.',
  )
  .meta({ examples: ['2025-12-20'] });

/** Returns the schema of `fields`, comma-separated names of response fields. */
export const fieldsParameter = <Field extends string>(fields: readonly Field[]) =>
  listParameter(z.enum(fields))
    .optional()
    .describe('Comma-separated list of fields to return.')
    .meta({ examples: [fields.slice(0, 3)] });

/** Returns the schema of `include`, comma-separated names of related collections and fields. */
export const includeParameter = <Include extends string>(includes: readonly Include[]) =>
  listParameter(z.enum(includes)).optional().describe('Comma-separated list of related records to return under `included`, each once.');
