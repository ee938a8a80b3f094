import type { RouteContext } from '../../endpoints/collection-routes.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import { catalogueQuerySchema, catalogueSchema } from './catalogue.schemas.ts';
import { getCatalogue } from './catalogue.service.ts';

export const catalogueRoutes = (app: App, { database, responseCache, today }: RouteContext): void => {
  app.get(
    '/v1',
    {
      schema: {
        operationId: 'getCatalogue',
        tags: ['index'],
        summary: 'Get the index',
        description: 'Returns links to every resource, the number of records, the dataset version and its license.',
        querystring: catalogueQuerySchema,
        response: documentResponses(catalogueSchema, 'The index.'),
      },
      config: { example: '/v1' },
    },
    (request, reply) =>
      responseCache.send(request, reply, () => database.read((session) => getCatalogue(session, request.query.asOf, today()))),
  );
};
