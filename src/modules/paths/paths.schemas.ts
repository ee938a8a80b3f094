import { z } from 'zod';
import { identifierSchema, namedObject } from '../../domain/records/primitives.ts';
import { moneyIncludedSchema, moneyIncludes } from '../../graph-data/included.ts';
import { moneyFilterShape } from '../../graph-data/query.ts';
import { asOfParameter, integerParameter, listParameter, namesParameter } from '../../http/parameters.ts';
import { formatShape } from '../../lists/list-query.ts';
import { metaSchema } from '../../responses/envelope.ts';
import { namesSchema } from '../../responses/names.ts';
import { pathSchema } from '../../responses/path.ts';

/** Maximum number of edges that a search visits. */
export const maxPathEdgesVisited = 2_000_000;

export const pathQuerySchema = z.strictObject({
  from: identifierSchema.describe('Company whose group is the start of the paths.').meta({ examples: ['microsoft'] }),
  to: identifierSchema.describe('Company whose group is the end of the paths.').meta({ examples: ['nvidia'] }),
  maxLength: integerParameter(1, 6).default(4).describe('Maximum number of legs in a path, 1 to 6.'),
  limit: integerParameter(1, 200).default(20).describe('Maximum number of paths, 1 to 200.'),
  ...moneyFilterShape,
  include: listParameter(z.enum(moneyIncludes))
    .optional()
    .describe('Comma-separated list of related records to return under `included`, each once.'),
  asOf: asOfParameter,
  names: namesParameter,
  ...formatShape,
});
export type PathQuery = z.infer<typeof pathQuerySchema>;

export const pathListSchema = namedObject('PathList', 'Paths of flows between two groups.', {
  data: z.array(pathSchema).describe('The paths, shortest first, then ordered by id.'),
  included: moneyIncludedSchema.optional(),
  names: namesSchema.optional(),
  meta: namedObject('PathMeta', 'The state of the data behind the response, and whether there may be more paths.', {
    ...metaSchema.shape,
    edgesVisited: z.int().nonnegative().describe('Number of edges that the search visited.'),
    truncated: z.boolean().describe('True if there may be more paths: the search stopped at `limit` or at its own limit.'),
  }),
});
