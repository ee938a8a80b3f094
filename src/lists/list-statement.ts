import { and, asc, type Column, count, desc, eq, gt, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import {
  type AsOfMode,
  anyOf,
  canStore,
  type FilterPlaceholders,
  type FilterSignature,
  type FilterValues,
  filterParameters,
  filterPlaceholders,
  filterSignature,
  knownAsOf,
  limitPlaceholder,
  type SemiJoin,
  validAt,
} from '../database/expressions.ts';
import type { Tables } from '../database/schema/index.ts';
import type { Position } from '../http/parameters.ts';
import type { AsOf, ListName } from '../records/documents.ts';
import type { ListDefinition, Sort } from './list-definition.ts';

export interface PageRequest {
  filters: FilterValues;
  asOf: AsOf;
  sort: Sort;
  after: Position | null;
  limit: number;
  /** Whether the documents have the history, where the collection has one. */
  full: boolean;
}

export interface PageRow {
  id: string;
  value: string | number | null;
  body: string;
}

/**
 * A filter that more rows match is tested for each row in the order of the list, which fills a page soon; one that fewer match is
 * looked up, and the result is sorted. At 100,000 deals either takes about two milliseconds for so many rows. A test of the row
 * itself reads the table besides the index of the order, so that it pays off later.
 */
const lookUpLimits = { otherTable: 1_000, ownRow: 4_000 };

/** All that the text of a list statement depends on. */
interface StatementShape {
  filters: FilterSignature;
  isCurrent: boolean;
  sort: Sort;
  partition: Partition;
  isAfter: boolean;
  /** Which of the semi-joins are looked up; the others are tested for each row. */
  lookups: readonly boolean[];
  full: boolean;
}

const pageStatement = ({ tables, orm }: Session, definition: ListDefinition, shape: StatementShape) => {
  const { isCurrent, sort, partition, isAfter, lookups, full } = shape;
  const asOf: AsOfMode = { isCurrent };
  const filters = filterPlaceholders(shape.filters);
  const [id, column] = [definition.id(tables), sortColumn(tables, definition, sort)];
  const isBounded = !isCurrent && definition.dateSorts?.includes(sort.key) === true;
  // The page is cut before the documents are joined, so that no others are read.
  const page = orm
    .select({
      id: sql<string>`${id}`.as('row_id'),
      value: sql<string | number | null>`${column}`.as('row_value'),
      document: sql<string | number | null>`${definition.body?.(tables) ?? definition.documentId?.(tables) ?? sql`null`}`.as(
        'row_document',
      ),
    })
    .from(definition.table(tables))
    .where(
      and(
        definition.validAt(tables, asOf),
        ...definition.conditions(tables, filters, asOf, sort),
        ...semiJoins(tables, definition, filters, asOf, sort).map((join, index) =>
          lookups[index] === true ? lookUp(join) : testEach(join),
        ),
        ...partitionRange(partition, column, id, sort, { isAfter, isBounded }),
      ),
    )
    .orderBy(...partitionOrder(partition, sort, column, id))
    .limit(limitPlaceholder('limit'))
    .as('page');
  const documents = full ? tables.fullDocuments : tables.documents;
  const isDocumentOfRow =
    definition.documentId === undefined
      ? and(eq(documents.collection, sql.raw(`'${definition.collection}'`)), eq(documents.recordId, page.id), validAt(documents, asOf))
      : eq(documents.id, page.document);
  const body = definition.body === undefined ? documents.body : page.document;
  const rows = orm.select({ id: page.id, value: page.value, body: sql<string>`${body}` }).from(page);
  // Each row has a document. An outer join makes the planner begin with the page.
  return (definition.body === undefined ? rows.leftJoin(documents, isDocumentOfRow) : rows).orderBy(
    ...partitionOrder(partition, sort, page.value, page.id),
  );
};

/** Tells for each semi-join of a list whether few rows match it. Reads at most as many rows of an index as are looked up. */
const selectLookups = async (
  session: Session,
  definition: ListDefinition,
  { filters, asOf, sort }: PageRequest,
  limits: typeof lookUpLimits,
): Promise<boolean[]> => {
  const { isCurrent } = asOf;
  const shape = { collection: definition.collection, filters: filterSignature(filters), isCurrent, sort: sort.key };
  const joins = semiJoins(session.tables, definition, filterPlaceholders(shape.filters), shape, sort);
  const lookups: boolean[] = [];
  for (const [index, { table, where, test }] of joins.entries()) {
    const maxRows = test === undefined ? limits.otherTable : limits.ownRow;
    const statement = session.prepared<{ rows: number }[]>(`matches ${index} ${JSON.stringify(shape)}`, () =>
      session.orm
        .select({ rows: count() })
        .from(sql`(select 1 from ${table} where ${and(...where)} limit ${limitPlaceholder('limit')}) as matches`),
    );
    const [row] = await statement.execute({ ...filterParameters(filters), day: asOf.day, limit: maxRows + 1 });
    lookups.push(row !== undefined && row.rows <= maxRows);
  }
  return lookups;
};

/** One page of a list by keyset: `limit` rows after the position, fewer only at the end. At most two statements read it. */
export const selectPage = async (
  session: Session,
  definition: ListDefinition,
  request: PageRequest,
  limits = lookUpLimits,
): Promise<PageRow[]> => {
  const { filters, asOf, sort, after, limit, full } = request;
  const lookups = await selectLookups(session, definition, request, limits);
  const parameters = { ...filterParameters(filters), day: asOf.day, latestDate: asOf.latestDate };
  const rows: PageRow[] = [];
  for (const partition of partitionsAfter(sortColumn(session.tables, definition, sort), sort, after)) {
    if (rows.length === limit) break;
    const isAfter = after !== null && (partition === 'nulls') === (after.value === null);
    const shape = { filters: filterSignature(filters), isCurrent: asOf.isCurrent, sort, partition, isAfter, lookups, full };
    const statement = session.prepared<PageRow[]>(`page of ${definition.collection} ${JSON.stringify(shape)}`, () =>
      pageStatement(session, definition, shape),
    );
    rows.push(...(await statement.execute({ ...parameters, afterValue: after?.value, afterId: after?.id, limit: limit - rows.length })));
  }
  return rows;
};

/** The exact number of rows of a list. */
export const countRows = async (session: Session, definition: ListDefinition, filters: FilterValues, asOf: AsOf): Promise<number> => {
  const { isCurrent } = asOf;
  const shape = { collection: definition.collection, filters: filterSignature(filters), isCurrent };
  const statement = session.prepared<{ total: number }[]>(`count ${JSON.stringify(shape)}`, () =>
    session.orm
      .select({ total: count() })
      .from(definition.table(session.tables))
      .where(and(definition.validAt(session.tables, asOf), ...filterConditions(session, definition, filters, asOf))),
  );
  const [row] = await statement.execute({ ...filterParameters(filters), day: asOf.day });
  return row?.total ?? 0;
};

/**
 * Whether a page can read many rows: for two filters that many rows match each, but few both, or a range of another column than
 * that of the sort. Such a page takes tens of milliseconds at 100,000 deals, others a few.
 */
export const isUnselective = ({ collection }: Pick<ListDefinition, 'collection'>, filters: FilterValues, { key }: Sort): boolean => {
  if (collection !== 'deals' && collection !== 'events' && collection !== 'flows') return false;
  const column = key.replace(/edOn$/, 'ed').replace(/^lastReported$/, 'reported');
  const tested = Object.keys(filters).filter((name) => name.replace(/(From|To|Min|Max)$/, '') !== column);
  return tested.length > 1 || tested.some((name) => /(From|To|Min|Max)$/.test(name));
};

/** Rows with a value come first, in its order and then by id; rows without one follow by id. Each part is one range of an index. */
export type Partition = 'values' | 'nulls';

/** The column to sort by. */
const sortColumn = (tables: Tables, definition: ListDefinition, { key }: Sort): PgColumn => {
  const column = key === 'id' ? definition.id(tables) : definition.sorts[key]?.(tables);
  if (column === undefined) throw new Error(`${definition.collection} does not support sorting by ${key}.`);
  return column;
};

/** Whether a list can have ended at the position: cursors are not signed, so that a client can make one up. */
export const isPositionIn = (tables: Tables, definition: ListDefinition, sort: Sort, { value }: Position): boolean =>
  value === null
    ? sort.key !== 'id'
    : sort.key in { id: true, ...definition.sorts } && canStore(sortColumn(tables, definition, sort), value);

/** The partitions from a position on. */
const partitionsAfter = (column: PgColumn, sort: Sort, after: Position | null): Partition[] => {
  if (sort.key === 'id' || column.notNull) return ['values'];
  return after !== null && after.value === null ? ['nulls'] : ['values', 'nulls'];
};

/** The order of a partition. `value` and `id` are columns, or their names in a subquery. */
const partitionOrder = (partition: Partition, { key, direction }: Sort, value: PgColumn | SQL.Aliased, id: PgColumn | SQL.Aliased) => {
  const order = direction === 'asc' ? asc : desc;
  if (key === 'id') return [order(id)];
  return partition === 'nulls' ? [asc(id)] : [order(value), asc(id)];
};

/** The rows of a partition behind the position that is bound as `afterValue` and `afterId`. */
const behind = (partition: Partition, column: PgColumn, id: PgColumn, { direction }: Sort): SQL => {
  if (partition === 'nulls') return gt(id, sql.placeholder('afterId'));
  const value = sql.placeholder('afterValue');
  const operators = direction === 'asc' ? { strict: sql`>`, loose: sql`>=` } : { strict: sql`<`, loose: sql`<=` };
  // The first half is the range that an index seeks; the second leaves out the ties that were shown.
  return sql`${column} ${operators.loose} ${value} and (${column} ${operators.strict} ${value} or ${id} > ${sql.placeholder('afterId')})`;
};

/** The rows of a partition, from the position on if there is one. */
const partitionRange = (
  partition: Partition,
  column: PgColumn,
  id: PgColumn,
  sort: Sort,
  { isAfter, isBounded }: { isAfter: boolean; isBounded: boolean },
): (SQL | undefined)[] => {
  if (partition === 'nulls') return [isNull(column), isAfter ? behind(partition, column, id, sort) : undefined];
  return [
    column.notNull ? undefined : isNotNull(column),
    // Newest first, a list as of an early day would read all that became known later.
    isBounded ? lte(column, sql.placeholder('latestDate')) : undefined,
    isAfter ? behind(partition, column, id, sort) : undefined,
  ];
};

/** The filter on the terms of one word of `q`. */
export const termFilter = (wordIndex: number): string => `word${wordIndex}x`;

/** The records that contain a term for each word of `q`. */
const withTerms = ({ searchPostings: table }: Tables, collection: ListName, column: Column, filters: FilterPlaceholders, asOf: AsOfMode) =>
  Object.keys(filters)
    .filter((name) => /^word\d+x$/.test(name))
    .map((name): SemiJoin => {
      const where = [sql`${table.collection} = ${sql.raw(`'${collection}'`)}`, ...anyOf(table.term, filters[name])];
      return { column, table, id: table.recordId, where, known: knownAsOf(table.knownFrom, asOf) };
    });

/** The filters of a list that other tables answer. */
const semiJoins = (tables: Tables, definition: ListDefinition, filters: FilterPlaceholders, asOf: AsOfMode, sort?: Sort): SemiJoin[] => [
  ...(definition.semiJoins?.(tables, filters, asOf, sort) ?? []),
  ...withTerms(tables, definition.collection, definition.id(tables), filters, asOf),
];

/** Looks the matching rows up once: for filters that few rows match, and where every row is read anyway. */
const lookUp = ({ column, table, id, where, known = [], test }: SemiJoin): SQL | undefined =>
  and(sql`${column} in (select ${id} from ${table} where ${and(...where, ...known)})`, test);

/** Tests each row of the list: for filters that many rows match, so that a page is soon full. */
const testEach = ({ column, table, id, where, known = [], whereOfRow = where, test }: SemiJoin): SQL =>
  test ?? sql`exists (select 1 from ${table} where ${and(eq(id, column), ...whereOfRow, ...known)})`;

/** The conditions of all filters of a list, for counts and sums. */
export const filterConditions = ({ tables }: Session, definition: ListDefinition, filters: FilterValues, asOf: AsOfMode): SQL[] => {
  const placeholders = filterPlaceholders(filterSignature(filters));
  return [
    ...definition.conditions(tables, placeholders, asOf),
    ...semiJoins(tables, definition, placeholders, asOf).flatMap((join) => lookUp(join) ?? []),
  ];
};
