import { and, asc, type Column, count, desc, eq, gt, isNotNull, isNull, lte, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
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
  type IndexedFilter,
  knownAsOf,
  limitPlaceholder,
  type SemiJoin,
  validAt,
  withoutIndex,
} from '../database/expressions.ts';
import type { Tables } from '../database/schema/index.ts';
import type { Position } from '../http/parameters.ts';
import type { AsOf, ListName } from '../records/documents.ts';
import type { ListDefinition, Sort } from './list-definition.ts';

/** The parameters of a page statement. */
export interface PageRequest {
  filters: FilterValues;
  asOf: AsOf;
  sort: Sort;
  after: Position | null;
  limit: number;
  /** Whether to return documents with the full history, for collections that have one. */
  full: boolean;
}

/** A row of a page: the document, and the keyset position of the row. */
export interface PageRow {
  id: string;
  value: string | number | null;
  body: string;
}

/**
 * If a filter matches at most this many rows, they are looked up first and the result is sorted. Filters that match more are tested row
 * by row in list order, which soon fills a page. The limits are the break-even points at 100,000 deals, where both plans take about two
 * milliseconds. Every further filter makes the page fill more slowly, and doubles them. A row of another table takes longer to look up.
 */
const lookupLimits = { otherTable: 1_500, ownTable: 2_000 };
/** The maximum number of times that further filters double a limit. Looking up more rows takes longer than a page may. */
const doublingsMax = 2;

/** Everything that the SQL text of a page statement depends on. */
interface StatementShape {
  filters: FilterSignature;
  isCurrent: boolean;
  sort: Sort;
  partition: Partition;
  isAfter: boolean;
  /** The index of the filter that is looked up first, if any. */
  lookup: number | undefined;
  full: boolean;
}

const pageStatement = ({ tables, orm }: Session, definition: ListDefinition, shape: StatementShape) => {
  const { isCurrent, sort, partition, isAfter, lookup, full } = shape;
  const asOf: AsOfMode = { isCurrent };
  const filters = filterPlaceholders(shape.filters);
  const id = definition.id(tables);
  const sorted = sortColumn(tables, definition, sort);
  // Without its index, the planner has to start with the lookup.
  const column = lookup === undefined ? sorted : withoutIndex(sorted);
  const isBounded = !isCurrent && definition.dateSorts?.includes(sort.key) === true;
  // Apply the limit before the join, so that only the documents of the page are read.
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
        ...anyOf(id, filters.id),
        ...definition.conditions(tables, filters, asOf, sort),
        ...semiJoins(tables, definition, filters, asOf, sort).map((join, index) => (lookup === index ? lookedUp(join) : testedByRow(join))),
        sorted.notNull || partition === 'nulls' ? undefined : isNotNull(column),
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
  // Every row has a document, so the result is that of an inner join. The outer join forces the planner to start with the page.
  return (definition.body === undefined ? rows.leftJoin(documents, isDocumentOfRow) : rows).orderBy(
    ...partitionOrder(partition, sort, page.value, page.id),
  );
};

/** Returns the index of the filter to look up first: the most selective one, if it matches few rows. Counts stop just above the limit. */
const selectLookup = async (
  session: Session,
  definition: ListDefinition,
  { filters, asOf, sort }: PageRequest,
  limits: typeof lookupLimits,
): Promise<number | undefined> => {
  const { isCurrent } = asOf;
  const shape = { collection: definition.collection, filters: filterSignature(filters), isCurrent, sort: sort.key };
  const joins = semiJoins(session.tables, definition, filterPlaceholders(shape.filters), shape, sort);
  const doublings = Math.min(doublingsMax, Object.keys(filters).length - 1);
  let best: { index: number | undefined; share: number } = { index: undefined, share: 1 };
  for (const [index, { table, where, column }] of joins.entries()) {
    const maxRows = (column === undefined ? limits.ownTable : limits.otherTable) * 2 ** doublings;
    const statement = session.prepared<{ rows: number }[]>(`matches ${index} ${JSON.stringify(shape)}`, () =>
      session.orm
        .select({ rows: count() })
        .from(sql`(select 1 from ${table} where ${and(...where)} limit ${limitPlaceholder('limit')}) as matches`),
    );
    const [row] = await statement.execute({
      ...filterParameters(filters),
      day: asOf.day,
      latestDate: asOf.latestDate,
      limit: Math.ceil(maxRows * best.share) + 1,
    });
    const share = (row?.rows ?? 0) / maxRows;
    if (share <= best.share) best = { index, share };
  }
  return best.index;
};

