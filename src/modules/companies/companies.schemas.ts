import { z } from 'zod';
import { identifierSchemes, normalizeIdentifier } from '../../domain/records/company-identifiers.ts';
import { companyRoles } from '../../domain/vocabulary.ts';
import { enumListParameter, identifierListParameter, listParameter, textListParameter } from '../../http/parameters.ts';
import { listQuerySchema, textFilter } from '../../lists/list-query.ts';
import { recordQuerySchema } from '../../lists/record-query.ts';
import { companyDetailSchema, companyResponseSchema } from '../../responses/company.ts';
import { includedSchema, listResponseSchema, recordResponseSchema } from '../../responses/envelope.ts';

const includes = ['companies'] as const;

const schemes = [...identifierSchemes, 'ticker'];
const identifierPattern = new RegExp(`^(?:${schemes.join('|')}):.+$`, 'i');

export const companyListQuerySchema = listQuerySchema(
  { fields: companyResponseSchema.keyof().options, includes, sorts: ['name', 'country', 'id'], defaultSort: 'name' },
  {
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
);
export const companyQuerySchema = recordQuerySchema({ fields: companyDetailSchema.keyof().options, includes });

const companyIncludedSchema = includedSchema('CompanyIncluded', { companies: companyResponseSchema });
export const companyListSchema = listResponseSchema('CompanyList', companyResponseSchema, companyIncludedSchema);
export const companySchema = recordResponseSchema('CompanyDocument', companyDetailSchema, companyIncludedSchema);
