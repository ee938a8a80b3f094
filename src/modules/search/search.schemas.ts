import { z } from 'zod';
import { identifierSchema, namedObject } from '../../domain/records/primitives.ts';
import { asOfParameter, cursorParameter, enumListParameter, integerParameter } from '../../http/parameters.ts';
import { formatShape } from '../../lists/list-query.ts';
import { metaSchema, pageSchema } from '../../responses/envelope.ts';

/** The searchable collections. */
export const searchedCollections = ['companies', 'deals', 'chips', 'sources'] as const;

export const searchQuerySchema = z.strictObject({
  q: z
    .string()
    .min(1)
    .max(200)
    .describe(
      'Search terms, at most eight. Every term must match a word or its prefix. If no word has the prefix, words with the same first letter within an edit distance of one match (two for terms of eight letters or more).',
    ),
  collection: enumListParameter(searchedCollections).optional().describe('Only records of these collections.'),
  asOf: asOfParameter,
  ...formatShape,
  limit: integerParameter(1, 100).default(20).describe('Number of hits per page, 1 to 100.'),
  cursor: cursorParameter,
});
export type SearchQuery = z.infer<typeof searchQuerySchema>;

const highlightSchema = namedObject('Highlight', 'A text with matches.', {
  field: z.string().describe('The field that contains the text.'),
  text: z.string().describe('The text, or the part around the first match.'),
  ranges: z
    .array(z.array(z.int().nonnegative()).length(2))
    .describe('Positions of the matches: start and end (exclusive), in UTF-16 code units.'),
});

const searchHitSchema = namedObject('SearchHit', 'A search hit.', {
  collection: z.enum(searchedCollections).describe('Collection of the record. The list of values may grow.'),
  id: identifierSchema.describe('Id of the record.'),
  title: z.string().describe('Its name or title.'),
  url: z.string().describe('Path of the record.'),
  score: z.number().describe('Relevance: the sum over the terms of the weight of the best field, reduced for prefixes and typos.'),
  highlights: z.array(highlightSchema).describe('Matching texts, best field first, at most three.'),
});

export const searchResponseSchema = namedObject('SearchAnswer', 'A page of search hits.', {
  data: z.array(searchHitSchema).describe('The hits, best first. Ties are ordered by collection and id.'),
  page: pageSchema,
  meta: metaSchema
    .extend({ truncated: z.boolean().describe('True if a term has more hits than the search ranks. Only the best are ranked.') })
    .meta({
      id: 'SearchMeta',
      description: 'The state of the data behind the response, and whether the search ranked every hit.',
    }),
});
