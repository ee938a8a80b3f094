import { analysisCost } from '../../http/request-limits.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import type { AnalysisContext } from '../tasks.ts';
import { scoresQuerySchema, scoresSchema } from './scores.schemas.ts';

export const scoreRoutes = (app: App, context: AnalysisContext): void => {
  app.get(
    '/v1/scores',
    {
      schema: {
        operationId: 'getScores',
        tags: ['money'],
        summary: 'Get circularity scores',
        description:
          'Ranks groups by the number of circular-financing cycles that include them. Also returns loops, cycles and hubs with the edge weights of a published working paper, and a null model: how many cycles a random graph has in which every group keeps its number of partners.',
        querystring: scoresQuerySchema,
        response: documentResponses(scoresSchema, 'The scores.'),
      },
      config: { cost: analysisCost, example: '/v1/scores?maxLength=2&samples=20&certaintyMin=binding' },
    },
    (request, reply) =>
      context.responseCache.send(request, reply, (signal) => context.analyses.run('scores', { query: request.query }, signal)),
  );
};
