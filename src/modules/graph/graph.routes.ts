import { analysisCost } from '../../http/request-limits.ts';
import { acceptedFormat } from '../../http/requests.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import type { AnalysisContext } from '../tasks.ts';
import { graphQuerySchema, graphSchema } from './graph.schemas.ts';
import { graphMediaTypes } from './graph.service.ts';

export const graphRoutes = (app: App, context: AnalysisContext): void => {
  app.get(
    '/v1/graph',
    {
      schema: {
        operationId: 'getGraph',
        tags: ['money'],
        summary: 'Get the money graph',
        description:
          'Returns groups and the flows between them as one document: node-link JSON, GraphML, GEXF, DOT or Mermaid, by `format` or the Accept header. Each link has an amount as an interval, a certainty, and the deals and chip commitments behind it. "Circular" describes a shape; it is not an accusation.',
        produces: Object.values(graphMediaTypes),
        querystring: graphQuerySchema,
        response: documentResponses(graphSchema, 'The graph.'),
      },
      config: {
        cost: analysisCost,
        example: '/v1/graph?group=thinking-machines-lab&certaintyMin=binding',
        mediaTypes: Object.values(graphMediaTypes),
      },
    },
    (request, reply) => {
      const format = request.query.format ?? acceptedFormat(request, graphMediaTypes, 'json');
      return context.responseCache.send(
        request,
        reply,
        (signal) => context.analyses.run('graph', { query: request.query, format }, signal),
        `${format} `,
      );
    },
  );
};
