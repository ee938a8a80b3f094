import { z } from 'zod';
import { type Baseline, baselines, revisionOutcomes } from '../../analysis/headline-revisions.ts';
import { dateSchema, identifierSchema, namedObject, usdIntervalSchema } from '../../domain/records/primitives.ts';
import { certainties, dealKinds, statuses } from '../../domain/vocabulary.ts';
import { asOfParameter } from '../../http/parameters.ts';
import { formatShape } from '../../lists/list-query.ts';
import { metaSchema } from '../../responses/envelope.ts';
import { usdSumSchema } from '../../responses/money.ts';

/** Maximum number of deals in a response. Those with the largest changes are returned; the sums include all. */
export const maxRevisions = 1_000;

/** Builds the query schema: which headline to compare with, and the filters of deals. */
export const headlineRevisionQuerySchema = <Shape extends z.ZodRawShape>(dealFilters: Shape) =>
  z.strictObject({
    baseline: z
      .enum(baselines)
      .default('report')
      .describe(
        'The headline to compare with. `report`: the first amount of any report, rumors included. `announcement`: the first amount of a letter of intent, an announcement or a signing.',
      ),
    ...dealFilters,
    asOf: asOfParameter,
    ...formatShape,
  });

export interface HeadlineRevisionQuery {
  baseline: Baseline;
  asOf?: string | undefined;
}

const kind = z.enum(dealKinds).describe('Kind of deal. The list of values may grow.');
const outcome = z
  .enum(revisionOutcomes)
  .describe(
    "`raised`, `lowered` or `unchanged`: the current headline compared with the first. `not_confirmed`: no amount is stated at the deal's certainty. `ended`: the deal lapsed, was terminated or was replaced. The list of values may grow.",
  );

const revisionSchema = namedObject('HeadlineRevision', 'The first headline of a deal and the current one.', {
  deal: identifierSchema.describe('Id of the deal.'),
  title: z.string().describe('Its title.'),
  kind,
  status: z.enum(statuses).describe('Current status. The list of values may grow.'),
  certainty: z.enum(certainties).describe('Current certainty. The list of values may grow.'),
  outcome,
  firstUsd: usdIntervalSchema.describe('The first stated amount in whole US dollars.'),
  firstReportedOn: dateSchema.describe('Date of the report that stated it.'),
  firstStatus: z.enum(statuses).describe('Status in that report. The list of values may grow.'),
  currentUsd: usdIntervalSchema
    .nullable()
    .describe("The amount stated at the deal's current certainty, in whole US dollars; null if there is none or if the deal ended."),
  changeUsd: z
    .int()
    .nullable()
    .describe('Current headline less first headline, in whole US dollars. A headline is the upper bound, or the lower bound without one.'),
  ratio: z.number().nonnegative().nullable().describe('Current headline divided by first headline.'),
});

const revisionSumSchema = namedObject('HeadlineRevisionSum', 'Deals of one kind and outcome, and what they stated first and state now.', {
  kind,
  outcome,
  count: z.int().positive().describe('Number of deals.'),
  firstUsd: usdSumSchema.describe('Sum of their first amounts.'),
  currentUsd: usdSumSchema.describe('Sum of their current amounts. A deal without one counts as 0.'),
});

export const headlineRevisionsSchema = z
  .object({
    data: namedObject('HeadlineRevisions', 'First headlines compared with current ones.', {
      sums: z
        .array(revisionSumSchema)
        .describe('Sums by kind and outcome. They add what each deal states, so an umbrella counts beside its parts.'),
      revisions: z.array(revisionSchema).describe(`The deals with a stated amount, largest change first, at most ${maxRevisions}.`),
    }),
    meta: z
      .object({ ...metaSchema.shape, truncated: z.boolean().describe(`True if there are more than ${maxRevisions} deals.`) })
      .meta({ id: 'HeadlineRevisionsMeta', description: 'The state of the data behind the response, and whether it lists every deal.' }),
  })
  .meta({
    id: 'HeadlineRevisionsDocument',
    description: 'What the matching deals were first reported to be worth, and what they are now.',
  });
