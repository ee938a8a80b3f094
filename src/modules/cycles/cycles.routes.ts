import { sendComputedList } from '../../endpoints/computed-list.ts';
import { documentColumns, listColumns, parameterNames } from '../../endpoints/export-response.ts';
import { analysisInSlices } from '../../graph-data/analysis.ts';
import { analysisCost } from '../../http/request-limits.ts';
import { listMediaTypeNames } from '../../http/requests.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import { requestedColumns } from '../../lists/list-export.ts';
import type { AnalysisContext } from '../tasks.ts';
import { cycleListQuerySchema, cycleListSchema } from './cycles.schemas.ts';
import { listCycles } from './cycles.service.ts';

/** Page size of exports. Large, because every page searches the graph again. */
const cyclesPerBatch = 1_000;

export const cycleRoutes = (app: App, context: AnalysisContext): void => {
  const columns = listColumns(cycleListSchema);
  app.get(
    '/v1/cycles',
    {
      schema: {
        operationId: 'listCycles',
        tags: ['money'],
        summary: 'List cycles',
        description:
          'Lists closed paths of flows through distinct groups, largest volume first. Each leg lists the flows, deals and chip commitments behind it. Dead flows are excluded; speculative and implied legs are included and marked. "Circular" describes a shape; it is not an accusation. See [Circularity](/docs/circularity) for the method and its limits.',
        ...documentColumns(columns),
        produces: listMediaTypeNames,
        querystring: cycleListQuerySchema,
        response: documentResponses(cycleListSchema, 'A page of the list.'),
      },
      config: {
        cost: analysisCost,
        example: '/v1/cycles?contains=openai&class=circular_financing&maxLength=2&limit=1',
        mediaTypes: listMediaTypeNames,
      },
    },
    (request, reply) =>
      sendComputedList(request, reply, context, {
        name: 'cycles',
        columns: requestedColumns({ columns, query: request.query }),
        toRows: (cycles: readonly unknown[]) => cycles,
        query: request.query,
        exportQuery: { limit: cyclesPerBatch, ...(!parameterNames(request).has('sort') && { sort: 'id' }) },
        readPage: (query, signal) => context.analyses.run('cycles', { query, url: request.url }, signal),
        createPageReader: (session) => {
          const analysis = analysisInSlices(session, context.today());
          return (query) => listCycles(analysis, query, request.url);
        },
      }),
  );
};
