import { z } from 'zod';
import { metaSchema, pageSchema } from '../../answers/envelope.ts';
import { identifierSchema } from '../../domain/records/primitives.ts';
import { wholeNumber, wordsOf } from '../../http/parameters.ts';
import { asOfParameter } from '../../lists/as-of.ts';
import { formatParameter } from '../../lists/list-query.ts';

/** What a search box looks through. */
export const searchedCollections = ['companies', 'deals', 'chips', 'sources'] as const;

export const searchQuerySchema = z.strictObject({
  q: z
    .string()
    .min(1)
    .max(200)
    .describe(
      'Words to look for, up to eight. Every word has to occur, or to be the beginning of a word; where none begins so, words one letter away (two for eight letters and more) with the same first letter count.',
    ),
  collection: wordsOf(searchedCollections).optional().describe('Only records of these collections.'),
  asOf: asOfParameter,
  format: formatParameter,
  limit: wholeNumber(1, 100).default(20).describe('Hits on a page, 1 to 100.'),
  cursor: z
    .string()
    .max(1_000)
    .optional()
    .describe('Opaque position from `page.next` of the page before; everything else has to stay the same.'),
});
export type SearchQuery = z.infer<typeof searchQuerySchema>;

export const highlightSchema = z
  .object({
    field: z.string().describe('The field that the text stands in.'),
    text: z.string().describe('The text, or the part of it around the first word found.'),
    ranges: z
      .array(z.tuple([z.int().nonnegative(), z.int().nonnegative()]))
      .describe('Where the words found stand in the text: first position and the one after the last, in UTF-16 code units.'),
  })
  .meta({ id: 'Highlight', description: 'A text in which words of the query were found.' });

export const searchHitSchema = z
  .object({
    collection: z.enum(searchedCollections).describe('Collection of the record. The list of values may grow.'),
    id: identifierSchema.describe('Id of the record.'),
    title: z.string().describe('Its name or title.'),
    url: z.string().describe('Where the record is, as an absolute path.'),
    score: z
      .number()
      .describe('How well it fits: the sum over the words of the weight of the best field, less for beginnings and typing errors.'),
    highlights: z.array(highlightSchema).describe('Where the words were found, best field first, at most three.'),
  })
  .meta({ id: 'SearchHit', description: 'A record that a search found.' });

export const searchAnswerSchema = z
  .object({
    data: z.array(searchHitSchema).describe('The hits, best first; ties by collection and id.'),
    page: pageSchema,
    meta: metaSchema
      .extend({ truncated: z.boolean().describe('True where a word has more occurrences than are weighed; the best-weighted were kept.') })
      .meta({
        id: 'SearchMeta',
        description: 'By which state of the data the search was made, and whether it weighed every occurrence.',
      }),
  })
  .meta({ id: 'SearchAnswer', description: 'A page of search hits.' });
