import { z } from 'zod';
import { closingKinds, stages, tableDays } from '../../analysis/durations.ts';
import { namedObject } from '../../domain/records/primitives.ts';
import { dealKinds } from '../../domain/vocabulary.ts';
import { asOfParameter } from '../../http/parameters.ts';
import { formatShape } from '../../lists/list-query.ts';
import { metaSchema } from '../../responses/envelope.ts';

/** Builds the query schema: the filters of deals, and whether to group by kind. */
export const durationQuerySchema = <Shape extends z.ZodRawShape>(dealFilters: Shape) =>
  z.strictObject({
    groupBy: z.enum(['kind']).optional().describe('`kind` returns a row for each kind of deal.'),
    ...dealFilters,
    asOf: asOfParameter,
    ...formatShape,
  });

export interface DurationQuery {
  groupBy?: 'kind' | undefined;
  asOf?: string | undefined;
}

const count = z.int().nonnegative();
const days = z.number().nonnegative().nullable();

const survivalPointSchema = namedObject('SurvivalPoint', 'The estimate at one number of days.', {
  days: count.describe('Days since the start of the stage.'),
  atRisk: count.describe('Deals still in the stage just before that day.'),
  completed: count.describe('Deals that completed the stage by the end of that day.'),
  share: z
    .number()
    .min(0)
    .max(1)
    .nullable()
    .describe('Estimated share of deals that complete the stage by the end of that day; null if no deal was observed for so long.'),
});

const durationSchema = namedObject('Duration', 'How long one stage of deals takes.', {
  stage: z
    .enum(stages)
    .describe(
      `The stage. Talks start with the first rumor or report of talks; signing is the first report of a signed or closed deal. Stages that end with a closing include only kinds that close: ${closingKinds.join(', ')}. The list of values may grow.`,
    ),
  kind: z.enum(dealKinds).nullable().describe('Kind of deal, or null for all kinds. The list of values may grow.'),
  deals: count.describe('Deals that were in the stage.'),
  completed: count.describe('Deals that completed it.'),
  unfinished: count.describe('Deals still in it on the asOf day. They count as censored, not as missing.'),
  ended: count.describe('Deals that lapsed, were terminated or were replaced. They count as censored on the day of their last report.'),
  imprecise: count.describe('Deals with a date that states only the year. They are not measured.'),
  lowerQuartileDays: days.describe(
    'Days by which a quarter of the deals complete the stage; null if the estimate does not reach a quarter.',
  ),
  medianDays: days.describe('Days by which half of the deals complete the stage; null if the estimate does not reach a half.'),
  upperQuartileDays: days.describe(
    'Days by which three quarters of the deals complete the stage; null if the estimate does not reach that share.',
  ),
  table: z.array(survivalPointSchema).describe(`The estimate after ${tableDays.join(', ')} days.`),
});

export const durationsSchema = namedObject('DurationsDocument', 'How long the matching deals take from talks to signing to closing.', {
  data: z
    .object({ durations: z.array(durationSchema).describe('One row per stage, or per stage and kind.') })
    .meta({ id: 'Durations', description: 'How long deals take.' }),
  meta: metaSchema,
});
