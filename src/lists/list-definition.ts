import type { SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import type { AsOfMode, FilterPlaceholders, FilterValues, SemiJoin } from '../database/expressions.ts';
import type { Tables } from '../database/schema/index.ts';
import type { Collection } from '../domain/vocabulary.ts';
import type { AsOf, FilterReference, ListName } from '../records/documents.ts';

export interface Sort {
  key: string;
  direction: 'asc' | 'desc';
}

/** How the records of one collection are listed. */
export interface ListDefinition {
  readonly collection: ListName;
  /** The table of the rows: one row a record as of any day. */
  readonly table: (tables: Tables) => PgTable;
  readonly id: (tables: Tables) => PgColumn;
  /** The column with the documents, if the table has them. */
  readonly body?: (tables: Tables) => PgColumn;
  /** The column with the ids of the documents, if the table has it. */
  readonly documentId?: (tables: Tables) => PgColumn;
  /** Selects the rows that are valid, or known, as of the day. */
  readonly validAt: (tables: Tables, asOf: AsOfMode) => SQL | undefined;
  /** The columns to sort by, besides the id. */
  readonly sorts: Readonly<Record<string, (tables: Tables) => PgColumn>>;
  /** The sorts by dates that are not in the future of the day on which they are known. */
  readonly dateSorts?: readonly string[];
  /** The conditions of the filters on columns of the table. `sort` is absent where rows are counted or summed. */
  readonly conditions: (tables: Tables, filters: FilterPlaceholders, asOf: AsOfMode, sort?: Sort) => SQL[];
  readonly semiJoins?: (tables: Tables, filters: FilterPlaceholders, asOf: AsOfMode, sort?: Sort) => SemiJoin[];
  /** What the values of filters have to exist as. */
  readonly references: Readonly<Record<string, FilterReference>>;
  /** Further members of `meta`. */
  readonly meta?: (session: Session, filters: FilterValues, asOf: AsOf) => Promise<Readonly<Record<string, unknown>>>;
  /** The related records that `include` can add, by their name under `included`. */
  readonly includes: Readonly<Record<string, IncludeDefinition>>;
}

/** How the records of a collection are listed and read one by one. */
export interface RecordDefinition extends ListDefinition {
  readonly collection: Collection;
}

/** How related records are found: by ids in a document, or by the rows of a table that links both. */
export type IncludeDefinition = { readonly collection: Collection } & (
  | { readonly ids: (document: Document) => (string | undefined)[] }
  | { readonly links: (tables: Tables) => LinkTable }
);

/** A table that links the records of a page to related ones. */
export interface LinkTable {
  table: PgTable;
  /** The id of a record of the page. */
  from: PgColumn;
  /** The id of the related record. */
  to: PgColumn;
  where?: SQL;
  /** The first day on which the link is known, if it can be later than that of the record. */
  knownFrom?: PgColumn;
}

/** A document as parsed JSON. */
export type Document = Readonly<Record<string, unknown>>;

/** The definition of every list, by name. */
export type Lists = Readonly<Record<Collection, RecordDefinition> & Record<'events' | 'flows', ListDefinition>>;
