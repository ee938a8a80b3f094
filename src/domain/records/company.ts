import { z } from 'zod';
import { countryCodes } from '../iso-codes.ts';
import { companyRoles } from '../vocabulary.ts';
import {
  foundingDateSchema,
  identifierSchema,
  maxListItems,
  nameSchema,
  recordDateSchema,
  textSchema,
  urlSchema,
  withRequiredField,
} from './primitives.ts';

export const companyShape = {
  id: identifierSchema.describe('Id of the company. Never reused.'),
  name: nameSchema.describe('The name by which it is known.'),
  legalName: nameSchema.describe('Registered legal name.').optional(),
  roles: z.array(z.enum(companyRoles)).min(1).max(maxListItems).describe('Its roles in AI financing. The list of values may grow.'),
  country: z
    .string()
    .regex(/^[A-Z]{2}$/, { error: 'A country must be two uppercase letters (ISO 3166-1 alpha-2).', abort: true })
    .refine((code) => countryCodes.has(code), { error: 'Unknown country: expected a code of ISO 3166-1 alpha-2, such as US.' })
    .describe('Country of its headquarters, ISO 3166-1 alpha-2.'),
  parent: identifierSchema.describe('Id of its current owner.').optional(),
  parentSince: recordDateSchema
    .describe('Date since which the parent has owned it. If absent, the parent counts as the owner at all times.')
    .optional(),
  ticker: z
    .string()
    .regex(/^[A-Z]+:[A-Z0-9.]+$/, { error: 'A ticker must have the form EXCHANGE:SYMBOL.' })
    .describe('Exchange and ticker symbol, such as NASDAQ:NVDA.')
    .optional(),
  founded: foundingDateSchema.describe('Founding date.').optional(),
  website: urlSchema.describe('Its website.').optional(),
  aliases: z.array(nameSchema).min(1).max(maxListItems).describe('Other names that it uses.').optional(),
  note: textSchema.describe('Anything else that a reader should know.').optional(),
};

export const companyRecordSchema = withRequiredField(
  z
    .strictObject(companyShape)
    .refine((company) => company.note?.startsWith('Statistical holder') !== true || company.roles.includes('investor'), {
      path: ['roles'],
      error: 'A statistical holder must have the role investor.',
    }),
  'parentSince',
  'parent',
).meta({ id: 'CompanyRecord', description: 'A stored company: anyone who takes part in AI financing.' });
