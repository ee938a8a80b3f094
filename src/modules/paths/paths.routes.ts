import { sendComputedList } from '../../endpoints/computed-list.ts';
import { documentColumns, listColumns } from '../../endpoints/export-response.ts';
import { analysisCost } from '../../http/request-limits.ts';
import { listMediaTypeNames } from '../../http/requests.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import type { AnalysisContext } from '../tasks.ts';
import { pathListSchema, pathQuerySchema } from './paths.schemas.ts';

export const pathRoutes = (app: App, context: AnalysisContext): void => {
  const columns = listColumns(pathListSchema);
  app.get(
    '/v1/paths',
    {
      schema: {
        operationId: 'listPaths',
        tags: ['money'],
        summary: 'List payment paths between two companies',
        description:
          'Lists paths of flows from the group of one company to the group of another through distinct groups, shortest first. The search is bounded; `meta.truncated` shows whether there may be more paths.',
        ...documentColumns(columns),
        produces: listMediaTypeNames,
        querystring: pathQuerySchema,
        response: documentResponses(pathListSchema, 'The paths.'),
      },
      config: { cost: analysisCost, example: '/v1/paths?from=softbank&to=nvidia&maxLength=3&limit=1', mediaTypes: listMediaTypeNames },
    },
    (request, reply) =>
      sendComputedList(request, reply, context, {
        name: `paths-${request.query.from}-${request.query.to}`,
        columns,
        toRows: (paths: readonly unknown[]) => paths,
        query: request.query,
        unsupported: ['include'],
        readPage: (query, signal) => context.analyses.run('paths', { query }, signal),
      }),
  );
};
