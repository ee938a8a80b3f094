import { registerCompanyList, registerList, registerRecord } from '../../endpoints/collection-routes.ts';
import { sendComputedList } from '../../endpoints/computed-list.ts';
import { describeColumns, listColumns } from '../../endpoints/export-response.ts';
import { mediaTypesOfLists } from '../../http/negotiation.ts';
import { type App, answersWith, idParameterSchema, recordStatuses } from '../../http/routes.ts';
import type { AnalysisContext } from '../../worker-pool/worker-pool.ts';
import { dealList } from './deals.queries.ts';
import { companyDealListQuerySchema, dealListQuerySchema, dealListSchema, dealQuerySchema, dealSchema } from './deals.schemas.ts';
import { dealHistoryQuerySchema, dealHistorySchema } from './history.schemas.ts';
import { getDealHistory } from './history.service.ts';
import { transitionQuerySchema, transitionsSchema } from './transitions.schemas.ts';
import { getTransitions } from './transitions.service.ts';

const tag = 'deals';

const transitionColumns = listColumns(transitionsSchema, ['data', 'transitions']);

export const dealRoutes = (app: App, context: AnalysisContext): void => {
  registerList(app, context, {
    definition: dealList,
    tag,
    operation: {
      operationId: 'listDeals',
      summary: 'List deals',
      description:
        'Deals in their folded state, filtered and sorted. All filters have to pass; a comma list passes with any of its values. Amounts are intervals: filters and sorting use the headline, the upper bound or else the lower.',
      example: '/v1/deals?company=openai&sort=-amountUsd&limit=1&include=companies',
    },
    querystring: dealListQuerySchema,
    answer: dealListSchema,
  });
  registerRecord(app, context, {
    definition: dealList,
    tag,
    operation: {
      operationId: 'getDeal',
      summary: 'Get a deal',
      description:
        'One deal in its folded state, with its whole history. `include=evidence` adds which event and which citations set each term.',
      example: '/v1/deals/openai-aws-compute?include=evidence',
    },
    querystring: dealQuerySchema,
    answer: dealSchema,
  });
  app.get(
    '/v1/deals/:id/history',
    {
      schema: {
        operationId: 'getDealHistory',
        tags: [tag],
        summary: 'Get the history of a deal',
        description:
          'Every event with the day from which it was known and what it changed, and the states of the deal with their true intervals. It is the whole history, so that it takes no `asOf`.',
        params: idParameterSchema,
        querystring: dealHistoryQuerySchema,
        response: answersWith(dealHistorySchema, 'The history.', recordStatuses),
      },
      config: { example: '/v1/deals/openai-astral-acquisition/history' },
    },
    (request, reply) =>
      context.answers.send(request, reply, () => context.database.read((session) => getDealHistory(session, request.params.id))),
  );
  app.get(
    '/v1/transitions',
    {
      schema: {
        operationId: 'getTransitions',
        tags: ['time'],
        summary: 'From status to status',
        description:
          'How the deals that pass the filters moved from status to status: how many, how long after (median days), how many came to nothing. Statuses are those of the reports, in the order of the histories. CSV and NDJSON have the ways from status to status.' +
          describeColumns(transitionColumns),
        produces: mediaTypesOfLists,
        querystring: transitionQuerySchema,
        response: answersWith(transitionsSchema, 'The transitions.'),
      },
      config: { example: '/v1/transitions?company=openai&kind=equity_investment', mediaTypes: mediaTypesOfLists },
    },
    (request, reply) =>
      sendComputedList(request, reply, context, {
        name: 'transitions',
        columns: transitionColumns,
        rowsOf: ({ transitions }: { transitions: readonly unknown[] }) => transitions,
        query: request.query,
        answer: (query, signal) => context.analyses.run('transitions', { query }, signal),
        pagesOf: (session) => (query) => getTransitions(session, query, context.today()),
      }),
  );
  registerCompanyList(app, context, {
    definition: dealList,
    tag,
    operation: {
      operationId: 'listCompanyDeals',
      summary: 'List the deals of a company',
      description:
        'Deals in which the company takes part, in any role or in those of `role`. The deals of its subsidiaries come with `/v1/deals?group=`.',
      example: '/v1/companies/anthropic/deals?role=customer&limit=1',
    },
    querystring: companyDealListQuerySchema,
    answer: dealListSchema,
    fixedFilters: (company) => ({ company: [company] }),
  });
};
