import { type App, answersWith } from '../../http/routes.ts';
import type { RouteContext } from '../../listing/routes.ts';
import { type FilterShapes, type StatsQuery, statsQuerySchema, statsSchema } from './stats.schemas.ts';
import { getStats, type Lists } from './stats.service.ts';
import { keepTotalsReady } from './stored-totals.ts';

/** The lists that are summed, and their filters, are handed in: no resource reaches into another. */
export const statsRoutes = (app: App, { database, answers, today }: RouteContext, lists: Lists, shapes: FilterShapes): void => {
  keepTotalsReady(app, { database, answers, today }, lists, shapes);
  app.get(
    '/v1/stats',
    {
      schema: {
        operationId: 'getStats',
        tags: ['money'],
        summary: 'Totals',
        description:
          'Sums of deals, flows or chip commitments as intervals, grouped by one or two keys. Nothing counts twice: a part stands under its umbrella, and what is dead or only talked of is left out unless `certainty` or `status` asks for it. `excluded` says what was left out, why, and how much that is. It takes the filters of the list that it sums.',
        querystring: statsQuerySchema(shapes),
        response: answersWith(statsSchema, 'The totals.'),
      },
      config: { example: '/v1/stats?groupBy=certainty&kind=compute_contract,chip_supply' },
    },
    (request, reply) => {
      const query = request.query as StatsQuery & Record<string, unknown>;
      return answers.send(request, reply, () => database.read((session) => getStats(session, lists, shapes, query, today())));
    },
  );
};
