import type { MoneyContext } from '../../facts/money-query.ts';
import { type App, answersWith } from '../../http/routes.ts';
import { cycleListQuerySchema, cycleListSchema } from './cycles.schemas.ts';
import { listCycles } from './cycles.service.ts';

export const cycleRoutes = (app: App, context: MoneyContext): void => {
  app.get(
    '/v1/cycles',
    {
      schema: {
        operationId: 'listCycles',
        tags: ['money'],
        summary: 'List cycles',
        description:
          'Closed chains of flows through distinct groups, greatest volume first, each leg with the flows, deals and chip commitments behind it. What is dead is left out; speculative and implied legs are in, and marked. Circular is a shape, not an accusation; [Circularity](/docs/circularity) has the method and its limits.',
        querystring: cycleListQuerySchema,
        response: answersWith(cycleListSchema, 'A page of the list.'),
      },
      config: { example: '/v1/cycles?contains=openai&class=circular_financing&maxLength=2&limit=1' },
    },
    (request, reply) => context.answers.send(request, reply, () => listCycles(context, request.query, request.url)),
  );
};
