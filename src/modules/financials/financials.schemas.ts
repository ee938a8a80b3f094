import { financialBases, financialMetrics } from '../../domain/vocabulary.ts';
import {
  enumListParameter,
  fromDateParameter,
  identifierListParameter,
  maxCountParameter,
  minCountParameter,
  toDateParameter,
} from '../../http/parameters.ts';
import { citationFilters, listQuerySchema, textFilter } from '../../lists/list-query.ts';
import { recordQuerySchema } from '../../lists/record-query.ts';
import { companyResponseSchema } from '../../responses/company.ts';
import { includedSchema, listResponseSchema, recordResponseSchema } from '../../responses/envelope.ts';
import { financialResponseSchema } from '../../responses/financial.ts';
import { sourceResponseSchema } from '../../responses/source.ts';

const fields = financialResponseSchema.keyof().options;
const includes = ['companies', 'sources'] as const;

const filterShape = {
  metric: enumListParameter(financialMetrics).optional().describe('Only these metrics.'),
  basis: enumListParameter(financialBases).optional().describe('Only figures with one of these bases.'),
  amountUsdMin: minCountParameter().optional().describe('Minimum headline figure in US dollars.'),
  amountUsdMax: maxCountParameter().optional().describe('Maximum headline figure in US dollars.'),
  periodFrom: fromDateParameter().optional().describe('Only periods that end on or after this date.'),
  periodTo: toDateParameter().optional().describe('Only periods that end on or before this date.'),
  ...citationFilters('figures'),
  q: textFilter('figures whose company name or metric contain'),
};

const choices = { fields, includes, sorts: ['periodEnd', 'amountUsd', 'knownFrom', 'id'], defaultSort: '-periodEnd' } as const;

export const financialListQuerySchema = listQuerySchema(choices, {
  company: identifierListParameter().optional().describe('Only figures of these companies.'),
  group: identifierListParameter().optional().describe('Only figures of these companies or their subsidiaries.'),
  ...filterShape,
});
export const companyFinancialListQuerySchema = listQuerySchema(choices, filterShape);
export const financialQuerySchema = recordQuerySchema({ fields, includes });

const financialIncludedSchema = includedSchema('FinancialIncluded', {
  companies: companyResponseSchema,
  sources: sourceResponseSchema,
});
export const financialListSchema = listResponseSchema('FinancialList', financialResponseSchema, financialIncludedSchema);
export const financialSchema = recordResponseSchema('FinancialDocument', financialResponseSchema, financialIncludedSchema);
