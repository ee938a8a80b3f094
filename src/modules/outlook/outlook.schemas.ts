import { z } from 'zod';
import { dateSchema, identifierSchema, namedObject } from '../../domain/records/primitives.ts';
import { dealKinds } from '../../domain/vocabulary.ts';
import { asOfParameter, enumListParameter, identifierListParameter, namesParameter } from '../../http/parameters.ts';
import { formatShape } from '../../lists/list-query.ts';
import { metaSchema } from '../../responses/envelope.ts';
import { usdSumSchema } from '../../responses/money.ts';
import { namesSchema } from '../../responses/names.ts';

/** Maximum number of items in each list of a response. The largest are returned; the years count all. */
export const maxUnits = 1_000;

export const outlookQuerySchema = z.strictObject({
  company: identifierListParameter().optional().describe('Only spending in which one of these companies participates.'),
  group: identifierListParameter().optional().describe('Only spending in which one of these companies or its subsidiaries participates.'),
  kind: enumListParameter(dealKinds).optional().describe('Only deals of these kinds. Unlinked chip commitments have no kind.'),
  certainty: enumListParameter(['intended', 'binding']).optional().describe('Only spending of these certainties.'),
  asOf: asOfParameter,
  names: namesParameter,
  ...formatShape,
});
export type OutlookQuery = z.infer<typeof outlookQuerySchema>;

const unitShape = {
  deal: identifierSchema.nullable().describe('Id of the deal, or null for an unlinked chip commitment.'),
  chipCommitment: identifierSchema.nullable().describe('Id of the unlinked chip commitment, or null.'),
  payers: z.array(identifierSchema).describe('Groups that pay.'),
  isIntermediate: z
    .boolean()
    .describe(
      'True if every payer is itself paid for compute by another counted purchase, such as a cloud that rents chips to resell them.',
    ),
  usd: usdSumSchema.describe('Total amount; for an umbrella, less the amounts of its parts.'),
};

const layerShape = {
  final: usdSumSchema.describe(
    'The part that is paid by groups that no counted purchase pays for compute. It counts no layer of the supply chain twice.',
  ),
  intermediate: usdSumSchema.describe('The rest: purchases by groups that resell compute.'),
};

const sumSchema = namedObject('OutlookSum', 'Number of items and their total.', {
  count: z.int().nonnegative().describe('Number of items.'),
  usd: usdSumSchema.describe('Their total.'),
  ...layerShape,
});

export const outlookSchema = namedObject('OutlookDocument', 'Committed spending by calendar year.', {
  data: namedObject('Outlook', 'Committed spending by calendar year.', {
    years: z
      .array(
        namedObject('OutlookYear', 'Committed spending in a calendar year.', {
          year: z.string().describe('Calendar year.'),
          count: z.int().positive().describe('Number of items active in the year.'),
          usd: usdSumSchema.describe('The share of their amount that falls in the year, by days.'),
          ...layerShape,
        }),
      )
      .describe('Calendar years, in order.'),
    total: sumSchema.describe('Everything that is counted, scheduled or not.'),
    scheduled: z
      .array(
        namedObject('OutlookUnit', 'Spending with a start and an end.', {
          ...unitShape,
          startsOn: dateSchema.describe('Start.'),
          assumedStart: z.boolean().describe('True if no start is stated. The announcement (or first report) date is used instead.'),
          fromDay: z.string().describe('First day (YYYY-MM-DD).'),
          toDay: z.string().describe('First day after the end (YYYY-MM-DD).'),
        }),
      )
      .describe(`Spending with a start and a term, largest first, at most ${maxUnits}.`),
    unscheduled: sumSchema.describe('Spending without a term.'),
    unscheduledUnits: z
      .array(z.object(unitShape).meta({ id: 'UnscheduledUnit', description: 'Spending without a term.' }))
      .describe(`The individual items, largest first, at most ${maxUnits}.`),
    excluded: z
      .array(
        namedObject('OutlookExcluded', 'What the outlook excludes, and why.', {
          reason: z
            .enum(['overlaps_counted', 'linked_to_deal'])
            .describe(
              'Why the items are excluded: they restate the money of counted deals, or are chip commitments of deals that are not purchases. Linked commitments provide dates, never amounts.',
            ),
          count: z.int().nonnegative().describe('Number of excluded items.'),
          usd: usdSumSchema.describe('Sum of the amounts that they state.'),
        }),
      )
      .describe('Matching items that are not counted, and why.'),
  }),
  names: namesSchema.optional(),
  meta: namedObject('OutlookMeta', 'The state of the data behind the response, and whether it lists everything.', {
    ...metaSchema.shape,
    truncated: z.boolean().describe(`True if there are more than ${maxUnits} items.`),
  }),
});
