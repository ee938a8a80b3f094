import { z } from 'zod';

export const metaSchema = z
  .object({
    asOf: z.string().describe('The day up to which the answer knows (UTC, YYYY-MM-DD).'),
    asOfRequested: z.string().describe('The day that was asked for, where it lies in the future; `asOf` then is today.').optional(),
    dataVersion: z.string().describe('Which data it was made from: version of the dataset, and number of the newest change.'),
  })
  .meta({ id: 'Meta', description: 'By which state of the data the answer was made.' });

export const pageSchema = z
  .object({
    limit: z.int().describe('Most records on a page.'),
    next: z.string().nullable().describe('Cursor of the next page; null on the last.'),
    total: z.int().nonnegative().describe('Exact number of records that pass the filters; only with `total=true`.').optional(),
  })
  .meta({ id: 'Page', description: 'Where this page stands in the list.' });

/** The schema of related records: by collection, and in it by id. */
export const includedSchema = <Shape extends Record<string, z.ZodType>>(id: string, shape: Shape) =>
  z
    .object(
      Object.fromEntries(
        Object.entries(shape).map(([name, schema]) => [name, z.record(z.string(), schema).describe('Related records by id.').optional()]),
      ),
    )
    .meta({ id, description: 'Related records, each once, by collection and id; only with `include`.' });

/** The schema of a page of a list. `fields` leaves out all but the fields asked for. */
export const listAnswerSchema = (id: string, item: z.ZodType, included?: z.ZodType, meta: z.ZodType = metaSchema) =>
  z
    .object({
      data: z.array(item).describe('The records of the page, in the order of `sort`.'),
      page: pageSchema,
      ...(included !== undefined && { included: included.optional() }),
      meta,
    })
    .meta({ id, description: 'A page of a list.' });

/** The schema of a single record. */
export const recordAnswerSchema = (id: string, item: z.ZodType, included?: z.ZodType) =>
  z
    .object({ data: item, ...(included !== undefined && { included: included.optional() }), meta: metaSchema })
    .meta({ id, description: 'One record.' });
