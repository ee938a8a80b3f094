import { z } from 'zod';
import { identifierSchema, namedObject } from '../../domain/records/primitives.ts';
import { moneyFilterShape } from '../../graph-data/query.ts';
import { asOfParameter, identifierListParameter, namesParameter } from '../../http/parameters.ts';
import { formatShape } from '../../lists/list-query.ts';
import { metaSchema } from '../../responses/envelope.ts';
import { usdSumSchema } from '../../responses/money.ts';
import { namesSchema } from '../../responses/names.ts';

/** Maximum number of pairs of a vendor and a customer in a response. Those with the largest financing are returned. */
export const maxPairs = 500;

export const vendorFinancingQuerySchema = z.strictObject({
  vendor: identifierListParameter().optional().describe('Only vendors in the groups of these companies.'),
  customer: identifierListParameter().optional().describe('Only customers in the groups of these companies.'),
  ...moneyFilterShape,
  certaintyMin: moneyFilterShape.certaintyMin
    .unwrap()
    .default('intended')
    .describe('Weakest certainty of the flows to use. Speculative flows are excluded by default, dead ones always.'),
  asOf: asOfParameter,
  names: namesParameter,
  ...formatShape,
});
export type VendorFinancingQuery = z.infer<typeof vendorFinancingQuerySchema>;

const shareSchema = z
  .object({
    low: z.number().nullable().describe('Lowest financing divided by highest sales; null if unknown.'),
    high: z.number().nullable().describe('Highest financing divided by lowest sales; null if unknown.'),
  })
  .meta({ id: 'VendorFinancingShare', description: 'Financing by a vendor divided by its sales to the same customer, as an interval.' });

const rowSchema = namedObject('VendorFinancingRow', 'Financing and sales of a vendor to one of its customers.', {
  vendor: identifierSchema.describe("Id of the vendor's group."),
  customer: identifierSchema.describe("Id of the customer's group."),
  year: z
    .string()
    .nullable()
    .describe('Year in which the amounts were stated, `unknown` if a date is missing, or null for all years together.'),
  financing: usdSumSchema.describe('What the vendor invests in the customer or lends to it.'),
  contingent: usdSumSchema.describe('What the vendor guarantees or grants in warrants. It is not part of the financing.'),
  sales: usdSumSchema.describe('What the customer buys from the vendor. A contract over several years counts in the year that stated it.'),
  share: shareSchema.describe('Financing divided by sales in the year.'),
  cumulativeShare: shareSchema.describe('Financing divided by sales, counting everything stated up to the end of the year.'),
});

export const vendorFinancingSchema = z
  .object({
    data: namedObject('VendorFinancing', 'Vendors that finance their customers.', {
      rows: z
        .array(rowSchema)
        .describe(
          `For each pair of a vendor and a customer, a row for all years, then one for each year. Largest financing first, at most ${maxPairs} pairs.`,
        ),
    }),
    names: namesSchema.optional(),
    meta: z
      .object({ ...metaSchema.shape, truncated: z.boolean().describe(`True if there are more than ${maxPairs} pairs.`) })
      .meta({ id: 'VendorFinancingMeta', description: 'The state of the data behind the response, and whether it lists every pair.' }),
  })
  .meta({ id: 'VendorFinancingDocument', description: 'Financing and sales of vendors to the same customers, by year.' });
