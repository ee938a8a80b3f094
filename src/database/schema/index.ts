import type { ColumnKit } from '../postgres/columns.ts';
import { defineAccessTables } from './access.ts';
import { defineDealStateTables } from './deal-states.ts';
import { defineDerivedTables } from './derived.ts';
import { defineEntityTables } from './entities.ts';
import { defineSearchTables } from './search.ts';
import { defineStoredTables } from './stored.ts';
import { defineWebhookTables } from './webhooks.ts';

/** Every table once. Each engine builds its own set by handing in its kit. */
export const defineTables = (kit: ColumnKit) => {
  const entities = defineEntityTables(kit);
  const access = defineAccessTables(kit);
  return {
    ...defineStoredTables(kit),
    ...access,
    ...defineWebhookTables(kit, access),
    ...entities,
    ...defineDealStateTables(kit, entities),
    ...defineDerivedTables(kit, entities),
    ...defineSearchTables(kit),
  };
};

export type Tables = ReturnType<typeof defineTables>;
