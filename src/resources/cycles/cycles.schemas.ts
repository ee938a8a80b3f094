import { z } from 'zod';
import { cycleAnswerSchema } from '../../answers/chain.ts';
import { listAnswerSchema, metaSchema } from '../../answers/envelope.ts';
import { cycleClasses, cyclePatterns } from '../../domain/vocabulary.ts';
import { moneyIncludedSchema, moneyIncludes } from '../../facts/money-included.ts';
import { moneyFilterShape } from '../../facts/money-query.ts';
import { identifierList, wholeFrom, wholeNumber, wordsOf } from '../../http/parameters.ts';
import { listQuerySchema } from '../../lists/list-query.ts';

/** Legs that a search looks at before it stops. */
export const edgesVisitedMax = 40_000_000;

export const cycleListQuerySchema = listQuerySchema(
  {
    fields: cycleAnswerSchema.keyof().options,
    includes: moneyIncludes,
    sorts: ['volume', 'length', 'id'],
    defaultSort: '-volume',
  },
  {
    contains: identifierList().optional().describe('Cycles through the group of one of these companies.'),
    class: wordsOf(cycleClasses).optional().describe('Cycles of one of these classes.'),
    pattern: wordsOf(cyclePatterns).optional().describe('Circular cycles of two with one of these patterns.'),
    maxLength: wholeNumber(2, 6).default(4).describe('Most legs in a cycle, 2 to 6.'),
    amountUsdMin: wholeFrom().optional().describe('Least known upper bound of the volume, in US dollars.'),
    ...moneyFilterShape,
  },
);
export type CycleListQuery = z.infer<typeof cycleListQuerySchema>;

const searchMetaSchema = z
  .object({
    ...metaSchema.shape,
    edgesVisited: z.int().nonnegative().describe('How many legs the search looked at.'),
    truncated: z
      .boolean()
      .describe(
        'True where the search stopped at its bound before it had seen everything: filter by group, certainty or length for a whole answer.',
      ),
  })
  .meta({ id: 'CycleListMeta', description: 'By which state of the data the answer was made, and whether the search saw everything.' });

export const cycleListSchema = listAnswerSchema('CycleList', cycleAnswerSchema, moneyIncludedSchema, searchMetaSchema);
