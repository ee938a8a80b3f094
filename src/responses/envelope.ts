import { z } from 'zod';
import { namedObject } from '../domain/records/primitives.ts';

export const metaSchema = namedObject('Meta', 'The state of the data behind the response.', {
  asOf: z.string().describe('The day up to which the response includes information (UTC, YYYY-MM-DD).'),
  asOfRequested: z.string().describe('The requested day, if it is in the future. `asOf` is then today.').optional(),
  dataVersion: z.string().describe('The data behind the response: dataset version and sequence number of the newest change.'),
});

const facetCountSchema = namedObject('FacetCount', 'A value of a filter, and the number of records that have it.', {
  value: z.string().describe('A value of the filter. The list of values may grow.'),
  count: z.int().positive().describe('Number of records that have it.'),
});

export const pageSchema = namedObject('Page', 'Position of this page in the list.', {
  limit: z.int().describe('Maximum number of records on the page.'),
  next: z.string().nullable().describe('Cursor of the next page; null on the last page.'),
  total: z.int().nonnegative().describe('Exact number of records that match the filters. Only with `total=true`.').optional(),
  facets: z
    .record(z.string(), z.array(facetCountSchema))
    .describe(
      'The values of each requested filter, most frequent first, counted among the records that match all other filters. Values without records are absent. Only with `facets`.',
    )
    .optional(),
});

/** Returns the schema of `included`: records by collection and id. */
export const includedSchema = <Shape extends Record<string, z.ZodType>>(id: string, shape: Shape) =>
  z
    .object(
      Object.fromEntries(
        Object.entries(shape).map(([name, schema]) => [name, z.record(z.string(), schema).describe('Related records by id.').optional()]),
      ),
    )
    .meta({ id, description: 'Related records, each once, by collection and id. Only with `include`.' });

/** Returns the schema of a page. All fields are optional, because `fields` selects them. */
export const listResponseSchema = (
  id: string,
  item: z.ZodType,
  included?: z.ZodType,
  meta: z.ZodType = metaSchema,
  more: z.ZodRawShape = {},
) =>
  z
    .object({
      data: z.array(item).describe('The records of the page, ordered by `sort`.'),
      page: pageSchema,
      ...(included !== undefined && { included: included.optional() }),
      ...more,
      meta,
    })
    .meta({ id, description: 'A page of a list.' });

/** Returns the schema of a single record. */
export const recordResponseSchema = (id: string, item: z.ZodType, included?: z.ZodType) =>
  z
    .object({ data: item, ...(included !== undefined && { included: included.optional() }), meta: metaSchema })
    .meta({ id, description: 'One record.' });
