import { sendComputedList } from '../../endpoints/computed-list.ts';
import { describeColumns, listColumns } from '../../endpoints/export-response.ts';
import { analysisInSlices } from '../../graph-data/analysis.ts';
import { listMediaTypeNames } from '../../http/negotiation.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import type { AnalysisContext } from '../tasks.ts';
import { vendorFinancingQuerySchema, vendorFinancingSchema } from './vendor-financing.schemas.ts';
import { getVendorFinancing } from './vendor-financing.service.ts';

const columns = listColumns(vendorFinancingSchema, ['data', 'rows']);

export const vendorFinancingRoutes = (app: App, context: AnalysisContext): void => {
  app.get(
    '/v1/vendor-financing',
    {
      schema: {
        operationId: 'getVendorFinancing',
        tags: ['money'],
        summary: 'Compare what vendors finance with what they sell',
        description:
          'Returns, for each vendor that finances one of its customers, the financing as a share of its sales to that customer, by year. Subsidiaries count for their group. CSV and NDJSON contain the rows.' +
          describeColumns(columns),
        produces: listMediaTypeNames,
        querystring: vendorFinancingQuerySchema,
        response: documentResponses(vendorFinancingSchema, 'The vendors and customers.'),
      },
      config: { example: '/v1/vendor-financing?vendor=microsoft', mediaTypes: listMediaTypeNames },
    },
    (request, reply) =>
      sendComputedList(request, reply, context, {
        name: 'vendor-financing',
        columns,
        toRows: ({ rows }: { rows: readonly unknown[] }) => rows,
        query: request.query,
        readPage: (query, signal) => context.analyses.run('vendorFinancing', { query }, signal),
        createPageReader: (session) => {
          const analysis = analysisInSlices(session, context.today());
          return (query) => getVendorFinancing(analysis, query);
        },
      }),
  );
};
