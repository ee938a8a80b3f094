import { z } from 'zod';
import { rankedMax } from '../../analysis/scores.ts';
import { metaSchema } from '../../answers/envelope.ts';
import { usdSumSchema } from '../../answers/flow.ts';
import { identifierSchema } from '../../domain/records/primitives.ts';
import { moneyFilterShape } from '../../facts/money-query.ts';
import { wholeNumber } from '../../http/parameters.ts';
import { asOfParameter } from '../../lists/as-of.ts';

export const scoresQuerySchema = z.strictObject({
  maxLength: wholeNumber(2, 5).default(4).describe('Most legs in a cycle, 2 to 5.'),
  samples: wholeNumber(0, 500).default(100).describe('Random graphs of the null model, 0 to 500.'),
  seed: wholeNumber(0, 2_147_483_647).default(1).describe('Seed of the null model: the same seed gives the same answer.'),
  ...moneyFilterShape,
  asOf: asOfParameter,
});
export type ScoresQuery = z.infer<typeof scoresQuerySchema>;

const chainScoreSchema = z
  .object({
    groups: z.array(identifierSchema).describe('Groups in order, the smallest id first.'),
    score: z.number().describe('Geometric mean of the weights of its legs, 0 to 1.'),
  })
  .meta({ id: 'ChainScore', description: 'A loop or cycle with its score.' });

export const scoresSchema = z
  .object({
    data: z
      .object({
        hubs: z
          .array(
            z
              .object({
                group: identifierSchema.describe('Id of the group.'),
                cycles: z.int().positive().describe('Circular-financing cycles that it is in.'),
                usd: usdSumSchema.describe(
                  'Sum of their volumes. Cycles share legs, so that it ranks and is no amount of money; `unknown` counts legs without a bound.',
                ),
              })
              .meta({ id: 'HubScore', description: 'How much a group is at the centre of circular financing.' }),
          )
          .describe(`The groups in the most circular-financing cycles, at most ${rankedMax}.`),
        paper: z
          .object({
            source: z.string().describe('What is followed.'),
            loops: z.array(chainScoreSchema).describe(`Pairs that pay each other both ways, at most ${rankedMax}.`),
            cycles: z.array(chainScoreSchema).describe(`Closed chains of three groups or more, of any nature, at most ${rankedMax}.`),
            hubs: z
              .array(
                z
                  .object({
                    group: identifierSchema.describe('Id of the group.'),
                    score: z.number().describe('Sum of the scores of its cycles, as a share of the greatest such sum.'),
                    cycles: z.int().positive().describe('Closed chains that it is in.'),
                  })
                  .meta({ id: 'PaperHubScore', description: 'A hub by the weights of the paper.' }),
              )
              .describe(`Hubs, at most ${rankedMax}.`),
            differences: z.array(z.string()).describe('How these differ from ours, and from what the paper could compute.'),
          })
          .describe('Scores with the weights of a published working paper, beside ours.')
          .meta({ id: 'PaperScores', description: 'Scores with the weights of a published working paper.' }),
        nullModel: z
          .object({
            observed: z.int().nonnegative().describe('Circular-financing cycles in the graph.'),
            samples: z.int().nonnegative().describe('Random graphs that were counted.'),
            mean: z.number().describe('Mean number of such cycles in them.'),
            standardDeviation: z.number().describe('Standard deviation of that number.'),
            zScore: z.number().nullable().describe('Standard deviations by which the graph is above the mean; null where there is none.'),
          })
          .describe('How many cycles there would be if every group kept how many partners of each sort it has, but not which.')
          .meta({ id: 'NullModel', description: 'The number of cycles against that of graphs rewired at random.' }),
      })
      .meta({ id: 'Scores', description: 'How circular the money graph is, and who is at its centre.' }),
    meta: z
      .object({
        ...metaSchema.shape,
        edgesVisited: z.int().nonnegative().describe('How many legs the search looked at.'),
        truncated: z.boolean().describe('True where the search stopped at its bound.'),
      })
      .meta({ id: 'ScoresMeta', description: 'By which state of the data the answer was made, and whether the search saw everything.' }),
  })
  .meta({ id: 'ScoresDocument', description: 'Scores of circularity.' });
