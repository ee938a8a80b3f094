import { z } from 'zod';
import type { PeriodInterval } from '../../analysis/periods.ts';
import { namedObject } from '../../domain/records/primitives.ts';
import { type PeriodQuery, periodParameters, periodShape } from '../../graph-data/periods.ts';
import { metaSchema } from '../../responses/envelope.ts';
import { namesSchema } from '../../responses/names.ts';

/** Number of periods without `fromOn`. */
export const defaultPeriods = 12;
/** Maximum number of rows in a response, over all periods. */
export const maxSeriesRows = 12_000;

/** How a series dates amounts. */
export const seriesModes = ['vintage', 'event'] as const;

/** The intervals by which the amounts of a list can be dated. Each is a key of its totals. */
export const eventIntervals: Readonly<Record<string, readonly PeriodInterval[]>> = { deals: ['quarter', 'year'], flows: ['year'] };

const { interval, fromOn, toOn } = periodParameters(`By default, it has ${defaultPeriods} periods.`);

/** Builds the query schema of a series from that of totals. */
export const seriesQuerySchema = <Shape extends z.ZodRawShape>(totalsQuery: z.ZodObject<Shape>) =>
  z.strictObject({
    interval,
    by: z
      .enum(seriesModes)
      .default('vintage')
      .describe(
        '`vintage`: the totals as they were known at the end of each period. `event`: the amounts known on the asOf day, each in the period of the report that set it. `event` needs `interval=year`, or `quarter` for deals, and allows one key.',
      ),
    fromOn,
    toOn,
    ...totalsQuery.shape,
  });

export interface SeriesQuery extends PeriodQuery {
  of: string;
  by: (typeof seriesModes)[number];
  groupBy?: readonly string[] | undefined;
  asOf?: string | undefined;
  names?: boolean | undefined;
}

/** Builds the response schema of a series from that of totals. */
export const seriesSchema = ({ total, rows, excluded }: Record<'total' | 'rows' | 'excluded', z.ZodType>) =>
  namedObject('SeriesDocument', 'Totals over time.', {
    data: namedObject('Series', 'Totals over time.', {
      periods: z
        .array(
          namedObject('SeriesPeriod', 'The totals of a period.', {
            ...periodShape,
            total,
            rows,
            excluded: excluded.optional().describe('What the totals exclude. Only with `by=vintage`.'),
          }),
        )
        .describe('The periods, in order.'),
      outside: rows.optional().describe('The totals of earlier and later periods, and of undated amounts. Only with `by=event`.'),
      excluded: excluded.optional().describe('What the totals exclude. Only with `by=event`.'),
    }),
    names: namesSchema.optional(),
    meta: namedObject('SeriesMeta', 'The state of the data behind the response, and whether its rows add up.', {
      ...metaSchema.shape,
      partitions: z.boolean().describe('True if each counted item is in exactly one row, so the rows of a period add up to its total.'),
      truncated: z
        .boolean()
        .describe(`True if there are more than ${maxSeriesRows} rows. The keys with the largest amounts are returned, in every period.`),
    }),
  });
