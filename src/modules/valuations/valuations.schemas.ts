import { valuationBases } from '../../domain/vocabulary.ts';
import { enumListParameter, identifierListParameter } from '../../http/parameters.ts';
import {
  amountFilters,
  citationFilters,
  companyFilters,
  listQuerySchema,
  observationDateFilters,
  textFilter,
} from '../../lists/list-query.ts';
import { recordQuerySchema } from '../../lists/record-query.ts';
import { companyResponseSchema } from '../../responses/company.ts';
import { dealResponseSchema } from '../../responses/deal.ts';
import { includedSchema, listResponseSchema, recordResponseSchema } from '../../responses/envelope.ts';
import { sourceResponseSchema } from '../../responses/source.ts';
import { valuationResponseSchema } from '../../responses/valuation.ts';

const fields = valuationResponseSchema.keyof().options;
const includes = ['companies', 'sources', 'deals'] as const;

const filterShape = {
  deal: identifierListParameter().optional().describe('Only valuations set by these deals.'),
  basis: enumListParameter(valuationBases).optional().describe('Only valuations with one of these bases.'),
  ...amountFilters('valuation'),
  ...observationDateFilters,
  ...citationFilters('valuations'),
  q: textFilter('valuations whose company name contains'),
};

const choices = { fields, includes, sorts: ['observedOn', 'amountUsd', 'knownFrom', 'id'], defaultSort: '-observedOn' } as const;

export const valuationListQuerySchema = listQuerySchema(choices, {
  ...companyFilters('valuations'),
  ...filterShape,
});
export const companyValuationListQuerySchema = listQuerySchema(choices, filterShape);
export const valuationQuerySchema = recordQuerySchema({ fields, includes });

const valuationIncludedSchema = includedSchema('ValuationIncluded', {
  companies: companyResponseSchema,
  sources: sourceResponseSchema,
  deals: dealResponseSchema,
});
export const valuationListSchema = listResponseSchema('ValuationList', valuationResponseSchema, valuationIncludedSchema);
export const valuationSchema = recordResponseSchema('ValuationDocument', valuationResponseSchema, valuationIncludedSchema);
