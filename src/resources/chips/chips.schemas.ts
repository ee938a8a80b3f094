import { z } from 'zod';
import { chipAnswerSchema } from '../../answers/chip.ts';
import { companyAnswerSchema } from '../../answers/company.ts';
import { includedSchema, listAnswerSchema, recordAnswerSchema } from '../../answers/envelope.ts';
import { chipCategories } from '../../domain/vocabulary.ts';
import { identifierList, wordsOf } from '../../http/parameters.ts';
import { listQuerySchema } from '../../lists/list-query.ts';
import { recordQuerySchema } from '../../records/record-query.ts';

const fields = chipAnswerSchema.keyof().options;
const includes = ['companies'] as const;

export const chipListQuerySchema = listQuerySchema(
  { fields, includes, sorts: ['name', 'announcedOn', 'id'], defaultSort: 'name' },
  {
    vendor: identifierList().optional().describe('Only chips of these vendors.'),
    group: identifierList().optional().describe('Only chips of these vendors or their subsidiaries.'),
    category: wordsOf(chipCategories).optional().describe('Only chips of these categories.'),
    q: z.string().min(1).max(200).optional().describe('Only chips whose name or vendor contains every word or a word that starts with it.'),
  },
);
export const chipQuerySchema = recordQuerySchema({ fields, includes });

const chipIncludedSchema = includedSchema('ChipIncluded', { companies: companyAnswerSchema });
export const chipListSchema = listAnswerSchema('ChipList', chipAnswerSchema, chipIncludedSchema);
export const chipSchema = recordAnswerSchema('ChipDocument', chipAnswerSchema, chipIncludedSchema);
