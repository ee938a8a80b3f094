import { chipCategories } from '../../domain/vocabulary.ts';
import { collectionSchemas } from '../../endpoints/collection-schemas.ts';
import { enumListParameter, identifierListParameter } from '../../http/parameters.ts';
import { textFilter } from '../../lists/list-query.ts';
import { chipResponseSchema } from '../../responses/chip.ts';
import { companyResponseSchema } from '../../responses/company.ts';

export const chipSchemas = collectionSchemas({
  name: 'Chip',
  item: chipResponseSchema,
  included: { companies: companyResponseSchema },
  sorts: ['name', 'announcedOn', 'id'],
  defaultSort: 'name',
  companyFilters: {},
  filters: {
    vendor: identifierListParameter().optional().describe('Only chips of these vendors.'),
    group: identifierListParameter().optional().describe('Only chips of these vendors or their subsidiaries.'),
    category: enumListParameter(chipCategories).optional().describe('Only chips of these categories.'),
    q: textFilter('chips whose name or vendor contains'),
  },
});
