import { z } from 'zod';
import { countryCodes } from '../iso-codes.ts';
import { companyRoles, listingStatuses, sectors } from '../vocabulary.ts';
import { companyIdentifiersSchema } from './company-identifiers.ts';
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
  exchange: z
    .string()
    .regex(/^[A-Z0-9]{4}$/, { error: 'An exchange must be a market identifier code of four letters or digits (ISO 10383), such as XNAS.' })
    .describe('Market identifier code of the exchange, ISO 10383.')
    .optional(),
  listingStatus: z.enum(listingStatuses).describe('Whether its shares are listed on an exchange. The list of values may grow.').optional(),
  identifiers: companyIdentifiersSchema.describe('Identifiers in public registers.').optional(),
  sector: z.enum(sectors).describe('Its main business. The list of values may grow.').optional(),
  headquarters: nameSchema.describe('City of its headquarters, with the state in the US.').optional(),
  founded: foundingDateSchema.describe('Founding date.').optional(),
  website: urlSchema.describe('Its website.').optional(),
  aliases: z.array(nameSchema).min(1).max(maxListItems).describe('Other names that it uses.').optional(),
  note: textSchema.describe('Anything else that a reader should know.').optional(),
};

/** Returns whether a company stands for holders that nobody has identified, such as the employees of a company. */
export const isStatisticalHolder = ({ note }: { note?: string | undefined }): boolean => note?.startsWith('Statistical holder') === true;

export const companyRecordSchema = withRequiredField(
  withRequiredField(
    z.strictObject(companyShape).refine((company) => !isStatisticalHolder(company) || company.roles.includes('investor'), {
      path: ['roles'],
      error: 'A statistical holder must have the role investor.',
    }),
    'parentSince',
    'parent',
  ),
  'exchange',
  'ticker',
).meta({ id: 'CompanyRecord', description: 'A stored company: anyone who takes part in AI financing.' });
