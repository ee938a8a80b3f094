import { valuationBases } from '../../domain/vocabulary.ts';
import {
  enumListParameter,
  fromDateParameter,
  identifierListParameter,
  maxCountParameter,
  minCountParameter,
  toDateParameter,
} from '../../http/parameters.ts';
import { citationFilters, listQuerySchema, textFilter } from '../../lists/list-query.ts';
import { recordQuerySchema } from '../../records/record-query.ts';
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
  amountUsdMin: minCountParameter().optional().describe('Minimum headline valuation in US dollars.'),
  amountUsdMax: maxCountParameter().optional().describe('Maximum headline valuation in US dollars.'),
  observedFrom: fromDateParameter().optional().describe('Only observations on or after this date.'),
  observedTo: toDateParameter().optional().describe('Only observations on or before this date.'),
  ...citationFilters('valuations'),
  q: textFilter('valuations whose company name contains'),
};

const choices = { fields, includes, sorts: ['observedOn', 'amountUsd', 'knownFrom', 'id'], defaultSort: '-observedOn' } as const;

export const valuationListQuerySchema = listQuerySchema(choices, {
  company: identifierListParameter().optional().describe('Only valuations of these companies.'),
  group: identifierListParameter().optional().describe('Only valuations of these companies or their subsidiaries.'),
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