/** Selects up to `limit` rows after a keyset position, with one statement for each partition. */
export const selectPage = async (
  session: Session,
  definition: ListDefinition,
  request: PageRequest,
  limits = lookupLimits,
): Promise<PageRow[]> => {
  const { filters, asOf, sort, after, limit, full } = request;
  const lookup = await selectLookup(session, definition, request, limits);
  const parameters = { ...filterParameters(filters), day: asOf.day, latestDate: asOf.latestDate };
  const rows: PageRow[] = [];
  for (const partition of partitionsAfter(sortColumn(session.tables, definition, sort), sort, after)) {
    if (rows.length === limit) break;
    const isAfter = after !== null && (partition === 'nulls') === (after.value === null);
    const shape = { filters: filterSignature(filters), isCurrent: asOf.isCurrent, sort, partition, isAfter, lookup, full };
    const statement = session.prepared<PageRow[]>(`page of ${definition.collection} ${JSON.stringify(shape)}`, () =>
      pageStatement(session, definition, shape),
    );
    rows.push(...(await statement.execute({ ...parameters, afterValue: after?.value, afterId: after?.id, limit: limit - rows.length })));
  }
  return rows;
};

/** Counts the rows that match the filters. */
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

/** Returns whether a page may scan many rows, which takes tens of milliseconds at 100,000 deals instead of a few. */
export const isUnselective = ({ collection }: Pick<ListDefinition, 'collection'>, filters: FilterValues, { key }: Sort): boolean => {
  if (collection !== 'deals' && collection !== 'events' && collection !== 'flows') return false;
  const column = key.replace(/edOn$/, 'ed').replace(/^lastReported$/, 'reported');
  const scanned = Object.keys(filters).filter((name) => name.replace(/(From|To|Min|Max)$/, '') !== column);
  return scanned.length > 1 || scanned.some((name) => /(From|To|Min|Max)$/.test(name));
};

/** Rows with a sort value come first, ordered by value and id. Rows without one follow, ordered by id. Each is one index range. */
export type Partition = 'values' | 'nulls';

const sortColumn = (tables: Tables, definition: ListDefinition, { key }: Sort): PgColumn => {
  const column = key === 'id' ? definition.id(tables) : definition.sorts[key]?.(tables);
  if (column === undefined) throw new Error(`${definition.collection} does not support sorting by ${key}.`);
  return column;
};

/** Returns whether a position is possible in a list. Cursors are not signed, so clients can forge them. */
export const isPositionIn = (tables: Tables, definition: ListDefinition, sort: Sort, { value }: Position): boolean =>
  value === null
    ? sort.key !== 'id'
    : sort.key in { id: true, ...definition.sorts } && canStore(sortColumn(tables, definition, sort), value);

/** Returns the partitions that have rows after a position. */
const partitionsAfter = (column: PgColumn, sort: Sort, after: Position | null): Partition[] => {
  if (sort.key === 'id' || column.notNull) return ['values'];
  return after !== null && after.value === null ? ['nulls'] : ['values', 'nulls'];
};

/** Returns the order of a partition. `value` and `id` are columns or their aliases in a subquery. */
const partitionOrder = (partition: Partition, { key, direction }: Sort, value: SQLWrapper, id: SQLWrapper) => {
  const order = direction === 'asc' ? asc : desc;
  if (key === 'id') return [order(value)];
  return partition === 'nulls' ? [asc(id)] : [order(value), asc(id)];
};

