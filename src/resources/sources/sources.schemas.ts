import { z } from 'zod';
import { dealAnswerSchema } from '../../answers/deal.ts';
import { includedSchema, listAnswerSchema, recordAnswerSchema } from '../../answers/envelope.ts';
import { sourceAnswerSchema, sourceDetailSchema } from '../../answers/source.ts';
import { attributions, sourceKinds } from '../../domain/vocabulary.ts';
import { fromDate, textList, toDate, wordsOf } from '../../http/parameters.ts';
import { listQuerySchema } from '../../lists/list-query.ts';
import { recordQuerySchema } from '../../records/record-query.ts';

const includes = ['deals'] as const;

export const sourceListQuerySchema = listQuerySchema(
  {
    fields: sourceAnswerSchema.keyof().options,
    includes,
    sorts: ['publishedOn', 'publisher', 'knownFrom', 'id'],
    defaultSort: '-publishedOn',
  },
  {
    publisher: textList().optional().describe('Only sources of these publishers. Use the full name.'),
    kind: wordsOf(sourceKinds).optional().describe('Only sources of these kinds.'),
    attribution: wordsOf(attributions).optional().describe('Only sources that are cited with one of these attributions.'),
    publishedFrom: fromDate().optional().describe('Only sources published on or after this date.'),
    publishedTo: toDate().optional().describe('Only sources published on or before this date.'),
    q: z
      .string()
      .min(1)
      .max(200)
      .optional()
      .describe('Only sources whose title or publisher contains every word or a word that starts with it.'),
  },
);
export const sourceQuerySchema = recordQuerySchema({ fields: sourceDetailSchema.keyof().options, includes });

const sourceIncludedSchema = includedSchema('SourceIncluded', { deals: dealAnswerSchema });
export const sourceListSchema = listAnswerSchema('SourceList', sourceAnswerSchema, sourceIncludedSchema);
export const sourceSchema = recordAnswerSchema('SourceDocument', sourceDetailSchema, sourceIncludedSchema);
