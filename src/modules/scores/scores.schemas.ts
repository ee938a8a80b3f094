import { z } from 'zod';
import { maxRanked } from '../../analysis/scores.ts';
import { identifierSchema, namedObject } from '../../domain/records/primitives.ts';
import { moneyFilterShape } from '../../graph-data/query.ts';
import { asOfParameter, integerParameter, namesParameter } from '../../http/parameters.ts';
import { metaSchema } from '../../responses/envelope.ts';
import { usdSumSchema } from '../../responses/money.ts';
import { namesSchema } from '../../responses/names.ts';

export const scoresQuerySchema = z.strictObject({
  maxLength: integerParameter(2, 5).default(4).describe('Maximum number of legs in a cycle, 2 to 5.'),
  samples: integerParameter(0, 500).default(100).describe('Number of random graphs in the null model, 0 to 500.'),
  seed: integerParameter(0, 2_147_483_647).default(1).describe('Seed of the null model. The same seed returns the same result.'),
  ...moneyFilterShape,
  asOf: asOfParameter,
  names: namesParameter,
});
export type ScoresQuery = z.infer<typeof scoresQuerySchema>;

const cycleScoreSchema = namedObject('ChainScore', 'A loop or cycle with its score.', {
  groups: z.array(identifierSchema).describe('Group ids in order, starting with the smallest.'),
  score: z.number().describe('Geometric mean of the weights of the legs, 0 to 1.'),
});

export const scoresSchema = namedObject('ScoresDocument', 'Scores of circularity.', {
  data: namedObject('Scores', 'How circular the money graph is and who is at its center.', {
    hubs: z
      .array(
        namedObject('HubScore', 'How much a group is at the center of circular financing.', {
          group: identifierSchema.describe('Id of the group.'),
          cycles: z.int().positive().describe('Number of circular-financing cycles that include it.'),
          usd: usdSumSchema.describe(
            'Sum of the cycle volumes. Cycles share legs, so use it for ranking only; it is not an amount of money. `unknown` counts legs without an upper bound.',
          ),
        }),
      )
      .describe(`Groups with the most circular-financing cycles, at most ${maxRanked}.`),
    paper: z
      .object({
        source: z.string().describe('The paper.'),
        loops: z.array(cycleScoreSchema).describe(`Pairs that pay each other both ways, at most ${maxRanked}.`),
        cycles: z.array(cycleScoreSchema).describe(`Closed paths through three or more groups, of any nature, at most ${maxRanked}.`),
        hubs: z
          .array(
            namedObject('PaperHubScore', 'A hub by the weights of the paper.', {
              group: identifierSchema.describe('Id of the group.'),
              score: z.number().describe('Sum of the scores of its cycles, relative to the largest such sum.'),
              cycles: z.int().positive().describe('Number of closed paths that include it.'),
            }),
          )
          .describe(`Hubs, at most ${maxRanked}.`),
        differences: z.array(z.string()).describe("How these scores differ from ours and from the paper's."),
      })
      .describe('Scores with the edge weights of a published working paper.')
      .meta({ id: 'PaperScores', description: 'Scores with the edge weights of a published working paper.' }),
    nullModel: z
      .object({
        samples: z.int().nonnegative().describe('Number of random graphs.'),
        byLength: z
          .array(
            namedObject('NullModelLength', 'The number of cycles of one length, compared with random graphs.', {
              length: z.int().positive().describe('Number of legs.'),
              observed: z.int().nonnegative().describe('Circular-financing cycles of this length in the graph.'),
              mean: z.number().describe('Mean number of such cycles per random graph.'),
              standardDeviation: z.number().describe('Standard deviation of that number.'),
              zScore: z
                .number()
                .nullable()
                .describe('Number of standard deviations by which the graph exceeds the mean; null if the deviation is 0.'),
            }),
          )
          .describe('One entry per length.'),
        finding: z.string().describe('What the comparison says, in plain words.'),
      })
      .describe('Number of cycles in random graphs in which every group keeps its number of partners of each kind.')
      .meta({ id: 'NullModel', description: 'The number of cycles compared with randomly rewired graphs.' }),
  }),
  names: namesSchema.optional(),
  meta: namedObject('ScoresMeta', 'The state of the data behind the response, and whether the search was complete.', {
    ...metaSchema.shape,
    edgesVisited: z.int().nonnegative().describe('Number of edges that the search visited.'),
    truncated: z.boolean().describe('True if the search reached its limit.'),
  }),
});
