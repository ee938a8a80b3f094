import { type RouteContext, registerList } from '../../endpoints/collection-routes.ts';
import type { App } from '../../http/routes.ts';
import { flowList } from './flows.queries.ts';
import { flowListQuerySchema, flowListSchema } from './flows.schemas.ts';

export const flowRoutes = (app: App, context: RouteContext): void => {
  registerList(app, context, {
    definition: flowList,
    tag: 'money',
    operation: {
      operationId: 'listFlows',
      summary: 'List flows',
      description:
        'Who pays whom, derived from deals and chip commitments. No flow is left out for double counting; `meta.excluded` counts the deals that give none. What a flow is worth is an interval: `high` is null where nothing bounds it.',
      example: '/v1/flows?fromGroup=nvidia&nature=financing&limit=1',
    },
    querystring: flowListQuerySchema,
    answer: flowListSchema,
  });
};
