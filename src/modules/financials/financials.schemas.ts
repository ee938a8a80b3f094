import { financialBases, financialMetrics } from '../../domain/vocabulary.ts';
import { collectionSchemas } from '../../endpoints/collection-schemas.ts';
import { enumListParameter, fromDateParameter, toDateParameter } from '../../http/parameters.ts';
import { amountFilters, citationFilters, companyFilters, textFilter } from '../../lists/list-query.ts';
import { companyResponseSchema } from '../../responses/company.ts';
import { financialResponseSchema } from '../../responses/financial.ts';
import { sourceResponseSchema } from '../../responses/source.ts';

export const financialSchemas = collectionSchemas({
  name: 'Financial',
  item: financialResponseSchema,
  included: {
    companies: companyResponseSchema,
    sources: sourceResponseSchema,
  },
  sorts: ['periodEnd', 'amountUsd', 'knownFrom', 'id'],
  defaultSort: '-periodEnd',
  companyFilters: companyFilters('figures'),
  filters: {
    metric: enumListParameter(financialMetrics).optional().describe('Only these metrics.'),
    basis: enumListParameter(financialBases).optional().describe('Only figures with one of these bases.'),
    ...amountFilters('figure'),
    periodFrom: fromDateParameter().optional().describe('Only periods that end on or after this date.'),
    periodTo: toDateParameter().optional().describe('Only periods that end on or before this date.'),
    ...citationFilters('figures'),
    q: textFilter('figures whose company name or metric contains'),
  },
});
