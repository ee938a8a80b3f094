import { sendComputedList } from '../../endpoints/computed-list.ts';
import { describeColumns, listColumns } from '../../endpoints/export-response.ts';
import { listMediaTypeNames } from '../../http/negotiation.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import type { AnalysisContext } from '../tasks.ts';
import { diffQuerySchema, diffSchema } from './diff.schemas.ts';
import { getDiff } from './diff.service.ts';

export const diffRoutes = (app: App, context: AnalysisContext): void => {
  const { analyses, today } = context;
  const columns = listColumns(diffSchema);
  app.get(
    '/v1/diff',
    {
      schema: {
        operationId: 'getDiff',
        tags: ['time'],
        summary: 'Compare two days',
        description:
          'Lists the deals, stakes, valuations and chip commitments that became known, changed or died between two days, with the class of each change and the record before and after. A page can have fewer changes than its limit if a record changed back.' +
          describeColumns(columns),
        produces: listMediaTypeNames,
        querystring: diffQuerySchema,
        response: documentResponses(diffSchema, 'A page of changes.'),
      },
      config: {
        example: '/v1/diff?fromOn=2026-02-20&toOn=2026-03-01&company=amazon&collection=stakes,deals&limit=1',
        mediaTypes: listMediaTypeNames,
      },
    },
    (request, reply) =>
      sendComputedList(request, reply, context, {
        name: `diff-${request.query.fromOn}`,
        columns,
        toRows: (changes: readonly unknown[]) => changes,
        query: request.query,
        readPage: (query, signal) => analyses.run('diff', { query, url: request.url }, signal),
        createPageReader: (session) => (query) => getDiff(session, query, request.url, today()),
      }),
  );
};
