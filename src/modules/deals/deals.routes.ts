import { collectionRoutes } from '../../endpoints/collection-routes.ts';
import { type App, documentResponses, idParameterSchema, recordStatuses } from '../../http/routes.ts';
import type { AnalysisContext } from '../tasks.ts';
import { dealHistoryQuerySchema, dealHistorySchema } from './deal-history.schemas.ts';
import { getDealHistory } from './deal-history.service.ts';
import { dealSchemas } from './deals.schemas.ts';

const tag = 'deals';

export const dealRoutes = (app: App, context: AnalysisContext): void => {
  collectionRoutes({
    collection: 'deals',
    tag,
    schemas: dealSchemas,
    list: {
      operationId: 'listDeals',
      summary: 'List deals',
      description:
        'Lists deals with their current state. A deal must match all filters; a filter with several comma-separated values matches any of them. Amounts are intervals: filters and sorting use the headline, which is the upper bound, or the lower bound if there is no upper bound.',
      example: '/v1/deals?company=openai&sort=-amountUsd&limit=1&include=companies',
    },
    record: {
      operationId: 'getDeal',
      summary: 'Get a deal',
      description: 'Returns one deal with its full history. `include=evidence` adds the event and citations that set each term.',
      example: '/v1/deals/openai-aws-compute?include=evidence',
    },
    companyList: {
      operationId: 'listCompanyDeals',
      summary: 'List the deals of a company',
      description:
        'Lists the deals in which the company participates, in any role or in those of `role`. To include its subsidiaries, use `/v1/deals?group=`.',
      example: '/v1/companies/anthropic/deals?role=customer&limit=1',
    },
  })(app, context);
  app.get(
    '/v1/deals/:id/history',
    {
      schema: {
        operationId: 'getDealHistory',
        tags: [tag],
        summary: 'Get the history of a deal',
        description:
          'Returns every event with the day from which it was known and what it changed, and the states of the deal with their validity intervals. This is the full history, so `asOf` is not supported.',
        params: idParameterSchema,
        querystring: dealHistoryQuerySchema,
        response: documentResponses(dealHistorySchema, 'The history.', recordStatuses),
      },
      config: { example: '/v1/deals/openai-astral-acquisition/history' },
    },
    (request, reply) =>
      context.responseCache.send(request, reply, () => context.database.read((session) => getDealHistory(session, request.params.id))),
  );
};
