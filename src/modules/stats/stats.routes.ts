import { sendComputedList } from '../../endpoints/computed-list.ts';
import { listMediaTypeNames } from '../../http/requests.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import type { AnalysisContext } from '../tasks.ts';
import { toStatsColumns } from './stats.columns.ts';
import { type FilterShapes, type StatsQuery, statsQuerySchema, statsSchema } from './stats.schemas.ts';

/** Registers the totals. The summed lists and their filters are passed in, so that this module does not import other modules. */
export const statsRoutes = (app: App, context: AnalysisContext, shapes: FilterShapes): void => {
  const { analyses } = context;
  app.get(
    '/v1/stats',
    {
      schema: {
        operationId: 'getStats',
        tags: ['money'],
        summary: 'Get totals',
        description:
          'Returns totals of deals, flows or chip commitments as intervals, grouped by one or two keys. Nothing is counted twice: an umbrella deal counts with its amount less those of its parts, and a record that restates the money of a counted deal is excluded. Different classes or natures of money are not added up: if a total has several, `usd` is null, and `byClass` or `byNature` has one sum for each. Dead and speculative items are excluded unless `certainty` or `status` includes them; `excluded` lists what was excluded, why and how much. Supports the filters of the corresponding list.\n\nCSV and NDJSON contain the rows, or the total without `groupBy`. The keys come first (`keyStatus`, `keyYear`), then `count`, `usdLow`, `usdHigh`, `usdUnknown` and `usdOpenEnded`, the amounts by payment status, `byClass` and `byNature` as JSON, then units and megawatts for chip commitments. See [Bulk data](/docs/bulk) for the format.',
        produces: listMediaTypeNames,
        querystring: statsQuerySchema(shapes),
        response: documentResponses(statsSchema, 'The totals.'),
      },
      config: { example: '/v1/stats?groupBy=certainty&kind=compute_contract,chip_supply', mediaTypes: listMediaTypeNames },
    },
    (request, reply) => {
      const query = request.query as StatsQuery & Record<string, unknown>;
      return sendComputedList(request, reply, context, {
        name: `stats-${query.of}`,
        columns: toStatsColumns(query),
        toRows: ({ total, rows }: { total: unknown; rows: readonly unknown[] }) => (query.groupBy === undefined ? [total] : rows),
        query,
        readPage: (statsQuery, signal) => analyses.run('stats', { query: statsQuery }, signal),
      });
    },
  );
};
