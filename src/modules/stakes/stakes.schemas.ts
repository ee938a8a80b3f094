import { stakeBases } from '../../domain/vocabulary.ts';
import {
  amountParameter,
  enumListParameter,
  identifierListParameter,
  maxCountParameter,
  minCountParameter,
} from '../../http/parameters.ts';
import { citationFilters, listQuerySchema, observationDateFilters, textFilter } from '../../lists/list-query.ts';
import { recordQuerySchema } from '../../lists/record-query.ts';
import { companyResponseSchema } from '../../responses/company.ts';
import { dealResponseSchema } from '../../responses/deal.ts';
import { includedSchema, listResponseSchema, recordResponseSchema } from '../../responses/envelope.ts';
import { sourceResponseSchema } from '../../responses/source.ts';
import { stakeResponseSchema } from '../../responses/stake.ts';

const fields = stakeResponseSchema.keyof().options;
const includes = ['companies', 'sources', 'deals'] as const;

const filterShape = {
  holder: identifierListParameter().optional().describe('Only stakes held by these companies.'),
  issuer: identifierListParameter().optional().describe('Only stakes in these companies.'),
  deal: identifierListParameter().optional().describe('Only stakes created by these deals.'),
  basis: enumListParameter(stakeBases).optional().describe('Only stakes with one of these bases.'),
  percentMin: amountParameter().optional().describe('Minimum headline percentage.'),
  percentMax: amountParameter().optional().describe('Maximum headline percentage.'),
  valueUsdMin: minCountParameter().optional().describe('Minimum headline value in US dollars.'),
  valueUsdMax: maxCountParameter().optional().describe('Maximum headline value in US dollars.'),
  ...observationDateFilters,
  ...citationFilters('stakes'),
  q: textFilter('stakes whose holder, issuer or note contains'),
};

const choices = { fields, includes, sorts: ['observedOn', 'percent', 'valueUsd', 'knownFrom', 'id'], defaultSort: '-observedOn' } as const;

export const stakeListQuerySchema = listQuerySchema(choices, {
  company: identifierListParameter().optional().describe('Only stakes in which one of these companies is holder or issuer.'),
  group: identifierListParameter()
    .optional()
    .describe('Only stakes in which one of these companies or its subsidiaries is holder or issuer.'),
  ...filterShape,
});
export const companyStakeListQuerySchema = listQuerySchema(choices, filterShape);
export const stakeQuerySchema = recordQuerySchema({ fields, includes });

const stakeIncludedSchema = includedSchema('StakeIncluded', {
  companies: companyResponseSchema,
  sources: sourceResponseSchema,
  deals: dealResponseSchema,
});
export const stakeListSchema = listResponseSchema('StakeList', stakeResponseSchema, stakeIncludedSchema);
export const stakeSchema = recordResponseSchema('StakeDocument', stakeResponseSchema, stakeIncludedSchema);
