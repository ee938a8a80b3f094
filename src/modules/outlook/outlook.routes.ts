import { sendComputedList } from '../../endpoints/computed-list.ts';
import { describeColumns, listColumns } from '../../endpoints/export-response.ts';
import { listMediaTypeNames } from '../../http/negotiation.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import type { AnalysisContext } from '../tasks.ts';
import { outlookQuerySchema, outlookSchema } from './outlook.schemas.ts';
import { getOutlook } from './outlook.service.ts';

export const outlookRoutes = (app: App, context: AnalysisContext): void => {
  const { analyses, lists, today } = context;
  const columns = listColumns(outlookSchema, ['data', 'years']);
  app.get(
    '/v1/outlook',
    {
      schema: {
        operationId: 'getOutlook',
        tags: ['money'],
        summary: 'Get committed spending by year',
        description:
          'Returns binding and intended purchases, spread evenly over their terms. A linked chip commitment provides dates for its deal but never an amount; an unlinked one counts by itself. If no start is stated, the announcement date is used and marked. Purchases without a term are listed as unscheduled. CSV and NDJSON contain the years.' +
          describeColumns(columns),
        produces: listMediaTypeNames,
        querystring: outlookQuerySchema,
        response: documentResponses(outlookSchema, 'The outlook.'),
      },
      config: { example: '/v1/outlook?company=anthropic&certainty=binding&kind=chip_supply', mediaTypes: listMediaTypeNames },
    },
    (request, reply) =>
      sendComputedList(request, reply, context, {
        name: 'outlook',
        columns,
        toRows: ({ years }: { years: readonly unknown[] }) => years,
        query: request.query,
        readPage: (query, signal) => analyses.run('outlook', { query }, signal),
        createPageReader: (session) => (query) => getOutlook(session, lists, query, today()),
      }),
  );
};
