import { collections } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';

/**
 * Defines the tables of response bodies, which each write builds. Short and full bodies have separate tables, so that a list reads fewer
 * pages. The bodies of one record and interval have the same id in each table.
 */
export const defineDocumentTables = (kit: ColumnKit) => {
  const documentTable = (name: string, { isSoughtByDay = false } = {}) =>
    kit.table(
      name,
      {
        id: kit.long('id').primaryKey(),
        collection: kit.oneOf('collection', collections).notNull(),
        recordId: kit.text('record_id').notNull(),
        knownFrom: kit.day('known_from').notNull(),
        knownTo: kit.day('known_to'),
        body: kit.text('body').notNull(),
      },
      (table) => [
        kit.uniqueIndex(`${name}_record_idx`).on(table.collection, table.recordId, table.knownFrom),
        ...(isSoughtByDay ? [kit.index(`${name}_known_idx`).on(table.collection, table.knownFrom, table.recordId)] : []),
      ],
    );

  return {
    /** The JSON of a record in lists, valid on the days `[known_from, known_to)`. */
    documents: documentTable('documents', { isSoughtByDay: true }),
    /** The JSON of a deal with its history. */
    fullDocuments: documentTable('full_documents'),
    /** The JSON of the evidence of a deal. */
    evidenceDocuments: documentTable('evidence_documents'),
  };
};
