import { type Column, inArray, isNull, lte, type Placeholder, type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/**
 * How many placeholders a list of values takes: the next power of two, so that few statement texts serve every length.
 * The list is filled up with its last value, which changes no result.
 */
export const paddedLength = (length: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, length)));

/** The placeholders of a list of values. */
export const listPlaceholders = (name: string, length: number): Placeholder[] =>
  Array.from({ length: paddedLength(length) }, (_, index) => sql.placeholder(`${name}${index}`));

/** The values of a list by the names of its placeholders. */
export const listValues = (name: string, values: readonly (string | number)[]): Record<string, string | number> => {
  const byName: Record<string, string | number> = {};
  for (let index = 0; index < paddedLength(values.length); index += 1) byName[`${name}${index}`] = values[index] ?? values.at(-1) ?? '';
  return byName;
};

/** The condition that a column has one of the values. */
export const inValues = (column: SQLWrapper, values: readonly Placeholder[]): SQL => inArray(column, [...values]);

/**
 * The number of rows that is bound as `name`, for `limit`. Since SQLite 3.46 the planner compiles a statement again whenever a value
 * is bound to a bare `limit ?`, which takes longer than reading a page; it does not look into an expression. Drizzle's types know
 * placeholders only, but it prints any SQL.
 */
export const limitPlaceholder = (name: string): Placeholder => sql`(${sql.placeholder(name)} + 0)` as unknown as Placeholder;

/**
 * The column as an expression, which is tested for each row. Planners do not weigh that a page needs few rows: for an equality on a
 * column they would rather read all rows that match and sort them than test rows in the order of the list.
 */
export const withoutIndex = (column: Column): SQL => (column.dataType === 'number' ? sql`${column} + 0` : sql`${column} || ''`);

/** Orders by a column that has no nulls. */
export const orderBy = (column: SQLWrapper, direction: 'asc' | 'desc'): SQL =>
  direction === 'asc' ? sql`${column} asc` : sql`${column} desc`;

const isIntegerColumn = (column: Column): boolean => /int/.test(column.getSQLType());

/** Whether the column can store the value: of its type, and no fraction among whole numbers. */
export const canStore = (column: Column, value: string | number): boolean =>
  typeof value === 'number'
    ? column.dataType === 'number' && (!isIntegerColumn(column) || Number.isSafeInteger(value))
    : column.dataType !== 'number';

/** Whether a statement reads what is known now, for which the open rows are enough, or what was known on the day bound as `day`. */
export interface AsOfMode {
  readonly isCurrent: boolean;
}

/** The day that an answer is as of. */
export const asOfDay = (): Placeholder => sql.placeholder('day');

/** The row was known as of the day. Everything that is stored is known now. */
export const knownAsOf = (knownFrom: Column, { isCurrent }: AsOfMode): SQL[] => (isCurrent ? [] : [lte(knownFrom, asOfDay())]);

/**
 * The interval of the row contains the day. The day is compared to an expression and not to the bare column, so that an engine
 * follows the order of the list, and does not collect and sort all that was known by then.
 */
export const validAt = ({ knownFrom, knownTo }: { knownFrom: Column; knownTo: Column }, { isCurrent }: AsOfMode): SQL =>
  isCurrent ? isNull(knownTo) : sql`${knownFrom} || '' <= ${asOfDay()} and (${knownTo} is null or ${knownTo} || '' > ${asOfDay()})`;
