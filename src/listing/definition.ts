import type { Column, Placeholder, SQL } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import type { Asked } from '../database/expressions.ts';
import type { Tables } from '../database/tables/index.ts';
import type { Collection } from '../domain/vocabulary.ts';
import type { Moment } from './moment.ts';

/** A value of a filter, as the placeholder under which it is bound. */
export type Bound = Placeholder;

/** The values of the filters that a request gives, by name. */
export type Given = Readonly<Record<string, readonly (string | number)[]>>;

/** The placeholders of the filters that are given; a filter that is not given is absent. */
export type Bounds = Readonly<Record<string, readonly Bound[] | undefined>>;

/** What a filter names: ids of a collection, or a value that has to occur in the data. */
export type FilterReference = Collection | 'publisher' | 'country';

export interface Sort {
  key: string;
  direction: 'asc' | 'desc';
}

/** What can be listed: the collections, and what is derived from them. */
export type Listed = Collection | 'events' | 'flows';

/** How a condition sees a column: as it is, or as an expression of it. */
export type ColumnView = (column: Column) => Column | SQL;

/** Ids that the column of a list has to be among: those of the rows of another table that pass. */
export interface IdSet {
  readonly column: Column;
  readonly id: Column;
  readonly from: SQL;
  /** By which an index finds the rows: no more of them are read than it leaves. */
  readonly where: SQL;
  /** What has to hold of them besides. */
  readonly besides?: readonly SQL[];
  /** The same as both, written for a single row whose id is known. */
  readonly ofRow?: SQL;
}

/** The order in which a list is read, and what an index of that order leaves out by itself. */
export interface Walk {
  /** The same records in a table that has that order. */
  readonly definition: ListDefinition;
  /** The filters that the index takes in: no row is read in vain for them. */
  readonly indexed: readonly string[];
  readonly leading?: Leading;
  /** Whether what the index takes in leaves few rows, as one company does. */
  readonly isNarrow?: boolean;
  /** Whether the filters leave out all that has no sorting value. */
  readonly isValued?: boolean;
}

/** The filters that stand first in an index. */
export interface Leading {
  /** Before the sorting value, of the rows with one. */
  readonly valued: readonly string[];
  /** Of the rows without one. */
  readonly null: readonly string[];
  /** Whether that index is by id behind the filters, whatever the sorting value is. */
  readonly isNullById: boolean;
}

/** A table in which the rows that filters leave stand together, whatever the order of the list. */
export interface Together extends Pick<Walk, 'definition' | 'indexed'> {
  /** Whether a record can stand there more than once. */
  readonly isRepeated?: boolean;
}

/** How the records of one collection are listed. */
export interface ListDefinition {
  readonly collection: Listed;
  /** The column of ready bodies, where the table bears its own. */
  readonly body?: (tables: Tables) => PgColumn;
  /** The first day of a row's state, where the table has a row a state. */
  readonly stateFrom?: (tables: Tables) => PgColumn;
  /** The number of a row's answers, where the table names it. */
  readonly answerId?: (tables: Tables) => PgColumn;
  /** The table that the rows come from, with one row a record in any state. */
  readonly table: (tables: Tables) => PgTable;
  readonly id: (tables: Tables) => PgColumn;
  /** Picks the rows that hold, or are known, on the day asked for. */
  readonly visible: (tables: Tables, asked: Asked) => SQL | undefined;
  /** The columns that can be sorted by, besides the id. */
  readonly sorts: Readonly<Record<string, (tables: Tables) => PgColumn>>;
  /** The sorts by a date that is seldom later than the day on which it became known. */
  readonly datedSorts?: readonly string[];
  /** The sorts by a date that never is. */
  readonly pastSorts?: readonly string[];
  /** The conditions of the filters that are given, on the table itself. A list that can be long has them see its columns by `view`. */
  readonly conditions: (tables: Tables, bounds: Bounds, asked: Asked, view: ColumnView) => SQL[];
  /** The sets that the filters which are given ask of other tables. */
  readonly sets?: (tables: Tables, bounds: Bounds, asked: Asked) => IdSet[];
  /**
   * Where a list can be so long that not all of it may be read for one page: the order in which it is read for filters and a sort.
   */
  readonly walk?: (given: Given, sort: Sort, asked: Asked) => Walk;
  /** Of a list that can be long: where all rows of a filter that is given are found in one place. */
  readonly together?: (given: Given) => Together | undefined;
  /** Of a list that can be long: a sort by which every row has a value. */
  readonly everyRowBy?: string;
  /** Filters on the table itself, and the day, as sets that an index finds where they are rare. */
  readonly rare?: (tables: Tables, bounds: Bounds, asked: Asked) => IdSet[];
  /** What the values of filters have to exist as. */
  readonly references: Readonly<Record<string, FilterReference>>;
  /** What `meta` tells of a page besides. */
  readonly meta?: (session: Session, given: Given, moment: Moment) => Promise<Readonly<Record<string, unknown>>>;
  /** The related records that `include` can bring, by their name under `included`. */
  readonly includes: Readonly<Record<string, IncludeDefinition>>;
}

/** How the records of a collection are listed and read one by one. */
export interface RecordDefinition extends ListDefinition {
  readonly collection: Collection;
}

/** How related records are found: by ids that an answer bears, or by the rows of a table that link the two. */
export type IncludeDefinition = { readonly collection: Collection } & (
  | { readonly ids: (answer: AnswerObject) => (string | undefined)[] }
  | { readonly links: (tables: Tables) => Links }
);

/** A table whose rows link the records of a page with others. */
export interface Links {
  table: PgTable;
  /** The id of a record of the page. */
  of: PgColumn;
  /** The id of the related record. */
  to: PgColumn;
  where?: SQL;
  /** From when a link is known, where it can be later than the record of the page. */
  knownFrom?: PgColumn;
}

/** An answer as parsed JSON. */
export type AnswerObject = Readonly<Record<string, unknown>>;
