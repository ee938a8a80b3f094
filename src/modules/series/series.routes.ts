import { z } from 'zod';
import { sendComputedList } from '../../endpoints/computed-list.ts';
import { type Column, type JsonSchema, toColumns } from '../../formats/tabular/columns.ts';
import { periodShape } from '../../graph-data/periods.ts';
import { listMediaTypeNames } from '../../http/requests.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import type { AnalysisContext } from '../tasks.ts';
import { type SeriesQuery, seriesQuerySchema, seriesSchema } from './series.schemas.ts';
import type { ReadTotals } from './series.service.ts';

/** The totals that a series repeats for each period. They are passed in, so that this module does not import another. */
interface TotalsOfSeries {
  querySchema: z.ZodObject;
  shape: Record<'total' | 'rows' | 'excluded', z.ZodType>;
  toColumns: (query: SeriesQuery & Record<string, unknown>) => Column[];
  read: ReadTotals;
}

const periodColumns = toColumns(z.toJSONSchema(z.object(periodShape)) as JsonSchema);

interface SeriesPeriod {
  total: object;
  rows: readonly object[];
  excluded?: unknown;
}

/** Returns a row for each period, or for each period and key. */
const toRows = (periods: readonly SeriesPeriod[], isGrouped: boolean): object[] =>
  periods.flatMap(({ total, rows, excluded: _excluded, ...period }) => (isGrouped ? rows : [total]).map((row) => ({ ...period, ...row })));

export const seriesRoutes = (app: App, context: AnalysisContext, totals: TotalsOfSeries): void => {
  app.get(
    '/v1/series',
    {
      schema: {
        operationId: 'getSeries',
        tags: ['money'],
        summary: 'Get totals over time',
        description:
          'Returns the totals of `/v1/stats` for each month, quarter or year, as they were known at its end. Supports the filters and keys of `/v1/stats`. What became known later does not change an earlier period. With `by=event`, returns the amounts known on the asOf day, each in the period of the report that set it.\n\nCSV and NDJSON contain a row for each period, or for each period and key. The columns are `period`, `firstDay` and `lastDay`, then those of `/v1/stats`.',
        produces: listMediaTypeNames,
        querystring: seriesQuerySchema(totals.querySchema),
        response: documentResponses(seriesSchema(totals.shape), 'The series.'),
      },
      config: {
        example: '/v1/series?of=flows&toGroup=openai&nature=financing&interval=year&fromOn=2024&toOn=2025',
        mediaTypes: listMediaTypeNames,
      },
    },
    (request, reply) => {
      const query = request.query as SeriesQuery & Record<string, unknown>;
      return sendComputedList(request, reply, context, {
        name: `series-${query.of}`,
        columns: [...periodColumns, ...totals.toColumns(query)],
        toRows: ({ periods }: { periods: readonly SeriesPeriod[] }) => toRows(periods, query.groupBy !== undefined),
        query,
        readPage: (seriesQuery, signal) => context.analyses.run('series', { query: seriesQuery }, signal),
      });
    },
  );
};
