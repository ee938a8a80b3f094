import { and, asc, count, desc, eq, isNotNull, isNull, lte, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import {
  type AsOfMode,
  anyOf,
  canStore,
  type FilterPlaceholders,
  type FilterValues,
  filterParameters,
  filterPlaceholders,
  type IndexedFilter,
  knownAsOf,
  rowLimit,
  type SemiJoin,
  validAt,
  withoutIndex,
} from '../database/expressions.ts';
import type { Tables } from '../database/schema/index.ts';
import type { Position } from '../http/parameters.ts';
import { type AsOf, fullBody } from '../records/documents.ts';
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
  filters: FilterPlaceholders;
  isCurrent: boolean;
  sort: Sort;
  partition: Partition;
  isAfter: boolean;
  /** The index of the filter that is looked up first, if any. */
  lookup: number | undefined;
  full: boolean;
}

const pageStatement = ({ tables, orm }: Session, definition: ListDefinition, shape: StatementShape) => {
  const { filters, isCurrent, sort, partition, isAfter, lookup, full } = shape;
  const asOf: AsOfMode = { isCurrent };
  const { table, id, body, documentId, sorts } = definition.rows(tables);
  const sorted = sorts[sort.key] ?? id;
  const joins = semiJoins(tables, definition, filters, asOf, sort);
  const leading = lookup === undefined ? undefined : joins[lookup];
  const isInOrder = leading === undefined || isRangeOfSort(leading);
  // Without the indexes on them, the planner has to start with the lookup.
  const [column, tie] = isInOrder ? [sorted, id] : [withoutIndex(sorted), withoutIndex(id)];
  const isBounded = !isCurrent && definition.dateSorts?.includes(sort.key) === true;
  // Apply the limit before the join, so that only the documents of the page are read.
  const page = orm
    .select({
      id: sql<string>`${id}`.as('row_id'),
      value: sql<string | number | null>`${column}`.as('row_value'),
      document: sql<string | number | null>`${body ?? documentId ?? sql`null`}`.as('row_document'),
    })
    .from(table)
    .where(
      and(
        validAt(table, asOf),
        ...anyOf(id, filters.id),
        ...definition.conditions(tables, filters, asOf, sort),
        ...joins.map((join) => (join === leading ? lookedUp(join) : testedByRow(join))),
        sorted.notNull || partition === 'nulls' ? undefined : isNotNull(column),
        ...partitionRange(partition, column, tie, sort, { isAfter, isBounded }),
      ),
    )
    .orderBy(...partitionOrder(partition, sort, column, tie))
    .limit(rowLimit)
    .as('page');
  const { documents } = tables;
  const isDocumentOfRow =
    documentId === undefined
      ? and(eq(documents.collection, sql.raw(`'${definition.collection}'`)), eq(documents.recordId, page.id), validAt(documents, asOf))
      : eq(documents.id, page.document);
  const bodyOfDocument = full ? fullBody(tables) : documents.body;
  const rows = orm
    .select({ id: page.id, value: page.value, body: sql<string>`${body === undefined ? bodyOfDocument : page.document}` })
    .from(page);
  // Every row has a document, so the result is that of an inner join. The outer join forces the planner to start with the page.
  return (body === undefined ? rows.leftJoin(documents, isDocumentOfRow) : rows).orderBy(
    ...partitionOrder(partition, sort, page.value, page.id),
  );
};

/** How many rows a filter matches, and the placeholder that limits the count. */
interface Matches {
  rows: number;
  limit: keyof typeof lookupLimits;
  isLast: 0 | 1;
}

const matchesStatement = (
  { tables, orm }: Session,
  definition: ListDefinition,
  { filters, isCurrent, sort, index }: { filters: FilterPlaceholders; isCurrent: boolean; sort: Sort; index: number },
) => {
  const joins = semiJoins(tables, definition, filters, { isCurrent }, sort);
  const join = joins[index];
  // A range of the sort column need not be counted if no other filter competes with it.
  if (join === undefined || joins.every(isRangeOfSort))
    return orm.select({ rows: sql<number>`1e9`, limit: sql<Matches['limit']>`'ownTable'`, isLast: sql<1>`1` }).from(sql`(select 1) as one`);
  const limit = join.column === undefined ? 'ownTable' : 'otherTable';
  const matches = sql`select 1 from ${join.table} where ${and(...join.where)} limit (${sql.placeholder(limit)} + 0)`;
  return orm
    .select({
      rows: count(),
      limit: sql<Matches['limit']>`${sql.raw(`'${limit}'`)}`,
      isLast: sql<0 | 1>`${sql.raw(index === joins.length - 1 ? '1' : '0')}`,
    })
    .from(sql`(${matches}) as matches`);
};

/** Returns the index of the filter to look up first: the most selective one, if it matches few rows. Counts stop just above the limit. */
const selectLookup = async (
  session: Session,
  definition: ListDefinition,
  { filters, asOf, sort }: PageRequest,
  limits: typeof lookupLimits,
): Promise<number | undefined> => {
  const filterCount = Object.keys(filters).length;
  if (filterCount === 0) return undefined;
  const shape = { filters: filterPlaceholders(filters), isCurrent: asOf.isCurrent, sort };
  const name = JSON.stringify([definition.collection, shape]);
  const parameters = { ...filterParameters(filters), day: asOf.day, latestDate: asOf.latestDate };
  const factor = 2 ** Math.min(doublingsMax, filterCount - 1);
  const maxRows = { ownTable: limits.ownTable * factor, otherTable: limits.otherTable * factor };
  let best: { index: number | undefined; share: number } = { index: undefined, share: 1 };
  for (let index = 0; ; index += 1) {
    const statement = session.prepared<Matches[]>(`matches ${index} ${name}`, () =>
      matchesStatement(session, definition, { ...shape, index }),
    );
    const [matches] = await statement.execute({
      ...parameters,
      ownTable: Math.ceil(maxRows.ownTable * best.share) + 1,
      otherTable: Math.ceil(maxRows.otherTable * best.share) + 1,
    });
    if (matches === undefined) return best.index;
    const share = matches.rows / maxRows[matches.limit];
    if (share <= best.share) best = { index, share };
    if (matches.isLast === 1) return best.index;
  }
};

