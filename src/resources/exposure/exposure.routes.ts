import { type App, answersWith, idParameterSchema, recordStatuses } from '../../http/routes.ts';
import type { AnalysisContext } from '../../worker-pool/worker-pool.ts';
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
          'What a company, with the companies below it, pays and is paid, by counterparty and nature; how concentrated that is; round-trip ratios; the circular-financing cycles that its group is in; and what would stop if a counterparty failed.',
        params: idParameterSchema,
        querystring: exposureQuerySchema,
        response: answersWith(exposureSchema, 'The exposure.', recordStatuses),
      },
      config: { example: '/v1/companies/crusoe/exposure?certaintyMin=binding' },
    },
    (request, reply) =>
      context.answers.send(request, reply, (signal) =>
        context.analyses.run('exposure', { id: request.params.id, query: request.query }, signal),
      ),
  );
};
