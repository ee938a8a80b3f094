import { z } from 'zod';
import { cycleClasses, cyclePatterns } from '../../domain/vocabulary.ts';
import { moneyIncludedSchema, moneyIncludes } from '../../graph-data/included.ts';
import { moneyFilterShape } from '../../graph-data/query.ts';
import { enumListParameter, identifierListParameter, integerParameter, minCountParameter, namesParameter } from '../../http/parameters.ts';
import { listQuerySchema } from '../../lists/list-query.ts';
import { listResponseSchema, metaSchema } from '../../responses/envelope.ts';
import { usdByCertaintySchema, usdByNatureSchema, usdSumSchema } from '../../responses/money.ts';
import { namesSchema } from '../../responses/names.ts';
import { cycleSchema } from '../../responses/path.ts';

/** Maximum number of edges that a search visits. */
export const maxCycleEdgesVisited = 40_000_000;

export const cycleListQuerySchema = listQuerySchema(
  {
    fields: cycleSchema.keyof().options,
    includes: moneyIncludes,
    sorts: ['volume', 'length', 'id'],
    defaultSort: '-volume',
  },
  {
    contains: identifierListParameter().optional().describe('Only cycles through the group of one of these companies.'),
    class: enumListParameter(cycleClasses).optional().describe('Only cycles of these classes.'),
    pattern: enumListParameter(cyclePatterns).optional().describe('Only circular cycles between two groups with one of these patterns.'),
    maxLength: integerParameter(2, 6).default(4).describe('Maximum number of legs in a cycle, 2 to 6.'),
    amountUsdMin: minCountParameter().optional().describe('Minimum known upper bound of the volume in US dollars.'),
    ...moneyFilterShape,
    names: namesParameter,
  },
);
export type CycleListQuery = z.infer<typeof cycleListQuerySchema>;

export const searchMetaSchema = z
  .object({
    ...metaSchema.shape,
    edgesVisited: z.int().nonnegative().describe('Number of edges that the search visited.'),
    truncated: z
      .boolean()
      .describe(
        'True if the search reached its limit before it was complete. Filter by group, certainty or length to get a complete answer.',
      ),
    usdByNature: usdByNatureSchema.describe('Sums over the legs of all matching cycles, on every page. Each flow counts once.'),
    supplierFinancing: z
      .object({
        suppliers: z.int().nonnegative().describe('Number of groups that finance a customer.'),
        customers: z.int().nonnegative().describe('Number of groups that a supplier finances.'),
        pairs: z.int().nonnegative().describe('Number of pairs of a supplier and a customer.'),
        usd: usdSumSchema.describe('The financing. Guarantees and warrants do not count.'),
        usdByCertainty: usdByCertaintySchema.describe('The same by certainty.'),
      })
      .describe('Suppliers that finance their customers, in the matching cycles of two groups.')
      .meta({ id: 'SupplierFinancing', description: 'How many suppliers finance how many of their customers, and with how much.' }),
  })
  .meta({ id: 'CycleListMeta', description: 'The state of the data behind the response, and whether the search was complete.' });

export const cycleListSchema = listResponseSchema('CycleList', cycleSchema, moneyIncludedSchema, searchMetaSchema, {
  names: namesSchema.optional(),
});
