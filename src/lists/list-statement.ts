import { and, count, eq, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { type AsOfMode, limitPlaceholder, validAt } from '../database/expressions.ts';
import type { Position } from '../http/cursor.ts';
import type { AsOf } from './as-of.ts';
import {
  type FilterSignature,
  filterConditions,
  filterParameters,
  filterPlaceholders,
  filterSignature,
  lookUp,
  semiJoins,
  testEach,
} from './filters.ts';
import { type Partition, partitionOrder, partitionRange, partitionsAfter, sortColumn } from './keyset.ts';
import type { FilterValues, ListDefinition, Sort } from './list-definition.ts';

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
export const lookUpLimits = { otherTable: 1_000, ownRow: 4_000 };

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
  const documents = full ? tables.fullAnswers : tables.shortAnswers;
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
