import { z } from 'zod';
import { companyRoles } from '../vocabulary.ts';
import { dateSchema, identifierSchema, listItemsMax, nameSchema, textSchema, urlSchema } from './primitives.ts';

export const companyShape = {
  id: identifierSchema.describe('Id of the company; never reused.'),
  name: nameSchema.describe('The name that it is known by.'),
  legalName: nameSchema.describe('The registered name.').optional(),
  roles: z.array(z.enum(companyRoles)).min(1).max(listItemsMax).describe('What it does in AI financing. The list of values may grow.'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, { error: 'A country is two capital letters (ISO 3166-1 alpha-2).' })
    .describe('Country of its seat, ISO 3166-1 alpha-2.'),
  parent: identifierSchema.describe('Id of its present owner.').optional(),
  parentSince: dateSchema.describe('Date from which the parent has owned it; absent: always, as far as this dataset goes.').optional(),
  ticker: z
    .string()
    .regex(/^[A-Z]+:[A-Z0-9.]+$/, { error: 'A ticker is EXCHANGE:SYMBOL.' })
    .describe('Exchange and symbol.')
    .optional(),
  founded: dateSchema.describe('Date of its founding.').optional(),
  website: urlSchema.describe('Its own site.').optional(),
  aliases: z.array(nameSchema).min(1).max(listItemsMax).describe('Other names that it goes by.').optional(),
  note: textSchema.describe('What a reader should know besides.').optional(),
};

export const companyRecordSchema = z
  .strictObject(companyShape)
  .refine((company) => company.note?.startsWith('Statistical holder') !== true || company.roles.includes('investor'), {
    path: ['roles'],
    error: 'A statistical holder has the role investor.',
  })
  .refine((company) => company.parentSince === undefined || company.parent !== undefined, {
    path: ['parentSince'],
    error: 'parentSince needs a parent.',
  })
  .meta({ id: 'CompanyRecord', description: 'A company as it is stored: anyone who takes part in AI financing.' });
export type CompanyRecord = z.infer<typeof companyRecordSchema>;
