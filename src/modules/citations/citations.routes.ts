import { namedCollections } from '../../endpoints/collection-names.ts';
import type { RouteContext } from '../../endpoints/collection-routes.ts';
import { absoluteUrlCaching, resolveBaseUrl } from '../../http/base-url.ts';
import { acceptedFormat } from '../../http/requests.ts';
import { type App, documentResponses, idParameterSchema, recordStatuses } from '../../http/routes.ts';
import { citationQuerySchema, recordCitationSchema } from './citations.schemas.ts';
import { citationMediaTypes, getCitation } from './citations.service.ts';

export const citationRoutes = (app: App, { database, responseCache, today, publicUrl }: RouteContext): void => {
  for (const { collection, name, noun, exampleId } of namedCollections) {
    app.get(
      `/v1/${collection}/:id/citation`,
      {
        schema: {
          operationId: `get${name}Citation`,
          tags: ['index'],
          summary: `Cite ${noun}`,
          description: `Returns a citation of ${noun} as text, BibTeX or CSL-JSON, as of the day in \`asOf\`. With \`dataVersion\`, the cited URL keeps returning the same data. Otherwise the citation states today as the day of access. The citation of a source cites the publication itself.`,
          produces: Object.values(citationMediaTypes),
          params: idParameterSchema,
          querystring: citationQuerySchema,
          response: documentResponses(recordCitationSchema, 'The citation.', recordStatuses),
        },
        config: { example: `/v1/${collection}/${exampleId}/citation`, mediaTypes: Object.values(citationMediaTypes) },
      },
      (request, reply) => {
        const format = request.query.format ?? acceptedFormat(request, citationMediaTypes, 'text');
        const base = resolveBaseUrl(request, publicUrl);
        const options = { format, asOf: request.query.asOf, today: today(), base, release: app.pinnedVersion() };
        return responseCache.send(
          request,
          reply,
          async () => {
            const payload = await getCitation(database, { collection, id: request.params.id }, options);
            return { ...payload, headers: { ...payload.headers, ...absoluteUrlCaching(publicUrl) } };
          },
          // A citation without a release states the day of access.
          `${base} ${format} ${options.today} `,
        );
      },
    );
  }
};
