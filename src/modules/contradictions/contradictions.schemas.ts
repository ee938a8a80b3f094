import { z } from 'zod';
import { contradictoryTerms } from '../../analysis/contradictions.ts';
import { dateSchema, identifierSchema, namedObject } from '../../domain/records/primitives.ts';
import { attributions, statuses } from '../../domain/vocabulary.ts';
import { asOfParameter, enumListParameter, identifierListParameter, integerParameter } from '../../http/parameters.ts';
import { formatShape } from '../../lists/list-query.ts';
import { metaSchema } from '../../responses/envelope.ts';

/** Maximum number of contradictions in a response. Those with the largest gaps are returned. */
export const maxContradictions = 1_000;

/** The collections whose figures are compared. */
export const comparedCollections = ['deals', 'chip-commitments', 'valuations', 'stakes'] as const;

export const contradictionQuerySchema = z.strictObject({
  collection: enumListParameter(comparedCollections).optional().describe('Only figures in these collections.'),
  term: enumListParameter(contradictoryTerms).optional().describe('Only figures for these terms.'),
  company: identifierListParameter().optional().describe('Only records that one of these companies takes part in.'),
  group: identifierListParameter().optional().describe('Only records that one of these companies or its subsidiaries takes part in.'),
  withinDays: integerParameter(0, 365)
    .default(0)
    .describe('How many days the dates of two reports can be apart, 0 to 365. By default, they must overlap.'),
  asOf: asOfParameter,
  ...formatShape,
});
export type ContradictionQuery = z.infer<typeof contradictionQuerySchema>;

const bound = z.number().nonnegative().nullable();

const statementSchema = namedObject('Statement', 'A figure that a report states.', {
  record: identifierSchema.describe('Id of the record.'),
  on: dateSchema.describe('Date of the report, or of the observation.'),
  status: z.enum(statuses).nullable().describe('Status in that report; null for an observation. The list of values may grow.'),
  min: bound.describe('Lower bound; null if the report states none. In whole US dollars for amounts and valuations.'),
  max: bound.describe('Upper bound; null if the report states none.'),
  approximate: z.boolean().describe('True if the report says "about" or similar. Such a figure covers everything within 5 percent of it.'),
  stated: z.string().describe('The figure as worded in the report.').optional(),
  citations: z
    .array(
      namedObject('Outlet', 'Where a figure was published.', {
        source: identifierSchema.describe('Id of the source.'),
        publisher: z.string().describe('Its publisher.'),
        attribution: z.enum(attributions).describe('Whom the source attributes the figure to. The list of values may grow.'),
      }),
    )
    .describe('Where the figure was published.'),
});

const contradictionSchema = namedObject('Contradiction', 'Two figures for the same term at the same time that cannot both be right.', {
  collection: z.enum(comparedCollections).describe('Collection of the records. The list of values may grow.'),
  term: z.enum(contradictoryTerms).describe('The term that the reports disagree on. The list of values may grow.'),
  gap: z
    .number()
    .nonnegative()
    .nullable()
    .describe('How much the higher figure exceeds the lower one, as a share of the lower one; null if the lower one is 0.'),
  statements: z.array(statementSchema).describe('The two statements, earlier first.'),
});

export const contradictionsSchema = z
  .object({
    data: namedObject('Contradictions', 'Figures that contradict each other.', {
      contradictions: z.array(contradictionSchema).describe(`Largest gap first, at most ${maxContradictions}.`),
    }),
    meta: z
      .object({ ...metaSchema.shape, truncated: z.boolean().describe(`True if there are more than ${maxContradictions}.`) })
      .meta({ id: 'ContradictionsMeta', description: 'The state of the data behind the response, and whether it lists everything.' }),
  })
  .meta({ id: 'ContradictionsDocument', description: 'Figures that contradict each other, with the publications that state them.' });
