import { among, inGroup } from '../../listing/conditions.ts';
import type { RecordDefinition } from '../../listing/definition.ts';

export const chipList: RecordDefinition = {
  collection: 'chips',
  table: ({ chips }) => chips,
  id: ({ chips }) => chips.id,
  // Chips are known always.
  visible: () => undefined,
  sorts: { name: ({ chips }) => chips.name, announcedOn: ({ chips }) => chips.announcedDay },
  conditions: (tables, bounds) => [
    ...among(tables.chips.vendorId, bounds.vendor),
    ...inGroup(tables, tables.chips.vendorId, bounds.group),
    ...among(tables.chips.category, bounds.category),
  ],
  references: { vendor: 'companies', group: 'companies' },
  includes: { companies: { collection: 'companies', ids: ({ vendor }) => [String(vendor)] } },
};
