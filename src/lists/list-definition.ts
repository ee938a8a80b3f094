import type { SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import type { AsOfMode, FilterPlaceholders, FilterValues, IndexedFilter, SemiJoin } from '../database/expressions.ts';
import type { Tables } from '../database/schema/index.ts';
import type { Collection } from '../domain/vocabulary.ts';
import type { AsOf, IncludingCollection } from '../records/documents.ts';
import type { FilterReference } from '../records/references.ts';

export interface Sort {
  key: string;
  direction: 'asc' | 'desc';
}

/** The table of a list. At most one row per record is valid on any day. */
export interface ListRows {
  readonly table: PgTable & { readonly knownFrom?: PgColumn; readonly knownTo?: PgColumn };
  readonly id: PgColumn;
  /** The column with the documents, if the table stores them. */
  readonly body?: PgColumn;
  /** The column that refers to the documents by their row id, if the table has one. */
  readonly documentId?: PgColumn;
  /** The sort columns by key. `id` is always supported. */
  readonly sorts: Readonly<Record<string, PgColumn>>;
}

/** Describes the list of a collection: its table, sorts, filters and includes. */
export interface ListDefinition extends IncludingCollection {
  readonly rows: (tables: Tables) => ListRows;
  /** Sort keys of columns that can be null. */
  readonly optionalSorts?: readonly string[];
  /** Sort keys of dates that are never later than the day on which they became known. */
  readonly dateSorts?: readonly string[];
  /** The conditions of filters on columns of the table. `sort` is absent for counts and sums. */
  readonly conditions: (tables: Tables, filters: FilterPlaceholders, asOf: AsOfMode, sort?: Sort) => SQL[];
  /** The filters on other tables, and on indexes other than that of the sort. */
  readonly semiJoins?: (tables: Tables, filters: FilterPlaceholders, asOf: AsOfMode, sort?: Sort) => (SemiJoin | IndexedFilter)[];
  /** The columns that `facets` counts, by the filter on them. Each has few values. */
  readonly facets?: (tables: Tables) => Readonly<Record<string, PgColumn>>;
  /** What the value of each filter must refer to. Unknown values are rejected. */
  readonly references: Readonly<Record<string, FilterReference>>;
  /** Computes additional members of `meta`. */
  readonly meta?: (session: Session, filters: FilterValues, asOf: AsOf) => Promise<Readonly<Record<string, unknown>>>;
}

/** The list of a collection whose records have their own routes. */
export interface RecordDefinition extends ListDefinition {
  readonly collection: Collection;
}

export type Lists = Readonly<Record<Collection, RecordDefinition> & Record<'events' | 'flows', ListDefinition>>;
