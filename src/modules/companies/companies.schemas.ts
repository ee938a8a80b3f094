import { z } from 'zod';
import { identifierSchemes, normalizeIdentifier } from '../../domain/records/company-identifiers.ts';
import { companyRoles } from '../../domain/vocabulary.ts';
import { collectionSchemas } from '../../endpoints/collection-schemas.ts';
import { enumListParameter, identifierListParameter, listParameter, textListParameter } from '../../http/parameters.ts';
import { textFilter } from '../../lists/list-query.ts';
import { companyDetailSchema, companyResponseSchema } from '../../responses/company.ts';

const schemes = [...identifierSchemes, 'ticker'];
const identifierPattern = new RegExp(`^(?:${schemes.join('|')}):.+$`, 'i');

export const companySchemas = collectionSchemas({
  name: 'Company',
  item: companyResponseSchema,
  detail: companyDetailSchema,
  included: { companies: companyResponseSchema },
  sorts: ['name', 'country', 'id'],
  defaultSort: 'name',
  companyFilters: {},
  filters: {
    role: enumListParameter(companyRoles).optional().describe('Only companies with one of these roles.'),
    group: identifierListParameter().optional().describe('Only these companies and their subsidiaries.'),
    country: textListParameter().optional().describe('Only companies with headquarters in one of these countries (ISO 3166-1 alpha-2).'),
    identifier: listParameter(
      z
        .string()
        .max(100)
        .regex(identifierPattern, { error: `Expected a scheme (${schemes.join(', ')}), a colon and a value, such as cik:1045810.` }),
    )
      .transform((identifiers) => identifiers.map(normalizeIdentifier))
      .optional()
      .describe(
        'Only companies with one of these identifiers, such as `cik:1045810`, `lei:...`, `isin:...`, `wikidata:...` or `ticker:NASDAQ:NVDA`.',
      ),
    q: textFilter('companies whose names, aliases, ticker or note contain'),
  },
});
