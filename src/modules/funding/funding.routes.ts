import { z } from 'zod';
import { sendComputedList } from '../../endpoints/computed-list.ts';
import { documentColumns, listColumns } from '../../endpoints/export-response.ts';
import { type JsonSchema, toColumns } from '../../formats/tabular/columns.ts';
import { periodShape } from '../../graph-data/periods.ts';
import { listMediaTypeNames } from '../../http/requests.ts';
import { type App, documentResponses, idParameterSchema, recordStatuses } from '../../http/routes.ts';
import type { AnalysisContext } from '../tasks.ts';
import { fundingQuerySchema, fundingSchema, fundingSeriesQuerySchema, fundingSeriesSchema, fundingTotalSchema } from './funding.schemas.ts';

const columns = listColumns(fundingSchema, ['data', 'deals']);
const seriesColumns = toColumns(z.toJSONSchema(z.object({ ...periodShape, ...fundingTotalSchema.shape })) as JsonSchema);

interface FundingPeriod {
  totals: readonly object[];
  excluded?: unknown;
}

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
      });
    },
  );

  app.get(
    '/v1/companies/:id/funding/series',
    {
      schema: {
        operationId: 'getCompanyFundingSeries',
        tags: ['money'],
        summary: 'Get the funding of a company over time',
        description:
          'Returns the totals of `/v1/companies/{id}/funding` for each month, quarter or year, as they were known at its end. What became known later does not change an earlier period. CSV and NDJSON contain a row for each period and class of money.',
        ...documentColumns(seriesColumns),
        produces: listMediaTypeNames,
        params: idParameterSchema,
        querystring: fundingSeriesQuerySchema,
        response: documentResponses(fundingSeriesSchema, 'The funding over time.', recordStatuses),
      },
      config: { example: '/v1/companies/mistral-ai/funding/series?interval=year', mediaTypes: listMediaTypeNames },
    },
    (request, reply) => {
      const { id } = request.params;
      return sendComputedList(request, reply, context, {
        name: `funding-series-${id}`,
        columns: seriesColumns,
        toRows: ({ periods }: { periods: readonly FundingPeriod[] }) =>
          periods.flatMap(({ totals, excluded: _excluded, ...period }) => totals.map((total) => ({ ...period, ...total }))),
        query: request.query,
        readPage: (query, signal) => context.analyses.run('fundingSeries', { id, query }, signal),
      });
    },
  );
};
