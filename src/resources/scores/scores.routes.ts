import { type App, answersWith } from '../../http/routes.ts';
import type { AnalysisContext } from '../../worker-pool/worker-pool.ts';
import { scoresQuerySchema, scoresSchema } from './scores.schemas.ts';

export const scoreRoutes = (app: App, context: AnalysisContext): void => {
  app.get(
    '/v1/scores',
    {
      schema: {
        operationId: 'getScores',
        tags: ['money'],
        summary: 'Scores of circularity',
        description:
          'Which groups are in the most circular-financing cycles; the loops, cycles and hubs with the edge weights of a published working paper beside them; and a null model: how many cycles there would be if every group kept the number of its partners, but not which they are.',
        querystring: scoresQuerySchema,
        response: answersWith(scoresSchema, 'The scores.'),
      },
      config: { example: '/v1/scores?maxLength=2&samples=20&certaintyMin=binding' },
    },
    (request, reply) => context.answers.send(request, reply, (signal) => context.analyses.run('scores', { query: request.query }, signal)),
  );
};
