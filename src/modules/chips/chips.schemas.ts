import { chipCategories } from '../../domain/vocabulary.ts';
import { enumListParameter, identifierListParameter } from '../../http/parameters.ts';
import { listQuerySchema, textFilter } from '../../lists/list-query.ts';
import { recordQuerySchema } from '../../records/record-query.ts';
import { chipResponseSchema } from '../../responses/chip.ts';
import { companyResponseSchema } from '../../responses/company.ts';
import { includedSchema, listResponseSchema, recordResponseSchema } from '../../responses/envelope.ts';

const fields = chipResponseSchema.keyof().options;
const includes = ['companies'] as const;

export const chipListQuerySchema = listQuerySchema(
  { fields, includes, sorts: ['name', 'announcedOn', 'id'], defaultSort: 'name' },
  {
    vendor: identifierListParameter().optional().describe('Only chips of these vendors.'),
    group: identifierListParameter().optional().describe('Only chips of these vendors or their subsidiaries.'),
    category: enumListParameter(chipCategories).optional().describe('Only chips of these categories.'),
    q: textFilter('chips whose name or vendor contains'),
  },
);
export const chipQuerySchema = recordQuerySchema({ fields, includes });

const chipIncludedSchema = includedSchema('ChipIncluded', { companies: companyResponseSchema });
export const chipListSchema = listResponseSchema('ChipList', chipResponseSchema, chipIncludedSchema);
export const chipSchema = recordResponseSchema('ChipDocument', chipResponseSchema, chipIncludedSchema);
