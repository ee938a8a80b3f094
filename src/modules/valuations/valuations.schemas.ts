import { valuationBases } from '../../domain/vocabulary.ts';
import { collectionSchemas } from '../../endpoints/collection-schemas.ts';
import { enumListParameter, identifierListParameter } from '../../http/parameters.ts';
import { amountFilters, citationFilters, companyFilters, observationDateFilters, textFilter } from '../../lists/list-query.ts';
import { companyResponseSchema } from '../../responses/company.ts';
import { dealResponseSchema } from '../../responses/deal.ts';
import { sourceResponseSchema } from '../../responses/source.ts';
import { valuationResponseSchema } from '../../responses/valuation.ts';

export const valuationSchemas = collectionSchemas({
  name: 'Valuation',
  item: valuationResponseSchema,
  included: {
    companies: companyResponseSchema,
    sources: sourceResponseSchema,
    deals: dealResponseSchema,
  },
  sorts: ['observedOn', 'amountUsd', 'knownFrom', 'id'],
  defaultSort: '-observedOn',
  companyFilters: companyFilters('valuations'),
  filters: {
    deal: identifierListParameter().optional().describe('Only valuations set by these deals.'),
    basis: enumListParameter(valuationBases).optional().describe('Only valuations with one of these bases.'),
    ...amountFilters('valuation'),
    ...observationDateFilters,
    ...citationFilters('valuations'),
    q: textFilter('valuations whose company name contains'),
  },
});
