import { z } from 'zod';
import { pathAnswerSchema } from '../../answers/chain.ts';
import { metaSchema } from '../../answers/envelope.ts';
import { identifierSchema } from '../../domain/records/primitives.ts';
import { moneyIncludedSchema, moneyIncludes } from '../../facts/money-included.ts';
import { moneyFilterShape } from '../../facts/money-query.ts';
import { listOf, wholeNumber } from '../../http/parameters.ts';
import { asOfParameter } from '../../lists/as-of.ts';
import { formatParameter } from '../../lists/list-query.ts';

/** Legs that a search looks at before it stops. */
export const edgesVisitedMax = 2_000_000;

export const pathQuerySchema = z.strictObject({
  from: identifierSchema.describe('Company at whose group the chains begin.').meta({ examples: ['microsoft'] }),
  to: identifierSchema.describe('Company at whose group they end.').meta({ examples: ['nvidia'] }),
  maxLength: wholeNumber(1, 6).default(4).describe('Most legs in a chain, 1 to 6.'),
  limit: wholeNumber(1, 200).default(20).describe('Most chains, 1 to 200.'),
  ...moneyFilterShape,
  include: listOf(z.enum(moneyIncludes)).optional().describe('Comma list of what to bring besides, once each, under `included`.'),
  asOf: asOfParameter,
  format: formatParameter,
});
export type PathQuery = z.infer<typeof pathQuerySchema>;

export const pathListSchema = z
  .object({
    data: z.array(pathAnswerSchema).describe('The chains, shortest first, then in the order of ids.'),
    included: moneyIncludedSchema.optional(),
    meta: z
      .object({
        ...metaSchema.shape,
        edgesVisited: z.int().nonnegative().describe('How many legs the search looked at.'),
        truncated: z.boolean().describe('True where there may be more chains: the search stopped at `limit`, or at its bound.'),
      })
      .meta({ id: 'PathMeta', description: 'By which state of the data the answer was made, and whether there may be more.' }),
  })
  .meta({ id: 'PathList', description: 'Chains of flows between two groups.' });
