import { analysisCost } from '../../http/request-limits.ts';
import { type App, documentResponses, idParameterSchema, recordStatuses } from '../../http/routes.ts';
import type { AnalysisContext } from '../tasks.ts';
import { exposureQuerySchema, exposureSchema } from './exposure.schemas.ts';

export const exposureRoutes = (app: App, context: AnalysisContext): void => {
  app.get(
    '/v1/companies/:id/exposure',
    {
      schema: {
        operationId: 'getCompanyExposure',
        tags: ['money'],
        summary: 'Get the exposure of a company',
        description:
          'Shows what a company and its subsidiaries pay and receive, by counterparty and nature, with concentration, round-trip ratios, the circular-financing cycles of its group, and what would stop if a counterparty failed.',
        params: idParameterSchema,
        querystring: exposureQuerySchema,
        response: documentResponses(exposureSchema, 'The exposure.', recordStatuses),
      },
      config: { cost: analysisCost, example: '/v1/companies/crusoe/exposure?certaintyMin=binding' },
    },
    (request, reply) =>
      context.responseCache.send(request, reply, (signal) =>
        context.analyses.run('exposure', { id: request.params.id, query: request.query }, signal),
      ),
  );
};
