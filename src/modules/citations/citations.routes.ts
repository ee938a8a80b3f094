import type { Collection } from '../../domain/vocabulary.ts';
import type { RouteContext } from '../../endpoints/collection-routes.ts';
import { absoluteUrlCaching, resolveBaseUrl } from '../../http/base-url.ts';
import { acceptedFormat } from '../../http/negotiation.ts';
import { type App, documentResponses, idParameterSchema, recordStatuses } from '../../http/routes.ts';
import { citationQuerySchema, recordCitationSchema } from './citations.schemas.ts';
import { citationMediaTypes, getCitation } from './citations.service.ts';

/** The singular name of each collection, and an example id. */
const collections: Readonly<Record<Collection, { name: string; noun: string; id: string }>> = {
  companies: { name: 'Company', noun: 'a company', id: 'openai' },
  deals: { name: 'Deal', noun: 'a deal', id: 'openai-oracle-compute' },
  stakes: { name: 'Stake', noun: 'a stake', id: 'microsoft-openai-pre-recap' },
  'chip-commitments': { name: 'ChipCommitment', noun: 'a chip commitment', id: 'openai-broadcom-10gw' },
  chips: { name: 'Chip', noun: 'a chip', id: 'aws-trainium' },
  valuations: { name: 'Valuation', noun: 'a valuation', id: 'openai-2025-10-02' },
  financials: { name: 'Financial', noun: 'a financial figure', id: 'oracle-rpo-2026-05-31' },
  sources: { name: 'Source', noun: 'a source', id: 'amazon-2026-02-27-8k' },
};

export const citationRoutes = (app: App, { database, responseCache, today, publicUrl }: RouteContext): void => {
  for (const [collection, { name, noun, id }] of Object.entries(collections) as [Collection, (typeof collections)[Collection]][]) {
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
        config: { example: `/v1/${collection}/${id}/citation`, mediaTypes: Object.values(citationMediaTypes) },
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
