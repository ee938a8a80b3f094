import { anyOf, inGroup } from '../../database/expressions.ts';
import type { RecordDefinition } from '../../lists/list-definition.ts';

export const chipList: RecordDefinition = {
  collection: 'chips',
  rows: ({ chips: table }) => ({
    table,
    id: table.id,
    sorts: { name: table.name, announcedOn: table.announcedDay },
  }),
  optionalSorts: ['announcedOn'],
  conditions: (tables, filters) => [
    ...anyOf(tables.chips.vendorId, filters.vendor),
    ...inGroup(tables, tables.chips.vendorId, filters.group),
    ...anyOf(tables.chips.category, filters.category),
  ],
  references: { vendor: 'companies', group: 'companies' },
  includes: { companies: { collection: 'companies', ids: ({ vendor }) => [String(vendor)] } },
};
