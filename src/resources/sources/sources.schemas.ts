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
    publisher: textList().optional().describe('Sources of one of these publishers, by its full name.'),
    kind: wordsOf(sourceKinds).optional().describe('Sources of one of these kinds.'),
    attribution: wordsOf(attributions).optional().describe('Sources that are cited with one of these attributions.'),
    publishedFrom: fromDate().optional().describe('Published on this date or later.'),
    publishedTo: toDate().optional().describe('Published on this date or earlier.'),
    q: z.string().min(1).max(200).optional().describe('Sources in whose title or publisher every word occurs, or begins so.'),
  },
);
export const sourceQuerySchema = recordQuerySchema({ fields: sourceDetailSchema.keyof().options, includes });

const sourceIncludedSchema = includedSchema('SourceIncluded', { deals: dealAnswerSchema });
export const sourceListSchema = listAnswerSchema('SourceList', sourceAnswerSchema, sourceIncludedSchema);
export const sourceSchema = recordAnswerSchema('SourceDocument', sourceDetailSchema, sourceIncludedSchema);
