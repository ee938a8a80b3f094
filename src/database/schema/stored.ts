import { collections } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';

/** What was taken in, as it was taken in: the records themselves, and every change to them. */
export const defineStoredTables = (kit: ColumnKit) => {
  /** One row: which dataset this is, and how far its changes have come. */
  const dataset = kit.table('dataset', {
    id: kit.integer('id').primaryKey(),
    name: kit.text('name').notNull(),
    version: kit.text('version').notNull(),
    date: kit.day('date').notNull(),
    license: kit.text('license').notNull(),
    /** Number of the newest change. */
    sequence: kit.integer('sequence').notNull(),
    /** The newest day on which anything can have become known: that of the dataset, or of a later write. */
    knownTo: kit.day('known_to').notNull(),
    /** By which rules the derived rows were made; where the code has other ones, they are made anew. */
    derivation: kit.integer('derivation').notNull().default(0),
    /** Whether a record has a date later than the year in which it was known, as a mistyped one. Lists as of a day rely on its absence. */
    hasFutureDates: kit.boolean('has_future_dates').notNull().default(true),
  });

  const records = kit.table(
    'records',
    {
      collection: kit.oneOf('collection', collections).notNull(),
      id: kit.text('id').notNull(),
      /** The record, byte for byte its file. Null once it is retracted. */
      body: kit.text('body'),
      version: kit.integer('version').notNull(),
      /** Nothing in the record becomes known after this day, on which it was taken in. */
      horizon: kit.day('horizon').notNull(),
      /** SHA-256 of `body`. */
      bodyHash: kit.text('body_hash'),
      /** SHA-256 of the file in `data/` that was last taken in or weighed against; null for a record that came otherwise. */
      fileHash: kit.text('file_hash'),
      /** The id under which the record stands now, where this one was given up for it. */
      renamedTo: kit.text('renamed_to'),
    },
    (table) => [kit.primaryKey({ columns: [table.collection, table.id] })],
  );

  /** Every accepted change, gapless and in order: the revisions of each record, and the change feed of all. */
  const revisions = kit.table(
    'revisions',
    {
      sequence: kit.integer('sequence').primaryKey(),
      collection: kit.oneOf('collection', collections).notNull(),
      recordId: kit.text('record_id').notNull(),
      version: kit.integer('version').notNull(),
      operation: kit.oneOf('operation', ['put', 'retract', 'rename']).notNull(),
      recordedAt: kit.day('recorded_at').notNull(),
      actor: kit.text('actor').notNull(),
      /** The record as it was put; null for a retraction, or a rename. */
      body: kit.text('body'),
      renamedTo: kit.text('renamed_to'),
      /** JSON array of the other records whose answers moved, as `{collection, id}`. */
      affected: kit.text('affected').notNull(),
    },
    (table) => [kit.uniqueIndex('revisions_record_idx').on(table.collection, table.recordId, table.version)],
  );

  /** Files of `data/` that were not taken in, because the record had been edited meanwhile. */
  const importConflicts = kit.table(
    'import_conflicts',
    {
      collection: kit.oneOf('collection', collections).notNull(),
      recordId: kit.text('record_id').notNull(),
      reason: kit.text('reason').notNull(),
      /** SHA-256 of the file; null where the file is gone. */
      fileHash: kit.text('file_hash'),
      detectedAt: kit.day('detected_at').notNull(),
    },
    (table) => [kit.primaryKey({ columns: [table.collection, table.recordId] })],
  );

  return { dataset, records, revisions, importConflicts };
};
