import { stakeBases } from '../../domain/vocabulary.ts';
import { collectionSchemas } from '../../endpoints/collection-schemas.ts';
import {
  amountParameter,
  enumListParameter,
  identifierListParameter,
  maxCountParameter,
  minCountParameter,
} from '../../http/parameters.ts';
import { citationFilters, observationDateFilters, textFilter } from '../../lists/list-query.ts';
import { companyResponseSchema } from '../../responses/company.ts';
import { dealResponseSchema } from '../../responses/deal.ts';
import { sourceResponseSchema } from '../../responses/source.ts';
import { stakeResponseSchema } from '../../responses/stake.ts';

export const stakeSchemas = collectionSchemas({
  name: 'Stake',
  item: stakeResponseSchema,
  included: {
    companies: companyResponseSchema,
    sources: sourceResponseSchema,
    deals: dealResponseSchema,
  },
  sorts: ['observedOn', 'percent', 'valueUsd', 'knownFrom', 'id'],
  defaultSort: '-observedOn',
  companyFilters: {
    company: identifierListParameter().optional().describe('Only stakes in which one of these companies is holder or issuer.'),
    group: identifierListParameter()
      .optional()
      .describe('Only stakes in which one of these companies or its subsidiaries is holder or issuer.'),
  },
  filters: {
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
  },
});
