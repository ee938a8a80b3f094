import { acceptedSourceKinds, attributions, formerSourceKinds, isFormerSourceKind } from '../../domain/vocabulary.ts';
import { collectionSchemas } from '../../endpoints/collection-schemas.ts';
import { enumListParameter, fromDateParameter, textListParameter, toDateParameter } from '../../http/parameters.ts';
import { outletFilter, textFilter } from '../../lists/list-query.ts';
import { dealResponseSchema } from '../../responses/deal.ts';
import { sourceDetailSchema, sourceResponseSchema } from '../../responses/source.ts';

export const sourceSchemas = collectionSchemas({
  name: 'Source',
  item: sourceResponseSchema,
  detail: sourceDetailSchema,
  included: { deals: dealResponseSchema },
  sorts: ['publishedOn', 'publisher', 'knownFrom', 'id'],
  defaultSort: '-publishedOn',
  companyFilters: {},
  filters: {
    publisher: textListParameter().optional().describe('Only sources of these publishers. Use the full name.'),
    outlet: outletFilter('sources'),
    kind: enumListParameter(acceptedSourceKinds)
      .transform((kinds) => kinds.flatMap((kind) => [kind, ...(isFormerSourceKind(kind) ? formerSourceKinds[kind] : [])]))
      .optional()
      .describe('Only sources of these kinds. A former kind also finds the kinds that replaced it.'),
    attribution: enumListParameter(attributions).optional().describe('Only sources that are cited with one of these attributions.'),
    publishedFrom: fromDateParameter().optional().describe('Only sources published on or after this date.'),
    publishedTo: toDateParameter().optional().describe('Only sources published on or before this date.'),
    q: textFilter('sources whose title or publisher contains'),
  },
});
