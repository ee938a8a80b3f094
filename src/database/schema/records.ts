import { collections } from '../../domain/vocabulary.ts';
import type { ColumnKit } from '../postgres/columns.ts';

const operations = ['put', 'retract', 'rename'] as const;

export const defineRecordTables = (kit: ColumnKit) => {
  /** The dataset. The table has one row. */
  const dataset = kit.table('dataset', {
    id: kit.integer('id').primaryKey(),
    name: kit.text('name').notNull(),
    version: kit.text('version').notNull(),
    date: kit.day('date').notNull(),
    license: kit.text('license').notNull(),
    /** Sequence number of the newest revision. */
    sequence: kit.integer('sequence').notNull(),
    /** The newest day on which a record became known: the date of the dataset, or the day of a later write. */
    knownTo: kit.day('known_to').notNull(),
    /** Version of the rules that built the derived rows. If the code has another version, they are rebuilt. */
    derivation: kit.integer('derivation').notNull().default(0),
    /** Whether any record has a date after the year in which it became known, such as a typo. If not, lists with `asOf` skip more rows. */
    hasFutureDates: kit.boolean('has_future_dates').notNull().default(true),
  });

  /** A record as it was written, in any collection. Retracted and renamed records keep their row. */
  const records = kit.table(
    'records',
    {
      collection: kit.oneOf('collection', collections).notNull(),
      id: kit.text('id').notNull(),
      /** The JSON of the record, byte for byte; null if it is retracted or renamed. */
      body: kit.text('body'),
      version: kit.integer('version').notNull(),
      /** The day of the last write. Nothing in the record becomes known after it. */
      ingestedOn: kit.day('ingested_on').notNull(),
      /** SHA-256 of `body`. */
      bodyHash: kit.text('body_hash'),
      /** SHA-256 of the file in `data/` that was last imported or compared; null for a record written in another way. */
      fileHash: kit.text('file_hash'),
      /** The new id of a renamed record. */
      renamedTo: kit.text('renamed_to'),
    },
    (table) => [kit.primaryKey({ columns: [table.collection, table.id] })],
  );

  /** A change to a record. Sequence numbers have no gaps. The table is the change feed and the history of every record. */
  const revisions = kit.table(
    'revisions',
    {
      sequence: kit.integer('sequence').primaryKey(),
      collection: kit.oneOf('collection', collections).notNull(),
      recordId: kit.text('record_id').notNull(),
      version: kit.integer('version').notNull(),
      operation: kit.oneOf('operation', operations).notNull(),
      recordedAt: kit.instant('recorded_at').notNull(),
      actor: kit.text('actor').notNull(),
      /** The record as it was written; null for a retraction or a rename, and as long as `records` has this version. */
      body: kit.text('body'),
      renamedTo: kit.text('renamed_to'),
      /** JSON array of the other records whose responses changed, as `{collection, id}`. */
      affected: kit.text('affected').notNull(),
    },
    (table) => [kit.uniqueIndex('revisions_record_idx').on(table.collection, table.recordId, table.version)],
  );

  /** A file in `data/` that was not imported because the record has been edited since the last import. */
  const importConflicts = kit.table(
    'import_conflicts',
    {
      collection: kit.oneOf('collection', collections).notNull(),
      recordId: kit.text('record_id').notNull(),
      reason: kit.text('reason').notNull(),
      /** SHA-256 of the file; null if the file was deleted. */
      fileHash: kit.text('file_hash'),
      detectedAt: kit.instant('detected_at').notNull(),
    },
    (table) => [kit.primaryKey({ columns: [table.collection, table.recordId] })],
  );

  return { dataset, records, revisions, importConflicts };
};
