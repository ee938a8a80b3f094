import { namedCollections } from '../../endpoints/collection-names.ts';
import type { RouteContext } from '../../endpoints/collection-routes.ts';
import { sendComputedList } from '../../endpoints/computed-list.ts';
import { documentColumns, listColumns } from '../../endpoints/export-response.ts';
import { listMediaTypeNames } from '../../http/requests.ts';
import { type App, dataStatuses, documentResponses, idParameterSchema } from '../../http/routes.ts';
import { revisionListSchema, revisionQuerySchema } from './revisions.schemas.ts';
import { listRevisions } from './revisions.service.ts';

export const revisionRoutes = (app: App, context: RouteContext): void => {
  const { database } = context;
  const columns = listColumns(revisionListSchema);
  for (const { collection, name, noun, exampleId } of namedCollections) {
    app.get(
      `/v1/${collection}/:id/revisions`,
      {
        schema: {
          operationId: `list${name}Revisions`,
          tags: ['changes'],
          summary: `List the revisions of ${noun}`,
          description: `Lists who changed ${noun}, when, and which fields, as JSON Patch (RFC 6902), newest first. Revisions describe this dataset, not what was public, so \`asOf\` is not supported.`,
          ...documentColumns(columns),
          produces: listMediaTypeNames,
          params: idParameterSchema,
          querystring: revisionQuerySchema,
          response: documentResponses(revisionListSchema, 'A page of the list.', [...dataStatuses, 404]),
        },
        config: { example: `/v1/${collection}/${exampleId}/revisions`, mediaTypes: listMediaTypeNames },
      },
      (request, reply) =>
        sendComputedList(request, reply, context, {
          name: `${request.params.id}-revisions`,
          columns,
          toRows: (revisions: readonly unknown[]) => revisions,
          query: request.query,
          readPage: (query) => database.read((session) => listRevisions(session, collection, request.params.id, query, request.url)),
          createPageReader: (session) => (query) => listRevisions(session, collection, request.params.id, query, request.url),
        }),
    );
  }
};
