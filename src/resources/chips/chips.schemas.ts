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
    vendor: identifierList().optional().describe('Chips of one of these companies.'),
    group: identifierList().optional().describe('Chips of one of these companies, or of a company below it.'),
    category: wordsOf(chipCategories).optional().describe('Chips of one of these categories.'),
    q: z.string().min(1).max(200).optional().describe('Chips in whose name or vendor every word occurs, or begins so.'),
  },
);
export const chipQuerySchema = recordQuerySchema({ fields, includes });

const chipIncludedSchema = includedSchema('ChipIncluded', { companies: companyAnswerSchema });
export const chipListSchema = listAnswerSchema('ChipList', chipAnswerSchema, chipIncludedSchema);
export const chipSchema = recordAnswerSchema('ChipDocument', chipAnswerSchema, chipIncludedSchema);
