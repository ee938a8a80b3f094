import { type Column, type Placeholder, type SQL, type SQLWrapper, sql } from 'drizzle-orm';

/** The placeholder of the value at `index` of a filter. */
export const boundAt = (name: string, index: number): Placeholder => sql.placeholder(`${name}${index}`);

/**
 * How many placeholders a list of values takes: the next power of two, so that few statement texts serve every length.
 * The list is filled up with its last value, which changes no answer.
 */
export const paddedLength = (length: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, length)));

/** The values of a list under the names of its placeholders. */
export const boundValues = (name: string, values: readonly (string | number)[]): Record<string, string | number> =>
  Object.fromEntries(
    Array.from({ length: paddedLength(values.length) }, (_, index) => [
      `${name}${index}`,
      values[Math.min(index, values.length - 1)] ?? '',
    ]),
  );

/** The placeholders of a list of values. */
export const boundList = (name: string, length: number): Placeholder[] =>
  Array.from({ length: paddedLength(length) }, (_, index) => boundAt(name, index));

/** The condition that a column holds one of the bound values. */
export const isOneOf = (column: SQLWrapper, bounds: readonly Placeholder[]): SQL => sql`${column} in (${sql.join([...bounds], sql`, `)})`;

/** Orders by a column in which nothing is null. */
export const ordered = (column: SQLWrapper, direction: 'asc' | 'desc'): SQL =>
  direction === 'asc' ? sql`${column} asc` : sql`${column} desc`;

const isWhole = (column: Column): boolean => /int/.test(column.getSQLType());

/** Whether the column can hold the value: of its kind, and no fraction among whole numbers. */
export const canHold = (column: Column, value: string | number): boolean =>
  typeof value === 'number'
    ? column.dataType === 'number' && (!isWhole(column) || Number.isSafeInteger(value))
    : column.dataType !== 'number';

/** Whether a statement asks for what is known now, for which the open rows are enough, or for what was known on the day bound as `day`. */
export interface Asked {
  readonly isCurrent: boolean;
}

/** The day that an answer knows up to, as it is bound. */
export const askedDay = (): Placeholder => sql.placeholder('day');

/** The row was known on the day asked for. Everything that is stored is known now. */
export const isKnown = (knownFrom: Column, { isCurrent }: Asked): SQL[] => (isCurrent ? [] : [sql`${knownFrom} <= ${askedDay()}`]);

/**
 * The row, one of several over time, held on the day asked for. The day is compared to an expression and not to the bare
 * column, so that an engine follows the order of the list and does not gather all that was known by then, and sort it.
 */
export const holds = ({ knownFrom, knownTo }: { knownFrom: Column; knownTo: Column }, { isCurrent }: Asked): SQL =>
  isCurrent
    ? sql`${knownTo} is null`
    : sql`${knownFrom} || '' <= ${askedDay()} and (${knownTo} is null or ${knownTo} || '' > ${askedDay()})`;
