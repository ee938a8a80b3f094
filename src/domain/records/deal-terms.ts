import { z } from 'zod';
import { placements, roundStages, securities, seniorities } from '../vocabulary.ts';
import { isoCurrencySchema, maxListItems, moneySchema, nameSchema, quantitySchema, recordDateSchema, textSchema } from './primitives.ts';

/** Rejects an object without fields. */
const withAnyField = <Schema extends z.ZodType<object>>(schema: Schema): Schema =>
  schema.refine((value) => Object.keys(value).length > 0, {
    error: 'At least one field is required. Omit the object if nothing is known.',
  });

const roundSchema = withAnyField(
  z.strictObject({
    name: nameSchema.describe('Name of the round, such as Series F.').optional(),
    stage: z
      .enum(roundStages)
      .describe('Stage of the round. Series A and B are early, C and D growth, later ones late. The list of values may grow.')
      .optional(),
  }),
).meta({ id: 'Round', description: 'An equity round.' });

const debtSchema = withAnyField(
  z.strictObject({
    ratePercent: quantitySchema
      .describe('Fixed interest rate in percent a year. For several parts, the lowest and the highest.')
      .optional(),
    benchmark: nameSchema.describe('Reference rate of a floating rate, such as SOFR.').optional(),
    spreadPercent: quantitySchema.describe('Spread over the benchmark in percentage points.').optional(),
    firstMaturesOn: recordDateSchema.describe('Maturity of the first part, if the debt has several.').optional(),
    maturesOn: recordDateSchema.describe('Maturity of the debt, or of its last part if it has several.').optional(),
    seniority: z.enum(seniorities).describe('Rank of the debt. The list of values may grow.').optional(),
    secured: z.boolean().describe('Whether collateral secures it.').optional(),
    collateral: textSchema.describe('The collateral.').optional(),
    committed: moneySchema.describe('What the lenders committed, in whole currency units.').optional(),
    drawn: moneySchema.describe('What was drawn by the date of the report, in whole currency units.').optional(),
  }),
)
  .refine(({ spreadPercent, benchmark }) => spreadPercent === undefined || benchmark !== undefined, {
    path: ['spreadPercent'],
    error: 'spreadPercent requires benchmark.',
  })
  .meta({ id: 'DebtTerms', description: 'Terms of debt.' });

const siteSchema = z
  .strictObject({
    name: nameSchema.describe('Name of the site.'),
    place: nameSchema.describe('City or county, and state or country.').optional(),
    powerMw: quantitySchema.describe('Power in megawatts.').optional(),
    plannedOn: recordDateSchema.describe('Date on which power is planned.').optional(),
    energizedOn: recordDateSchema.describe('Date on which it was energized.').optional(),
    tenant: nameSchema.describe('Who uses or rents it.').optional(),
  })
  .meta({ id: 'Site', description: 'A site of data centers or power that the deal concerns.' });

const warrantSchema = withAnyField(
  z.strictObject({
    holder: nameSchema.describe('Who receives the warrant.').optional(),
    shares: quantitySchema.describe('Number of shares.').optional(),
    strike: z
      .strictObject({
        price: z.number().nonnegative().max(1e9).describe('Price of a share.'),
        currency: isoCurrencySchema.describe('ISO 4217 code.'),
      })
      .meta({ id: 'SharePrice', description: 'Price of a share.' })
      .describe('Price at which a share can be bought.')
      .optional(),
    vesting: textSchema.describe('What it vests on.').optional(),
    expiresOn: recordDateSchema.describe('Date on which it expires.').optional(),
  }),
).meta({ id: 'WarrantTerms', description: 'Terms of a warrant.' });

const guaranteeSchema = withAnyField(
  z.strictObject({
    guarantor: nameSchema.describe('Who guarantees.').optional(),
    beneficiary: nameSchema.describe('Whose obligations it guarantees, or to whom.').optional(),
    cap: moneySchema.describe('The most that the guarantor pays, in whole currency units.').optional(),
    trigger: textSchema.describe('When the guarantor has to pay.').optional(),
  }),
).meta({ id: 'GuaranteeTerms', description: 'Terms of a guarantee or backstop.' });

const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).min(1).max(maxListItems);

export const dealTermsSchema = withAnyField(
  z.strictObject({
    round: roundSchema.describe('The equity round.').optional(),
    security: z.enum(securities).describe('What the investors or lenders receive. The list of values may grow.').optional(),
    placement: z.enum(placements).describe('Whether the securities are new (`primary`), existing ones (`secondary`), or both.').optional(),
    debt: debtSchema.describe('Terms of the debt.').optional(),
    sites: listOf(siteSchema).describe('Sites that the deal concerns.').optional(),
    warrants: listOf(warrantSchema).describe('Warrants that the deal grants.').optional(),
    guarantees: listOf(guaranteeSchema).describe('Guarantees that the deal contains.').optional(),
  }),
).meta({ id: 'DealTerms', description: 'Terms of a deal besides its amount, its valuation and its length.' });
export type DealTerms = z.infer<typeof dealTermsSchema>;
