import { financialBases, financialMetrics } from '../../domain/vocabulary.ts';
import { enumListParameter, fromDateParameter, toDateParameter } from '../../http/parameters.ts';
import { amountFilters, citationFilters, companyFilters, listQuerySchema, textFilter } from '../../lists/list-query.ts';
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
  ...amountFilters('figure'),
  periodFrom: fromDateParameter().optional().describe('Only periods that end on or after this date.'),
  periodTo: toDateParameter().optional().describe('Only periods that end on or before this date.'),
  ...citationFilters('figures'),
  q: textFilter('figures whose company name or metric contain'),
};

const choices = { fields, includes, sorts: ['periodEnd', 'amountUsd', 'knownFrom', 'id'], defaultSort: '-periodEnd' } as const;

export const financialListQuerySchema = listQuerySchema(choices, {
  ...companyFilters('figures'),
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
