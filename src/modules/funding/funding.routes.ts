import { sendComputedList } from '../../endpoints/computed-list.ts';
import { documentColumns, listColumns } from '../../endpoints/export-response.ts';
import { listMediaTypeNames } from '../../http/requests.ts';
import { type App, documentResponses, idParameterSchema, recordStatuses } from '../../http/routes.ts';
import type { AnalysisContext } from '../tasks.ts';
import { fundingQuerySchema, fundingSchema } from './funding.schemas.ts';
import { getCompanyFunding } from './funding.service.ts';

const columns = listColumns(fundingSchema, ['data', 'deals']);

export const fundingRoutes = (app: App, context: AnalysisContext): void => {
  app.get(
    '/v1/companies/:id/funding',
    {
      schema: {
        operationId: 'getCompanyFunding',
        tags: ['money'],
        summary: 'Get the funding of a company',
        description:
          'Shows what a company and its subsidiaries were paid, what is committed to them, what depends on conditions, and what no source breaks down: in total for equity and for debt, and per deal and tranche with evidence. Deals in talks are left out. CSV and NDJSON contain the deals.',
        ...documentColumns(columns),
        produces: listMediaTypeNames,
        params: idParameterSchema,
        querystring: fundingQuerySchema,
        response: documentResponses(fundingSchema, 'The funding.', recordStatuses),
      },
      config: { example: '/v1/companies/mistral-ai/funding', mediaTypes: listMediaTypeNames },
    },
    (request, reply) => {
      const { id } = request.params;
      return sendComputedList(request, reply, context, {
        name: `funding-${id}`,
        columns,
        toRows: ({ deals }: { deals: readonly unknown[] }) => deals,
        query: request.query,
        readPage: (query, signal) => context.analyses.run('funding', { id, query }, signal),
        createPageReader: (session) => (query) => getCompanyFunding(session, context.lists.deals, id, query, context.today()),
      });
    },
  );
};
