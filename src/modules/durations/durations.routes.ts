import type { z } from 'zod';
import { sendComputedList } from '../../endpoints/computed-list.ts';
import { describeColumns, listColumns } from '../../endpoints/export-response.ts';
import { listMediaTypeNames } from '../../http/negotiation.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import type { AnalysisContext } from '../tasks.ts';
import { durationQuerySchema, durationsSchema } from './durations.schemas.ts';
import { getDurations } from './durations.service.ts';

const columns = listColumns(durationsSchema, ['data', 'durations']);

/** Registers the durations. The filters of deals are passed in, so that this module does not import another. */
export const durationRoutes = (app: App, context: AnalysisContext, dealFilters: z.ZodRawShape): void => {
  app.get(
    '/v1/durations',
    {
      schema: {
        operationId: 'getDurations',
        tags: ['time'],
        summary: 'Get how long deals take',
        description:
          'Estimates how long the matching deals take from talks to signing to closing. Deals that are still unfinished count: the Kaplan-Meier estimator treats them as censored, so that the result is not biased towards deals that completed fast. CSV and NDJSON contain the rows.' +
          describeColumns(columns),
        produces: listMediaTypeNames,
        querystring: durationQuerySchema(dealFilters),
        response: documentResponses(durationsSchema, 'The durations.'),
      },
      config: { example: '/v1/durations?kind=acquisition', mediaTypes: listMediaTypeNames },
    },
    (request, reply) =>
      sendComputedList(request, reply, context, {
        name: 'durations',
        columns,
        toRows: ({ durations }: { durations: readonly unknown[] }) => durations,
        query: request.query,
        readPage: (query, signal) => context.analyses.run('durations', { query }, signal),
        createPageReader: (session) => (query) => getDurations(session, context.lists.deals, query, context.today()),
      }),
  );
};
