import { attributions, collections } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';
import type { SourceTables } from './sources.ts';

export const defineCitationTables = (kit: ColumnKit, { sources }: SourceTables) => {
  /** A citation of a source by a record, or by one event of it. */
  const citations = kit.table(
    'citations',
    {
      collection: kit.oneOf('collection', collections).notNull(),
      recordId: kit.text('record_id').notNull(),
      /** Index of the event in the history; -1 for a citation by the record itself. */
      event: kit.integer('event').notNull(),
      position: kit.integer('position').notNull(),
      sourceId: kit.reference('source_id', () => sources.id),
      attribution: kit.oneOf('attribution', attributions).notNull(),
      knownFrom: kit.day('known_from').notNull(),
    },
    (table) => [
      kit.primaryKey({ columns: [table.collection, table.recordId, table.event, table.position] }),
      kit.index('citations_source_idx').on(table.sourceId, table.collection, table.recordId),
      kit.index('citations_attribution_idx').on(table.attribution, table.collection, table.recordId),
    ],
  );

  return { citations };
};
