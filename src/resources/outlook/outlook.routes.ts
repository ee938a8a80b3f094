import { type App, answersWith } from '../../http/routes.ts';
import type { ListDefinition } from '../../listing/definition.ts';
import type { RouteContext } from '../../listing/routes.ts';
import { outlookQuerySchema, outlookSchema } from './outlook.schemas.ts';
import { getOutlook } from './outlook.service.ts';

export const outlookRoutes = (
  app: App,
  { database, answers, today }: RouteContext,
  lists: { deals: ListDefinition; 'chip-commitments': ListDefinition },
): void => {
  app.get(
    '/v1/outlook',
    {
      schema: {
        operationId: 'getOutlook',
        tags: ['money'],
        summary: 'Committed spend by calendar year',
        description:
          'Binding and intended purchases spread evenly over their terms. A chip commitment lends its dates to the deal that it is linked to, never its amount; one that stands alone counts itself. Where no start is stated, the announcement is taken for it, and marked. What has no term is listed as unscheduled.',
        querystring: outlookQuerySchema,
        response: answersWith(outlookSchema, 'The outlook.'),
      },
      config: { example: '/v1/outlook?company=anthropic&certainty=binding&kind=chip_supply' },
    },
    (request, reply) => answers.send(request, reply, () => database.read((session) => getOutlook(session, lists, request.query, today()))),
  );
};