/** Returns the keyset condition: rows after the placeholders `afterValue` and `afterId`. */
const afterPosition = (partition: Partition, column: SQLWrapper, id: PgColumn, { direction }: Sort): SQL => {
  if (partition === 'nulls') return gt(id, sql.placeholder('afterId'));
  const value = sql.placeholder('afterValue');
  const operators = direction === 'asc' ? { strict: sql`>`, loose: sql`>=` } : { strict: sql`<`, loose: sql`<=` };
  // The index seeks to the first comparison. The second skips ties that are on previous pages.
  return sql`${column} ${operators.loose} ${value} and (${column} ${operators.strict} ${value} or ${id} > ${sql.placeholder('afterId')})`;
};

/** Returns the conditions that restrict a statement to a partition, and to rows after the position if there is one. */
const partitionRange = (
  partition: Partition,
  column: SQLWrapper,
  id: PgColumn,
  sort: Sort,
  { isAfter, isBounded }: { isAfter: boolean; isBounded: boolean },
): (SQL | undefined)[] => {
  if (partition === 'nulls') return [isNull(column), isAfter ? afterPosition(partition, column, id, sort) : undefined];
  return [
    // Without this bound, a list as of an early day in descending order would first scan all later rows.
    isBounded ? lte(column, sql.placeholder('latestDate')) : undefined,
    isAfter ? afterPosition(partition, column, id, sort) : undefined,
  ];
};

/** Returns the name of the filter on the terms of one word of `q`. */
export const termFilter = (wordIndex: number): string => `word${wordIndex}x`;

/** Returns a semi-join for each word of `q`, on the records that contain one of its terms. */
const termSemiJoins = (
  { searchPostings: table }: Tables,
  collection: ListName,
  column: Column,
  filters: FilterPlaceholders,
  asOf: AsOfMode,
) =>
  Object.keys(filters)
    .filter((name) => /^word\d+x$/.test(name))
    .map((name): SemiJoin => {
      const where = [sql`${table.collection} = ${sql.raw(`'${collection}'`)}`, ...anyOf(table.term, filters[name])];
      return { column, table, id: table.recordId, where, known: knownAsOf(table.knownFrom, asOf) };
    });

/** Returns the semi-joins of all filters on other tables. */
const semiJoins = (
  tables: Tables,
  definition: ListDefinition,
  filters: FilterPlaceholders,
  asOf: AsOfMode,
  sort?: Sort,
): (SemiJoin | IndexedFilter)[] => [
  // Tests run in this order. Those of words take the least time.
  ...termSemiJoins(tables, definition.collection, definition.id(tables), filters, asOf),
  ...(definition.semiJoins?.(tables, filters, asOf, sort) ?? []),
];

/** Evaluates a filter first. Faster if few rows match, or if the statement reads every row anyway. */
const lookedUp = (filter: SemiJoin | IndexedFilter): SQL | undefined => {
  if (filter.column === undefined) return and(...filter.where);
  const { column, table, id, where, known = [] } = filter;
  return sql`${column} in (select ${id} from ${table} where ${and(...where, ...known)})`;
};

/**
 * Evaluates a filter for each row. Faster if many rows match, because the page is full after few tests. Without the limit, SQLite turns
 * the test into a join, and may read the whole other table first to build a Bloom filter.
 */
const testedByRow = (filter: SemiJoin | IndexedFilter): SQL => {
  if (filter.column === undefined) return filter.test;
  const { column, table, id, where, known = [], whereOfRow = where } = filter;
  return sql`exists (select 1 from ${table} where ${and(eq(id, column), ...whereOfRow, ...known)} limit 1)`;
};

/** Returns the conditions of all filters, for counts and sums. */
export const filterConditions = ({ tables }: Session, definition: ListDefinition, filters: FilterValues, asOf: AsOfMode): SQL[] => {
  const placeholders = filterPlaceholders(filterSignature(filters));
  return [
    ...anyOf(definition.id(tables), placeholders.id),
    ...definition.conditions(tables, placeholders, asOf),
    ...semiJoins(tables, definition, placeholders, asOf).flatMap((join) => lookedUp(join) ?? []),
  ];
};
