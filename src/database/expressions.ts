import { and, type Column, eq, gte, inArray, isNull, lte, or, type Placeholder, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Collection } from '../domain/vocabulary.ts';
import type { Tables } from './schema/index.ts';

/**
 * How many placeholders a list of values takes: the next power of two, so that few statement texts serve every length.
 * The list is filled up with its last value, which changes no result.
 */
const paddedLength = (length: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, length)));

/** The placeholders of a list of values. */
export const listPlaceholders = (name: string, length: number): Placeholder[] => {
  const placeholders: Placeholder[] = [];
  for (let index = 0; index < paddedLength(length); index += 1) placeholders.push(sql.placeholder(`${name}${index}`));
  return placeholders;
};

/** The values of a list by the names of its placeholders. */
export const listValues = (
  name: string,
  values: readonly (string | number)[],
  parameters: Record<string, string | number> = {},
): Record<string, string | number> => {
  const length = paddedLength(values.length);
  for (let index = 0; index < length; index += 1) parameters[`${name}${index}`] = values[Math.min(index, values.length - 1)] ?? '';
  return parameters;
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

/** Whether the column can store the value: of its type, and no fraction among whole numbers. */
export const canStore = (column: Column, value: string | number): boolean =>
  typeof value === 'number'
    ? column.dataType === 'number' && (!/int/.test(column.getSQLType()) || Number.isSafeInteger(value))
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

type Values = FilterPlaceholders[string];

/** The given filters and how many values each has: all that the text of a statement depends on. */
export type FilterSignature = readonly (readonly [name: string, valueCount: number])[];

export const filterSignature = (filters: FilterValues): FilterSignature => {
  const signature: [name: string, valueCount: number][] = [];
  for (const name of Object.keys(filters).sort()) signature.push([name, paddedLength(filters[name]?.length ?? 0)]);
  return signature;
};

export const filterPlaceholders = (signature: FilterSignature): FilterPlaceholders => {
  const placeholders: Record<string, Placeholder[]> = {};
  for (const [name, count] of signature) placeholders[name] = listPlaceholders(name, count);
  return placeholders;
};

/** The values of the filters by the names of their placeholders. */
export const filterParameters = (filters: FilterValues): Record<string, string | number> => {
  const parameters: Record<string, string | number> = {};
  for (const [name, values] of Object.entries(filters)) listValues(name, values, parameters);
  return parameters;
};

/** The column has one of the values. Like all of these, no condition if the filter is not given. */
export const anyOf = (column: Column | SQL, values: Values): SQL[] => (values === undefined ? [] : [inValues(column, values)]);

export const atLeast = (column: SQLWrapper, values: Values): SQL[] => (values?.[0] === undefined ? [] : [gte(column, values[0])]);

export const atMost = (column: SQLWrapper, values: Values): SQL[] => (values?.[0] === undefined ? [] : [lte(column, values[0])]);

/** The column is between the values, which are part of the range; either can be absent. */
export const range = (column: SQLWrapper, least: Values, most: Values): SQL[] =>
  least === undefined && most === undefined ? [] : [...atLeast(column, least), ...atMost(column, most)];

/** The company of the column belongs to one of the groups, or heads it. */
export const inGroup = ({ companyAncestors }: Tables, column: Column | SQL, groups: Values): SQL[] => {
  if (groups === undefined) return [];
  const members = and(inValues(companyAncestors.ancestorId, groups), lte(companyAncestors.since, asOfDay()));
  return [sql`${column} in (select ${companyAncestors.companyId} from ${companyAncestors} where ${members})`];
};

/** One of the columns meets the condition. */
export const anyColumn = (columns: readonly (Column | SQL)[], condition: (column: Column | SQL) => SQL[]): SQL[] => {
  const either = or(...columns.flatMap(condition));
  return either === undefined ? [] : [either];
};

/** The records with a participant that is all that `company`, `group` and `role` say. */
export const withParticipant = (tables: Tables, column: Column, filters: FilterPlaceholders, asOf: AsOfMode): SemiJoin[] => {
  const { dealParticipants: table } = tables;
  const where = [
    ...anyOf(table.companyId, filters.company),
    ...inGroup(tables, table.companyId, filters.group),
    ...anyOf(table.role, filters.role),
  ];
  return where.length === 0 ? [] : [{ column, table, id: table.dealId, where, known: knownAsOf(table.knownFrom, asOf) }];
};

/** The column refers to a row of the table that meets the conditions. */
export const refersTo = (column: Column, table: PgTable, id: Column, conditions: readonly SQL[]): SQL[] =>
  conditions.map((condition) => sql`${column} in (select ${id} from ${table} where ${condition})`);

/** What the row of the table that the column refers to has as a value. */
export const columnOfReferred = (value: Column, table: PgTable, id: Column, column: Column): SQL =>
  sql`(select ${value} from ${table} where ${eq(id, column)})`;

/** The records of a collection with a citation that is all that `source`, `publisher` and `attribution` say. */
export const withCitation = (
  { citations: table, sources }: Tables,
  collection: Collection,
  column: Column,
  { source, publisher, attribution }: FilterPlaceholders,
  asOf: AsOfMode,
): SemiJoin[] => {
  const own = [...anyOf(table.sourceId, source), ...anyOf(table.attribution, attribution)];
  if (own.length === 0 && publisher === undefined) return [];
  const isOfCollection = eq(table.collection, sql.raw(`'${collection}'`));
  return [
    {
      column,
      table,
      id: table.recordId,
      where: [isOfCollection, ...own, ...refersTo(table.sourceId, sources, sources.id, anyOf(sources.publisher, publisher))],
      whereOfRow: [isOfCollection, ...own, ...anyOf(columnOfReferred(sources.publisher, sources, sources.id, table.sourceId), publisher)],
      known: knownAsOf(table.knownFrom, asOf),
    },
  ];
};

/** The records that link to one of the deals. The link is known once the deal is. */
export const linkedToDeal = ({ dealStates }: Tables, column: Column, deals: Values, asOf: AsOfMode): SQL[] => {
  if (deals === undefined || asOf.isCurrent) return anyOf(column, deals);
  const known = and(inValues(dealStates.dealId, deals), ...knownAsOf(dealStates.knownFrom, asOf));
  return [sql`${column} in (select ${dealStates.dealId} from ${dealStates} where ${known})`];
};

/** The values of the filters of a request, by name. */
export type FilterValues = Readonly<Record<string, readonly (string | number)[]>>;

/** The placeholders of the values of each filter; a filter that is not given is absent. */
export type FilterPlaceholders = Readonly<Record<string, readonly Placeholder[] | undefined>>;

/** A filter that another table, or another index, answers: few rows match a rare company, many match a common one. */
export interface SemiJoin {
  /** The column of the list. */
  readonly column: Column;
  /** The matching values of the column: those of `id` in the rows of `table` that `where` and `known` select. */
  readonly table: PgTable;
  readonly id: Column;
  readonly where: readonly SQL[];
  readonly known?: readonly SQL[];
  /** The same as `where` for a row whose id is known, if that can be tested faster. */
  readonly whereOfRow?: readonly SQL[];
  /** A condition on the row of the list itself, if that is the table. What is looked up is tested too: it can be another state. */
  readonly test?: SQL;
}
