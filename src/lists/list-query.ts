import { z } from 'zod';
import { type ListFormat, listFormats } from '../http/negotiation.ts';
import { asOfParameter, fieldsParameter, flagParameter, includeParameter, integerParameter } from '../http/parameters.ts';

export const limitMax = 200;
export const limitDefault = 50;

/** The parameters that every list takes besides its filters. */
export interface ListQuery {
  limit: number;
  cursor?: string | undefined;
  total?: boolean | undefined;
  sort: string;
  format?: ListFormat | undefined;
  fields?: string[] | undefined;
  include?: string[] | undefined;
  asOf?: string | undefined;
}

interface Choices<Field extends string, Include extends string, SortKey extends string> {
  fields: readonly Field[];
  includes: readonly Include[];
  sorts: readonly SortKey[];
  defaultSort: NoInfer<SortKey | `-${SortKey}`>;
}

/** `format` of a list that is answered whole too. */
export const formatParameter = z
  .enum(listFormats)
  .optional()
  .describe(
    'Format of the response. `json` returns a page. `csv` and `ndjson` return every record that matches the filters, without `limit`, `cursor` and `total`. Takes precedence over the Accept header. Default: `json`.',
  );

/** The query schema of a list: paging, sort, fields and includes, and the filters of the collection. */
export const listQuerySchema = <Field extends string, Include extends string, SortKey extends string, Filters extends z.ZodRawShape>(
  { fields, includes, sorts, defaultSort }: Choices<Field, Include, SortKey>,
  filters: Filters,
) => {
  const sortKeys = sorts.flatMap((key) => [key, `-${key}` as const]);
  return z.strictObject({
    ...filters,
    sort: z
      .enum(sortKeys)
      .default(defaultSort as never)
      .describe(
        'Sort key, with a leading minus for descending order. Records without a value come last in both directions. Ties are ordered by id. With `format=csv` or `ndjson`, the default order is by id.',
      ),
    format: formatParameter,
    limit: integerParameter(1, limitMax).default(limitDefault).describe(`Records on a page, 1 to ${limitMax}.`),
    cursor: z
      .string()
      .max(1_000)
      .optional()
      .describe('Opaque cursor from `page.next` of the previous page. All other parameters must stay the same.'),
    asOf: asOfParameter,
    total: flagParameter().optional().describe('`true` adds `page.total`, the exact number of records that match the filters.'),
    fields: fieldsParameter(fields),
    include: includeParameter(includes),
  });
};
