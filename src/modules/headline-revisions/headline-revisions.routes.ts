import type { z } from 'zod';
import { sendComputedList } from '../../endpoints/computed-list.ts';
import { describeColumns, listColumns } from '../../endpoints/export-response.ts';
import { listMediaTypeNames } from '../../http/negotiation.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import type { AnalysisContext } from '../tasks.ts';
import { type HeadlineRevisionQuery, headlineRevisionQuerySchema, headlineRevisionsSchema } from './headline-revisions.schemas.ts';
import { getHeadlineRevisions } from './headline-revisions.service.ts';

const columns = listColumns(headlineRevisionsSchema, ['data', 'revisions']);

/** Registers the revisions of headlines. The filters of deals are passed in, so that this module does not import another. */
export const headlineRevisionRoutes = (app: App, context: AnalysisContext, dealFilters: z.ZodRawShape): void => {
  app.get(
    '/v1/headline-revisions',
    {
      schema: {
        operationId: 'getHeadlineRevisions',
        tags: ['time'],
        summary: 'Compare first headlines with current ones',
        description:
          'Returns the first amount that was reported for each matching deal beside the current one, and the sums by kind and outcome. CSV and NDJSON contain the deals.' +
          describeColumns(columns),
        produces: listMediaTypeNames,
        querystring: headlineRevisionQuerySchema(dealFilters),
        response: documentResponses(headlineRevisionsSchema, 'The revisions.'),
      },
      config: { example: '/v1/headline-revisions?group=openai&kind=equity_investment', mediaTypes: listMediaTypeNames },
    },
    (request, reply) =>
      sendComputedList(request, reply, context, {
        name: 'headline-revisions',
        columns,
        toRows: ({ revisions }: { revisions: readonly unknown[] }) => revisions,
        query: request.query as HeadlineRevisionQuery & Record<string, unknown>,
        readPage: (query, signal) => context.analyses.run('headlineRevisions', { query }, signal),
        createPageReader: (session) => (query) => getHeadlineRevisions(session, context.lists.deals, query, context.today()),
      }),
  );
};
