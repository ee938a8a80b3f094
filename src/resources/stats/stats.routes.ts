import { sendComputedList } from '../../endpoints/computed-list.ts';
import { mediaTypesOfLists } from '../../http/negotiation.ts';
import { type App, answersWith } from '../../http/routes.ts';
import type { AnalysisContext } from '../../worker-pool/worker-pool.ts';
import { columnsOfStats } from './stats.columns.ts';
import { type FilterShapes, type StatsQuery, statsQuerySchema, statsSchema } from './stats.schemas.ts';
import { getStats, type Lists } from './stats.service.ts';
import { keepTotalsReady } from './stored-totals.ts';

/** The lists that are summed, and their filters, are handed in: no resource reaches into another. */
export const statsRoutes = (app: App, context: AnalysisContext, lists: Lists, shapes: FilterShapes): void => {
  const { analyses, today } = context;
  keepTotalsReady(app, context, lists, shapes);
  app.get(
    '/v1/stats',
    {
      schema: {
        operationId: 'getStats',
        tags: ['money'],
        summary: 'Totals',
        description:
          'Sums of deals, flows or chip commitments as intervals, grouped by one or two keys. Nothing counts twice: a part stands under its umbrella, and what is dead or only talked of is left out unless `certainty` or `status` asks for it. `excluded` says what was left out, why, and how much that is. It takes the filters of the list that it sums.\n\nAs CSV and NDJSON these are the rows, or the total where nothing is grouped; the keys are the first columns (`keyStatus`, `keyYear`), and `count`, `usdLow`, `usdHigh`, `usdUnknown` follow, then those of units and megawatts for chip commitments. [Bulk](/docs/bulk) says how they are written.',
        produces: mediaTypesOfLists,
        querystring: statsQuerySchema(shapes),
        response: answersWith(statsSchema, 'The totals.'),
      },
      config: { example: '/v1/stats?groupBy=certainty&kind=compute_contract,chip_supply', mediaTypes: mediaTypesOfLists },
    },
    (request, reply) => {
      const query = request.query as StatsQuery & Record<string, unknown>;
      return sendComputedList(request, reply, context, {
        name: `stats-${query.of}`,
        columns: columnsOfStats(query),
        rowsOf: ({ total, rows }: { total: unknown; rows: readonly unknown[] }) => (query.groupBy === undefined ? [total] : rows),
        query,
        answer: (asked, signal) => analyses.run('stats', { query: asked }, signal),
        pagesOf: (session) => (asked) => getStats(session, lists, shapes, asked, today()),
      });
    },
  );
};
