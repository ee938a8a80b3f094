import { acceptedSourceKinds, attributions, formerSourceKinds, isFormerSourceKind } from '../../domain/vocabulary.ts';
import { enumListParameter, fromDateParameter, textListParameter, toDateParameter } from '../../http/parameters.ts';
import { listQuerySchema, outletFilter, textFilter } from '../../lists/list-query.ts';
import { recordQuerySchema } from '../../lists/record-query.ts';
import { dealResponseSchema } from '../../responses/deal.ts';
import { includedSchema, listResponseSchema, recordResponseSchema } from '../../responses/envelope.ts';
import { sourceDetailSchema, sourceResponseSchema } from '../../responses/source.ts';

const includes = ['deals'] as const;

export const sourceListQuerySchema = listQuerySchema(
  {
    fields: sourceResponseSchema.keyof().options,
    includes,
    sorts: ['publishedOn', 'publisher', 'knownFrom', 'id'],
    defaultSort: '-publishedOn',
  },
  {
    publisher: textListParameter().optional().describe('Only sources of these publishers. Use the full name.'),
    outlet: outletFilter('sources'),
    kind: enumListParameter(acceptedSourceKinds)
      .transform((kinds) => kinds.flatMap((kind) => [kind, ...(isFormerSourceKind(kind) ? formerSourceKinds[kind] : [])]))
      .optional()
      .describe('Only sources of these kinds. A former kind also finds the kinds that replaced it.'),
    attribution: enumListParameter(attributions).optional().describe('Only sources that are cited with one of these attributions.'),
    publishedFrom: fromDateParameter().optional().describe('Only sources published on or after this date.'),
    publishedTo: toDateParameter().optional().describe('Only sources published on or before this date.'),
    q: textFilter('sources whose title or publisher contains'),
  },
);
export const sourceQuerySchema = recordQuerySchema({ fields: sourceDetailSchema.keyof().options, includes });

const sourceIncludedSchema = includedSchema('SourceIncluded', { deals: dealResponseSchema });
export const sourceListSchema = listResponseSchema('SourceList', sourceResponseSchema, sourceIncludedSchema);
export const sourceSchema = recordResponseSchema('SourceDocument', sourceDetailSchema, sourceIncludedSchema);
