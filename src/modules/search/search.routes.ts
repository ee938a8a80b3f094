import { sendComputedList } from '../../endpoints/computed-list.ts';
import { describeColumns, listColumns } from '../../endpoints/export-response.ts';
import { listMediaTypeNames } from '../../http/negotiation.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import type { AnalysisContext } from '../tasks.ts';
import { searchQuerySchema, searchResponseSchema } from './search.schemas.ts';
import { search } from './search.service.ts';

/** Page size of exports. */
const hitsPerBatch = 500;

export const searchRoutes = (app: App, context: AnalysisContext): void => {
  const { analyses, today } = context;
  const columns = listColumns(searchResponseSchema);
  app.get(
    '/v1/search',
    {
      schema: {
        operationId: 'search',
        tags: ['search'],
        summary: 'Search',
        description:
          'Searches companies, deals, chips and sources and ranks the hits, with highlights. Matches word prefixes and tolerates typos, so it suits a search box.' +
          describeColumns(columns),
        produces: listMediaTypeNames,
        querystring: searchQuerySchema,
        response: documentResponses(searchResponseSchema, 'A page of hits.'),
      },
      config: { example: '/v1/search?q=stargate&limit=2', mediaTypes: listMediaTypeNames },
    },
    (request, reply) =>
      sendComputedList(request, reply, context, {
        name: 'search',
        columns,
        toRows: (hits: readonly unknown[]) => hits,
        query: request.query,
        exportQuery: { limit: hitsPerBatch },
        readPage: (query, signal) => analyses.run('search', { query, url: request.url }, signal),
        createPageReader: (session) => (query) => search(session, query, request.url, today()),
      }),
  );
};