/** Returns whether rows without a sort value can match. A range of the sort column excludes them. */
const hasNulls = ({ optionalSorts = [] }: ListDefinition, filters: FilterValues, { key }: Sort): boolean => {
  const date = key.replace(/On$/, '');
  return optionalSorts.includes(key) && ![`${key}Min`, `${key}Max`, `${date}From`, `${date}To`].some((name) => name in filters);
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
  for (const partition of ['values', 'nulls'] as const) {
    if (rows.length === limit) break;
    if (partition === 'values' ? after?.value === null : !hasNulls(definition, filters, sort)) continue;
    const isAfter = after !== null && (partition === 'nulls') === (after.value === null);
    const shape = { filters: filterPlaceholders(filters), isCurrent: asOf.isCurrent, sort, partition, isAfter, lookup, full };
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
  const shape = { collection: definition.collection, filters: filterPlaceholders(filters), isCurrent };
  const statement = session.prepared<{ total: number }[]>(`count ${JSON.stringify(shape)}`, () => {
    const { table } = definition.rows(session.tables);
    return session.orm
      .select({ total: count() })
      .from(table)
      .where(and(validAt(table, asOf), ...filterConditions(session, definition, filters, asOf)));
  });
  const [row] = await statement.execute({ ...filterParameters(filters), day: asOf.day });
  return row?.total ?? 0;
};

/** Rows with a sort value come first, ordered by value and id. Rows without one follow, ordered by id. Each is one index range. */
export type Partition = 'values' | 'nulls';

/** Returns whether a position is possible in a list. Cursors are not signed, so clients can forge them. */
export const isPositionIn = (tables: Tables, definition: ListDefinition, { key }: Sort, { value }: Position): boolean => {
  const { id, sorts } = definition.rows(tables);
  return value === null ? key !== 'id' : canStore(sorts[key] ?? id, value);
};

/** Returns the order of a partition. `value` and `id` are columns or their aliases in a subquery. */
const partitionOrder = (partition: Partition, { key, direction }: Sort, value: SQLWrapper, id: SQLWrapper) => {
  const order = direction === 'asc' ? asc : desc;
  if (key === 'id') return [order(value)];
  return partition === 'nulls' ? [asc(id)] : [order(value), asc(id)];
};

/** Returns the conditions that restrict a statement to a partition, and to rows after the placeholders `afterValue` and `afterId`. */
const partitionRange = (
  partition: Partition,
  column: SQLWrapper,
  id: SQLWrapper,
  { direction }: Sort,
  { isAfter, isBounded }: { isAfter: boolean; isBounded: boolean },
): (SQL | undefined)[] => {
  const isAfterId = sql`${id} > ${sql.placeholder('afterId')}`;
  if (partition === 'nulls') return [isNull(column), isAfter ? isAfterId : undefined];
  const value = sql.placeholder('afterValue');
  const operators = direction === 'asc' ? { strict: sql`>`, loose: sql`>=` } : { strict: sql`<`, loose: sql`<=` };
  return [
    // Without this bound, a list as of an early day in descending order would first scan all later rows.
    isBounded ? lte(column, sql.placeholder('latestDate')) : undefined,
    // The index seeks to the first comparison. The second skips ties that are on previous pages.
    isAfter ? sql`${column} ${operators.loose} ${value} and (${column} ${operators.strict} ${value} or ${isAfterId})` : undefined,
  ];
};

/** Returns the name of the filter on the terms of one word of `q`. */
export const termFilter = (wordIndex: number): string => `word${wordIndex}x`;

/** Returns the semi-joins of all filters on other tables, and of each word of `q` on the records that contain one of its terms. */
const semiJoins = (
  tables: Tables,
  definition: ListDefinition,
  filters: FilterPlaceholders,
  asOf: AsOfMode,
  sort?: Sort,
): (SemiJoin | IndexedFilter)[] => {
  const joins: (SemiJoin | IndexedFilter)[] = [];
  const { searchPostings: table } = tables;
  // Tests run in this order. Those of words take the least time.
  for (const [name, terms] of Object.entries(filters)) {
    if (!/^word\d+x$/.test(name)) continue;
    const where = [sql`${table.collection} = ${sql.raw(`'${definition.collection}'`)}`, ...anyOf(table.term, terms)];
    joins.push({ column: definition.rows(tables).id, table, id: table.recordId, where, known: knownAsOf(table.knownFrom, asOf) });
  }
  return [...joins, ...(definition.semiJoins?.(tables, filters, asOf, sort) ?? [])];
};

const isRangeOfSort = (filter: SemiJoin | IndexedFilter): boolean => filter.column === undefined && filter.isInOrder === true;

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
  const placeholders = filterPlaceholders(filters);
  return [
    ...anyOf(definition.rows(tables).id, placeholders.id),
    ...definition.conditions(tables, placeholders, asOf),
    ...semiJoins(tables, definition, placeholders, asOf).flatMap((join) => lookedUp(join) ?? []),
  ];
};
