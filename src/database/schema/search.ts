import { sql } from 'drizzle-orm';
import { collections } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';

/** What the search looks in. */
export const defineSearchTables = (kit: ColumnKit) => {
  /** Each word of each searchable text of a record, with the weight of the field that it stands in. */
  const searchPostings = kit.table(
    'search_postings',
    {
      term: kit.text('term').notNull(),
      collection: kit.oneOf('collection', collections).notNull(),
      recordId: kit.text('record_id').notNull(),
      weight: kit.integer('weight').notNull(),
      knownFrom: kit.day('known_from').notNull(),
    },
    (table) => [
      kit.primaryKey({ columns: [table.term, table.collection, table.recordId, table.weight] }),
      kit.index('search_postings_record_idx').on(table.collection, table.recordId),
      // The occurrences of a word, those in the best fields first.
      kit.index('search_postings_best_idx').on(table.term, sql`weight desc`, table.collection, table.recordId),
    ],
  );

  /** The searchable texts, for highlights. */
  const searchTexts = kit.table(
    'search_texts',
    {
      collection: kit.oneOf('collection', collections).notNull(),
      recordId: kit.text('record_id').notNull(),
      position: kit.integer('position').notNull(),
      field: kit.text('field').notNull(),
      text: kit.text('text').notNull(),
      knownFrom: kit.day('known_from').notNull(),
    },
    (table) => [kit.primaryKey({ columns: [table.collection, table.recordId, table.position] })],
  );

  /** Every word that occurs, against which typing errors are matched. */
  const searchTerms = kit.table(
    'search_terms',
    {
      term: kit.text('term').primaryKey(),
      initial: kit.text('initial').notNull(),
      length: kit.integer('length').notNull(),
    },
    (table) => [kit.index('search_terms_initial_idx').on(table.initial, table.length, table.term)],
  );

  return { searchPostings, searchTexts, searchTerms };
};
