import { z } from 'zod';
import { fundingExclusions, fundingKinds } from '../../analysis/funding.ts';
import { trancheSchema } from '../../domain/records/deal.ts';
import { identifierSchema, namedObject, usdIntervalSchema } from '../../domain/records/primitives.ts';
import { certainties, dealKinds, moneyClasses, statuses } from '../../domain/vocabulary.ts';
import { type PeriodQuery, periodParameters, periodShape } from '../../graph-data/periods.ts';
import { asOfParameter, namesParameter } from '../../http/parameters.ts';
import { formatShape } from '../../lists/list-query.ts';
import { evidenceSchema } from '../../responses/deal.ts';
import { metaSchema } from '../../responses/envelope.ts';
import { trancheSumsSchema, usdSumSchema } from '../../responses/money.ts';
import { namesSchema } from '../../responses/names.ts';

/** Maximum number of deals in a response. The largest are returned; the totals include all. */
export const maxFundingDeals = 1_000;

export const fundingQuerySchema = z.strictObject({ asOf: asOfParameter, names: namesParameter, ...formatShape });
export type FundingQuery = z.infer<typeof fundingQuerySchema>;

const moneyClass = z.enum(moneyClasses).describe('Class of money. Classes are never added up. The list of values may grow.');
const count = z.int().positive();

export const fundingTotalSchema = namedObject('FundingTotal', 'What a company raised in one class of money, by payment status.', {
  moneyClass,
  count: count.describe('Number of counted deals. A deal that is part of another one counts in it.'),
  ...trancheSumsSchema.shape,
  unspecifiedClosed: usdSumSchema.describe(
    'The part of `unspecified` that belongs to closed deals. A closing usually means payment, but no source says so.',
  ),
});

const fundedDealSchema = namedObject('FundedDeal', 'A deal that brings money to the company.', {
  deal: identifierSchema.describe('Id of the deal.'),
  title: z.string().describe('Its title.'),
  kind: z.enum(dealKinds).describe('Its kind. The list of values may grow.'),
  moneyClass,
  status: z.enum(statuses).describe('Its status. The list of values may grow.'),
  certainty: z.enum(certainties).describe('Its certainty. The list of values may grow.'),
  partOf: identifierSchema.nullable().describe('Id of the umbrella deal that contains it, or null.'),
  payers: z.array(identifierSchema).describe('Ids of the named investors and lenders.'),
  amountUsd: usdIntervalSchema.nullable().describe('Its amount in whole US dollars; null if not stated.'),
  split: trancheSumsSchema.describe('Its own amount by payment status.'),
  counted: trancheSumsSchema.nullable().describe('What it adds to the total, with its parts; null if it counts in its umbrella.'),
  tranches: z.array(trancheSchema).describe('Its stated tranches. Empty if none are stated.'),
  evidence: z.array(evidenceSchema).describe('The events and citations that state its status, amount and tranches.'),
});

const excluded = z
  .array(
    namedObject('FundingExcluded', 'Deals that the totals exclude, and why.', {
      reason: z
        .enum(fundingExclusions)
        .describe(
          'Why the deals are excluded: in talks, dead, between companies of the group, or stating money of another deal again. The list of values may grow.',
        ),
      moneyClass,
      count: count.describe('Number of deals.'),
      usd: usdSumSchema.describe('Sum of the amounts that they state.'),
    }),
  )
  .describe(`Deals of the same kinds (${fundingKinds.join(', ')}) that are not counted, and why.`);

const company = identifierSchema.describe('Id of the company. Its subsidiaries are included.');
const totals = z.array(fundingTotalSchema).describe('A total for each class of money with a counted deal.');

export const fundingSchema = namedObject('FundingDocument', 'The funding of a company, by payment status.', {
  data: namedObject('Funding', 'What a company was paid and what was promised to it.', {
    company,
    totals,
    deals: z.array(fundedDealSchema).describe(`The deals behind the totals, largest first, at most ${maxFundingDeals}.`),
    excluded,
  }),
  names: namesSchema.optional(),
  meta: namedObject('FundingMeta', 'The state of the data behind the response, and whether it lists every deal.', {
    ...metaSchema.shape,
    truncated: z.boolean().describe(`True if there are more than ${maxFundingDeals} deals.`),
  }),
});

export const fundingSeriesQuerySchema = z.strictObject({
  ...periodParameters('By default, it starts with the first period that has a total.'),
  asOf: asOfParameter,
  names: namesParameter,
  ...formatShape,
});
export interface FundingSeriesQuery extends PeriodQuery {
  asOf?: string | undefined;
  names?: boolean | undefined;
}

export const fundingSeriesSchema = namedObject('FundingSeriesDocument', 'The funding of a company over time.', {
  data: namedObject('FundingSeries', 'What was known of the funding of a company over time.', {
    company,
    periods: z
      .array(
        namedObject('FundingPeriod', 'The funding of the company, as known at the end of a period.', { ...periodShape, totals, excluded }),
      )
      .describe('The periods, in order.'),
  }),
  names: namesSchema.optional(),
  meta: metaSchema,
});
