import { z } from 'zod';
import { metaSchema } from '../../answers/envelope.ts';
import { usdSumSchema } from '../../answers/flow.ts';
import { dateSchema, identifierSchema } from '../../domain/records/primitives.ts';
import { dealKinds } from '../../domain/vocabulary.ts';
import { identifierList, wordsOf } from '../../http/parameters.ts';
import { asOfParameter } from '../../lists/as-of.ts';
import { formatParameter } from '../../lists/list-query.ts';

/** Units listed in one answer, the greatest; the years hold all of them. */
export const unitsMax = 1_000;

export const outlookQuerySchema = z.strictObject({
  company: identifierList().optional().describe('Spend in which one of these companies takes part.'),
  group: identifierList().optional().describe('Spend in which one of these companies, or a company below it, takes part.'),
  kind: wordsOf(dealKinds).optional().describe('Deals of one of these kinds; chip commitments that stand alone have none.'),
  certainty: wordsOf(['intended', 'binding']).optional().describe('Spend of one of these certainties.'),
  asOf: asOfParameter,
  format: formatParameter,
});
export type OutlookQuery = z.infer<typeof outlookQuerySchema>;

const unitShape = {
  deal: identifierSchema.nullable().describe('The deal, or null for a chip commitment that stands alone.'),
  chipCommitment: identifierSchema.nullable().describe('The chip commitment that stands alone, or null.'),
  usd: usdSumSchema.describe('What it is worth in all, parts included.'),
};

const sumSchema = z
  .object({ count: z.int().nonnegative().describe('How many.'), usd: usdSumSchema.describe('How much.') })
  .meta({ id: 'OutlookSum', description: 'How many units, and how much they are.' });

export const outlookSchema = z
  .object({
    data: z
      .object({
        years: z
          .array(
            z
              .object({
                year: z.string().describe('Calendar year.'),
                count: z.int().positive().describe('Units that run in it.'),
                usd: usdSumSchema.describe('What of them falls to it, by days.'),
              })
              .meta({ id: 'OutlookYear', description: 'Committed spend of a calendar year.' }),
          )
          .describe('Calendar years, in order.'),
        total: sumSchema.describe('Everything that counts, scheduled or not.'),
        scheduled: z
          .array(
            z
              .object({
                ...unitShape,
                startsOn: dateSchema.describe('Start.'),
                assumedStart: z
                  .boolean()
                  .describe('True where no start is stated, and the announcement (or the first report) is taken for it.'),
                fromDay: z.string().describe('First day (YYYY-MM-DD).'),
                toDay: z.string().describe('First day after the end (YYYY-MM-DD).'),
              })
              .meta({ id: 'OutlookUnit', description: 'A spend with its days.' }),
          )
          .describe(`Spend with a start and a term, greatest first, at most ${unitsMax}.`),
        unscheduled: sumSchema.describe('Spend without a term.'),
        unscheduledUnits: z
          .array(z.object(unitShape).meta({ id: 'UnscheduledUnit', description: 'A spend without a term.' }))
          .describe(`That spend one by one, greatest first, at most ${unitsMax}.`),
        excluded: z
          .array(
            z
              .object({
                reason: z
                  .enum(['part_of_counted', 'linked_to_deal'])
                  .describe(
                    'Part of an umbrella that counts, or a chip commitment of a deal that is no purchase: linked commitments lend dates, never amounts.',
                  ),
                count: z.int().nonnegative().describe('How many were left out.'),
                usd: usdSumSchema.describe('What these state.'),
              })
              .meta({ id: 'OutlookExcluded', description: 'What the outlook leaves out, and why.' }),
          )
          .describe('What passed the filters and does not count, and why.'),
      })
      .meta({ id: 'Outlook', description: 'Committed spend by calendar year.' }),
    meta: z
      .object({
        ...metaSchema.shape,
        truncated: z.boolean().describe(`True where more than ${unitsMax} units were to be listed.`),
      })
      .meta({ id: 'OutlookMeta', description: 'By which state of the data the answer was made, and whether it lists everything.' }),
  })
  .meta({ id: 'OutlookDocument', description: 'Committed spend by calendar year.' });
