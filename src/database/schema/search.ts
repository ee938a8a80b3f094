import { sql } from 'drizzle-orm';
import { collections } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';

/**
 * Defines the tables of the full-text index. On SQLite, the migration 0021 made postings and texts tables WITHOUT ROWID, which have no
 * primary key beside the rows. Drizzle cannot express that: keep it in a migration that recreates them.
 */
export const defineSearchTables = (kit: ColumnKit) => {
  /** A term in a text of a record, with the weight of the field. */
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
      // Returns the postings of a term by descending weight.
      kit.index('search_postings_best_idx').on(table.term, sql`weight desc`, table.collection, table.recordId),
    ],
  );

  /** A searchable text of a record, the source of highlights. */
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

  /** A term that occurs in any text. Searches for misspelled words look for similar terms here. */
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
