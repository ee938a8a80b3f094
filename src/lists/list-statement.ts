import { and, asc, count, desc, eq, isNotNull, isNull, lte, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import { LRUCache } from 'lru-cache';
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
 * The rule for the evaluation of filters. If one matches few rows, the statement looks them up first and sorts the result. If not, it
 * reads rows in list order until the page is full, and tests each. A filter on another table that matches a moderate number of rows is
 * tested against the set of their ids, which the statement collects first. At 100,000 deals, collecting so many or looking up so many
 * takes less than five milliseconds. Every further filter makes the page fill more slowly, so it pays to look up twice as many.
 */
const matchLimits = { ownTable: 2_000, otherTable: 1_500, collected: 8_000 };

/** A filter that matches at most so many rows is looked up without counting those of further filters, which would take as long. */
const fewMatches = 500;

type Evaluation = 'lookUp' | 'collect' | 'test';

/**
 * The evaluations chosen in the last minute, so that the counts behind them are not repeated for each page: those take up to four times as
 * long as the page itself. A stale choice, such as after a large import, costs time only: at 100,000 deals, up to 25 milliseconds.
 */
const chosenEvaluations = new LRUCache<string, readonly Evaluation[]>({ max: 2_000, ttl: 60_000 });

/** Everything that the SQL text of a page statement depends on. */
interface StatementShape {
  filters: FilterPlaceholders;
  isCurrent: boolean;
  sort: Sort;
  partition: Partition;
  isAfter: boolean;
  /** How each filter is evaluated. */
  evaluations: readonly Evaluation[];
  full: boolean;
}

const pageStatement = ({ tables, orm }: Session, definition: ListDefinition, shape: StatementShape) => {
  const { filters, isCurrent, sort, partition, isAfter, evaluations, full } = shape;
  const asOf: AsOfMode = { isCurrent };
  const { table, id, body, documentId, sorts } = definition.rows(tables);
  const sorted = sorts[sort.key] ?? id;
  const joins = semiJoins(tables, definition, filters, asOf, sort);
  const leading = joins[evaluations.indexOf('lookUp')];
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
        ...toConditions(joins, evaluations),
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

/** Chooses how to evaluate each filter. Counts stop just above the limits. */
const chooseEvaluations = async (
  session: Session,
  definition: ListDefinition,
  { filters, asOf, sort }: PageRequest,
  limits: typeof matchLimits,
): Promise<readonly Evaluation[]> => {
  const filterCount = Object.keys(filters).length;
  if (filterCount === 0) return [];
  const key = JSON.stringify([definition.collection, filters, asOf.isCurrent, sort.key, limits]);
  const chosen = chosenEvaluations.get(key);
  if (chosen !== undefined) return chosen;
  const placeholders = filterPlaceholders(filters);
  const name = JSON.stringify([definition.collection, placeholders, asOf.isCurrent, sort.key]);
  const joins = semiJoins(session.tables, definition, placeholders, asOf, sort);
  const parameters = {
    ...filterParameters(filters),
    latestDate: asOf.latestDate,
    limit: Math.max(...Object.values(limits)) + 1,
    day: asOf.day,
  };
  const evaluations: Evaluation[] = [];
  let [best, bestShare] = [-1, 1];
  // A range of the sort column need not be counted if no other filter competes with it.
  for (const [index, { column, table, where }] of joins.every(isRangeOfSort) ? [] : joins.entries()) {
    const statement = session.prepared<{ rows: number }[]>(`matches ${index} ${name}`, () =>
      session.orm
        .select({ rows: count() })
        .from(sql`(select 1 from ${table} where ${and(...where)} limit (${sql.placeholder('limit')} + 0)) as matches`),
    );
    const rows = (await statement.execute(parameters))[0]?.rows ?? 0;
    const share = rows / (column === undefined ? limits.ownTable : limits.otherTable) / (filterCount > 1 ? 2 : 1);
    evaluations.push(column !== undefined && rows <= limits.collected ? 'collect' : 'test');
    if (share <= bestShare) [best, bestShare] = [index, share];
    if (best === index && rows <= fewMatches) break;
  }
  const all = best === -1 ? evaluations : joins.map((_, index): Evaluation => (index === best ? 'lookUp' : 'test'));
  chosenEvaluations.set(key, all);
  return all;
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
  limits = matchLimits,
): Promise<PageRow[]> => {
  const { filters, asOf, sort, after, limit, full } = request;
  const evaluations = await chooseEvaluations(session, definition, request, limits);
  const parameters = { ...filterParameters(filters), day: asOf.day, latestDate: asOf.latestDate };
  const rows: PageRow[] = [];
  for (const partition of ['values', 'nulls'] as const) {
    if (rows.length === limit) break;
    if (partition === 'values' ? after?.value === null : !hasNulls(definition, filters, sort)) continue;
    const isAfter = after !== null && (partition === 'nulls') === (after.value === null);
    const shape = { filters: filterPlaceholders(filters), isCurrent: asOf.isCurrent, sort, partition, isAfter, evaluations, full };
    const statement = session.prepared<PageRow[]>(`page of ${definition.collection} ${JSON.stringify(shape)}`, () =>
      pageStatement(session, definition, shape),
    );
    rows.push(...(await statement.execute({ ...parameters, afterValue: after?.value, afterId: after?.id, limit: limit - rows.length })));
  }
  return rows;
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

/** Tests a filter for each row. Both engines would turn an `exists` into a join, and could read the whole other table. */
const toTest = ({ column, table, id, where, known = [], whereOfRow = where }: SemiJoin, ofRow: SQLWrapper = column): SQL =>
  sql`(select 1 from ${table} where ${and(eq(id, ofRow), ...whereOfRow, ...known)} limit 1) is not null`;

/** Returns the ids of the rows that match a filter on another table. */
const toIds = ({ table, id, where }: SemiJoin, known: readonly SQL[] = []): SQL =>
  sql`select ${id} as id from ${table} where ${and(...where, ...known)}`;

/** Returns the conditions of filters, of which at most one is looked up. */
const toConditions = (filters: readonly (SemiJoin | IndexedFilter)[], evaluations: readonly Evaluation[]): (SQL | undefined)[] => {
  const leading = filters[evaluations.indexOf('lookUp')];
  return filters.flatMap((filter, index) => {
    if (filter.column === undefined) return filter === leading ? filter.where : [filter.test];
    const { column, known = [] } = filter;
    if (filter === leading) {
      // Other filters are tested before the rows of the list are read.
      const tests = filters.flatMap((other) => (other !== filter && other.column === column ? [toTest(other, sql`matches.id`)] : []));
      return [sql`${column} in (select id from (${toIds(filter, known)}) as matches where ${and(sql`true`, ...tests)})`];
    }
    if (leading?.column === column) return [];
    if (evaluations[index] !== 'collect') return [toTest(filter)];
    // Indexes do not contain `known_from`, so it is tested last, for few rows. Without "is true", PostgreSQL would make a join of it, and
    // compare each row with each id.
    const isMatch = sql`(${withoutIndex(column)} in (${toIds(filter)})) is true`;
    return known.length === 0 ? [isMatch] : [isMatch, toTest(filter)];
  });
};

/** Returns the conditions of all filters, for counts and sums. */
export const filterConditions = ({ tables }: Session, definition: ListDefinition, filters: FilterValues, asOf: AsOfMode): SQL[] => {
  const placeholders = filterPlaceholders(filters);
  return [
    ...anyOf(definition.rows(tables).id, placeholders.id),
    ...definition.conditions(tables, placeholders, asOf),
    ...semiJoins(tables, definition, placeholders, asOf).flatMap((join) =>
      join.column === undefined ? join.where : [sql`${join.column} in (${toIds(join, join.known)})`],
    ),
  ];
};
