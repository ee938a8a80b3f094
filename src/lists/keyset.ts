import { gt, isNotNull, isNull, lte, type SQL, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import { canStore, orderBy } from '../database/expressions.ts';
import type { Tables } from '../database/schema/index.ts';
import type { Position } from '../http/cursor.ts';
import type { ListDefinition, Sort } from './list-definition.ts';

/** Rows with a value come first, in its order and then by id; rows without one follow by id. Each part is one range of an index. */
export type Partition = 'values' | 'nulls';

/** The column to sort by. */
export const sortColumn = (tables: Tables, definition: ListDefinition, { key }: Sort): PgColumn => {
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
export const partitionsAfter = (column: PgColumn, sort: Sort, after: Position | null): Partition[] => {
  if (sort.key === 'id' || column.notNull) return ['values'];
  return after !== null && after.value === null ? ['nulls'] : ['values', 'nulls'];
};

/** The order of a partition. `value` and `id` are columns, or their names in a subquery. */
export const partitionOrder = (
  partition: Partition,
  { key, direction }: Sort,
  value: PgColumn | SQL.Aliased,
  id: PgColumn | SQL.Aliased,
) => {
  if (key === 'id') return [orderBy(id, direction)];
  return partition === 'nulls' ? [orderBy(id, 'asc')] : [orderBy(value, direction), orderBy(id, 'asc')];
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
export const partitionRange = (
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
