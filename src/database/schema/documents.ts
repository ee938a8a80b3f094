import { collections } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';

/**
 * Defines the tables of response bodies, which each write builds. A deal in full is its document and its history. Both have separate
 * tables, so that a list reads fewer pages.
 */
export const defineDocumentTables = (kit: ColumnKit) => {
  /** The JSON of a record in lists, valid on the days `[known_from, known_to)`. */
  const documents = kit.table(
    'documents',
    {
      id: kit.long('id').primaryKey(),
      collection: kit.oneOf('collection', collections).notNull(),
      recordId: kit.text('record_id').notNull(),
      knownFrom: kit.day('known_from').notNull(),
      knownTo: kit.day('known_to'),
      body: kit.text('body').notNull(),
    },
    (table) => [
      kit.uniqueIndex('documents_record_idx').on(table.collection, table.recordId, table.knownFrom),
      kit.index('documents_known_idx').on(table.collection, table.knownFrom, table.recordId),
    ],
  );

  /** A part of the JSON of a deal that lists leave out. It is deleted with the document to which it belongs. */
  const partTable = (name: string) =>
    kit.table(name, {
      id: kit
        .long('id')
        .primaryKey()
        .references(() => documents.id, { onDelete: 'cascade' }),
      body: kit.text('body').notNull(),
    });

  return {
    documents,
    /** The value of `history`. */
    documentHistories: partTable('document_histories'),
    /** The value of `evidence`. */
    documentEvidence: partTable('document_evidence'),
  };
};
