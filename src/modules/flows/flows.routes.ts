import { listRoutes } from '../../endpoints/collection-routes.ts';
import { flowListQuerySchema, flowListSchema } from './flows.schemas.ts';

export const flowRoutes = listRoutes({
  list: 'flows',
  tag: 'money',
  operation: {
    operationId: 'listFlows',
    summary: 'List flows',
    description:
      'Lists who pays whom, derived from deals and chip commitments. The list includes every flow, even if totals would count it only once; `meta.excluded` counts the deals without flows. The amount of a flow is an interval; `high` is null if nothing bounds it.',
    example: '/v1/flows?fromGroup=nvidia&nature=financing&limit=1',
  },
  querystring: flowListQuerySchema,
  responseSchema: flowListSchema,
});
