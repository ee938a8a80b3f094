import { collections } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';

/**
 * Response bodies, built when a record is written. The short and the long ones have separate tables, so that a list reads little.
 * The bodies of the same record and interval have the same id in each table.
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
    /** The JSON of a record in lists, during an interval of days `[known_from, known_to)` in which it did not change. */
    shortAnswers: documentTable('documents', { isSoughtByDay: true }),
    /** The JSON of a deal with its whole history. */
    fullAnswers: documentTable('full_documents'),
    /** The JSON of the evidence for a deal. */
    evidenceAnswers: documentTable('evidence_documents'),
  };
};
