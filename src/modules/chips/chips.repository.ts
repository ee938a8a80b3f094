import { anyOf, inGroup } from '../../lists/filters.ts';
import type { RecordDefinition } from '../../lists/list-definition.ts';

export const chipList: RecordDefinition = {
  collection: 'chips',
  table: ({ chips }) => chips,
  id: ({ chips }) => chips.id,
  // Chips are known on every day.
  validAt: () => undefined,
  sorts: { name: ({ chips }) => chips.name, announcedOn: ({ chips }) => chips.announcedDay },
  conditions: (tables, filters) => [
    ...anyOf(tables.chips.vendorId, filters.vendor),
    ...inGroup(tables, tables.chips.vendorId, filters.group),
    ...anyOf(tables.chips.category, filters.category),
  ],
  references: { vendor: 'companies', group: 'companies' },
  includes: { companies: { collection: 'companies', ids: ({ vendor }) => [String(vendor)] } },
};
