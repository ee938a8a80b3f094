import { type App, answersWith } from '../../http/routes.ts';
import type { RouteContext } from '../../listing/routes.ts';
import { searchAnswerSchema, searchQuerySchema } from './search.schemas.ts';
import { search } from './search.service.ts';

export const searchRoutes = (app: App, { database, answers, today }: RouteContext): void => {
  app.get(
    '/v1/search',
    {
      schema: {
        operationId: 'search',
        tags: ['search'],
        summary: 'Search',
        description:
          'Ranked full text over companies, deals, chips and sources, with highlights, for a search box: beginnings of words and typing errors are understood.',
        querystring: searchQuerySchema,
        response: answersWith(searchAnswerSchema, 'A page of hits.'),
      },
      config: { example: '/v1/search?q=stargate&limit=2' },
    },
    (request, reply) =>
      answers.send(request, reply, () => database.read((session) => search(session, request.query, request.url, today()))),
  );
};
