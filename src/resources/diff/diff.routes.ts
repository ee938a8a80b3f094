import { type App, answersWith } from '../../http/routes.ts';
import type { RouteContext } from '../../listing/routes.ts';
import { diffQuerySchema, diffSchema } from './diff.schemas.ts';
import { getDiff } from './diff.service.ts';

export const diffRoutes = (app: App, { database, answers, today }: RouteContext): void => {
  app.get(
    '/v1/diff',
    {
      schema: {
        operationId: 'getDiff',
        tags: ['time'],
        summary: 'What changed between two days',
        description:
          'Which deals, stakes, valuations and chip commitments became known, changed or died between two days, each change classed, with before and after. A page can hold fewer changes than its limit, where a record came back to what it was.',
        querystring: diffQuerySchema,
        response: answersWith(diffSchema, 'A page of changes.'),
      },
      config: { example: '/v1/diff?fromOn=2026-02-20&toOn=2026-03-01&company=amazon&collection=stakes,deals&limit=1' },
    },
    (request, reply) =>
      answers.send(request, reply, () => database.read((session) => getDiff(session, request.query, request.url, today()))),
  );
};
