import { sendComputedList } from '../../endpoints/computed-list.ts';
import { describeColumns, listColumns } from '../../endpoints/export-response.ts';
import { listMediaTypeNames } from '../../http/negotiation.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import type { AnalysisContext } from '../tasks.ts';
import { contradictionQuerySchema, contradictionsSchema } from './contradictions.schemas.ts';
import { getContradictions } from './contradictions.service.ts';

const columns = listColumns(contradictionsSchema, ['data', 'contradictions']);

export const contradictionRoutes = (app: App, context: AnalysisContext): void => {
  app.get(
    '/v1/contradictions',
    {
      schema: {
        operationId: 'getContradictions',
        tags: ['sources'],
        summary: 'Find reports that contradict each other',
        description:
          'Returns pairs of figures for the same term that cannot both be right: the reports have overlapping dates and the same stage (talks, announced, agreed), and their intervals share no value. CSV and NDJSON contain the pairs.' +
          describeColumns(columns),
        produces: listMediaTypeNames,
        querystring: contradictionQuerySchema,
        response: documentResponses(contradictionsSchema, 'The contradictions.'),
      },
      config: { example: '/v1/contradictions?withinDays=7&company=xai', mediaTypes: listMediaTypeNames },
    },
    (request, reply) =>
      sendComputedList(request, reply, context, {
        name: 'contradictions',
        columns,
        toRows: ({ contradictions }: { contradictions: readonly unknown[] }) => contradictions,
        query: request.query,
        readPage: (query, signal) => context.analyses.run('contradictions', { query }, signal),
        createPageReader: (session) => (query) => getContradictions(session, context.lists, query, context.today()),
      }),
  );
};
