import type { MoneyContext } from '../../facts/money-query.ts';
import { type App, answersWith } from '../../http/routes.ts';
import { pathListSchema, pathQuerySchema } from './paths.schemas.ts';
import { listPaths } from './paths.service.ts';

export const pathRoutes = (app: App, context: MoneyContext): void => {
  app.get(
    '/v1/paths',
    {
      schema: {
        operationId: 'listPaths',
        tags: ['money'],
        summary: 'Chains between two companies',
        description:
          'The chains of flows from the group of one company to that of another through distinct groups, shortest first. The search is bounded, and `meta.truncated` says where there may be more.',
        querystring: pathQuerySchema,
        response: answersWith(pathListSchema, 'The chains.'),
      },
      config: { example: '/v1/paths?from=softbank&to=nvidia&maxLength=3&limit=1' },
    },
    (request, reply) => context.answers.send(request, reply, () => listPaths(context, request.query)),
  );
};
