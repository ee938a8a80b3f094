import { z } from 'zod';
import { intervals, type PeriodInterval } from '../../analysis/periods.ts';
import { fromDateParameter, toDateParameter } from '../../http/parameters.ts';
import { metaSchema } from '../../responses/envelope.ts';

/** Maximum number of periods in a series. */
export const maxPeriods = 120;
/** Number of periods without `fromOn`. */
export const defaultPeriods = 12;
/** Maximum number of rows in a response, over all periods. */
export const maxSeriesRows = 12_000;

/** Builds the query schema of a series from that of totals. */
export const seriesQuerySchema = <Shape extends z.ZodRawShape>(totalsQuery: z.ZodObject<Shape>) =>
  z.strictObject({
    interval: z.enum(intervals).default('quarter').describe('Length of a period.'),
    fromOn: fromDateParameter()
      .optional()
      .describe(
        `The series starts with the period of this date. By default, it has ${defaultPeriods} periods. At most ${maxPeriods} are allowed.`,
      ),
    toOn: toDateParameter().optional().describe('The series ends with the period of this date. By default, that of the asOf day.'),
    ...totalsQuery.shape,
  });

export interface SeriesQuery {
  interval: PeriodInterval;
  fromOn?: string | undefined;
  toOn?: string | undefined;
  groupBy?: readonly string[] | undefined;
  asOf?: string | undefined;
}

export const periodShape = {
  period: z.string().describe('The period: `2025`, `2025-Q3` or `2025-08`.'),
  firstDay: z.string().describe('Its first day (YYYY-MM-DD).'),
  lastDay: z.string().describe('Its last day, or the asOf day if the period had not ended by then (YYYY-MM-DD).'),
};

/** Builds the response schema of a series from that of totals. */
export const seriesSchema = (totals: z.ZodRawShape) =>
  z
    .object({
      data: z
        .object({
          periods: z
            .array(
              z
                .object({ ...periodShape, ...totals })
                .meta({ id: 'SeriesPeriod', description: 'The totals as they were known at the end of a period.' }),
            )
            .describe('The periods, in order.'),
        })
        .meta({ id: 'Series', description: 'Totals over time.' }),
      meta: z
        .object({
          ...metaSchema.shape,
          partitions: z.boolean().describe('True if each counted item is in exactly one row, so the rows of a period add up to its total.'),
          truncated: z
            .boolean()
            .describe(
              `True if there are more than ${maxSeriesRows} rows. The keys with the largest amounts are returned, in every period.`,
            ),
        })
        .meta({ id: 'SeriesMeta', description: 'The state of the data behind the response, and whether its rows add up.' }),
    })
    .meta({ id: 'SeriesDocument', description: 'Totals as they were known at the end of each period.' });
