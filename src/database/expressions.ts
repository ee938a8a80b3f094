import {
  aliasedTable,
  and,
  type Column,
  eq,
  gte,
  inArray,
  isNull,
  lte,
  ne,
  or,
  type Placeholder,
  type SQL,
  type SQLWrapper,
  sql,
} from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Collection } from '../domain/vocabulary.ts';
import type { Tables } from './schema/index.ts';

/**
 * Returns the number of placeholders for a list of values: the next power of two, so that lists of similar lengths share a statement.
 * {@link listValues} repeats the last value for the rest, which does not change the result.
 */
const paddedLength = (length: number): number => 2 ** Math.ceil(Math.log2(Math.max(1, length)));

/** Returns the placeholders for a list of values. */
export const listPlaceholders = (name: string, length: number): Placeholder[] => {
  const placeholders: Placeholder[] = [];
  for (let index = 0; index < paddedLength(length); index += 1) placeholders.push(sql.placeholder(`${name}${index}`));
  return placeholders;
};

/** Returns the values of a list by the names of their placeholders. Adds them to `parameters`. */
export const listValues = (
  name: string,
  values: readonly (string | number)[],
  parameters: Record<string, string | number> = {},
): Record<string, string | number> => {
  const length = paddedLength(values.length);
  for (let index = 0; index < length; index += 1) parameters[`${name}${index}`] = values[Math.min(index, values.length - 1)] ?? '';
  return parameters;
};

/**
 * The placeholder `limit`, as an expression. Since version 3.46, SQLite recompiles a statement whenever a value is bound to a bare
 * `limit ?`, which takes longer than reading a page. Drizzle's types accept only a placeholder here, but it prints any SQL.
 */
export const rowLimit = sql`(${sql.placeholder('limit')} + 0)` as unknown as Placeholder;

/**
 * Turns a column into an expression, so that the planner cannot use an index on it. Planners ignore that a page needs few rows: for an
 * equality on a column, they read and sort all matching rows instead of testing the rows in the order of the list.
 */
export const withoutIndex = (column: Column): SQL => (column.dataType === 'number' ? sql`${column} + 0` : sql`${column} || ''`);

/** Returns whether the column can store the value: the types match, and a column of integers gets an integer. */
export const canStore = (column: Column, value: string | number): boolean =>
  typeof value === 'number'
    ? column.dataType === 'number' && (!/int/.test(column.getSQLType()) || Number.isSafeInteger(value))
    : column.dataType !== 'number';

export interface AsOfMode {
  /** Whether a statement reads the current rows. If not, it reads the rows that were valid on the day bound as `day`. */
  readonly isCurrent: boolean;
}

/** Returns the placeholder of the as-of day. */
export const asOfDay = (): Placeholder => sql.placeholder('day');

/** Restricts rows to those known on the as-of day. The current day needs no condition, because every stored row is known by now. */
export const knownAsOf = (knownFrom: Column, { isCurrent }: AsOfMode): SQL[] => (isCurrent ? [] : [lte(knownFrom, asOfDay())]);

/**
 * Restricts rows to those whose validity interval contains the as-of day. Rows of a table without `known_to` stay valid, and rows of
 * a table without `known_from` are valid on every day. Compares expressions instead of bare columns, so that the planner reads rows
 * in the order of the list instead of sorting all rows known by then.
 */
export const validAt = ({ knownFrom, knownTo }: { knownFrom?: Column; knownTo?: Column }, asOf: AsOfMode): SQL | undefined => {
  if (knownFrom === undefined || knownTo === undefined) return knownFrom && knownAsOf(knownFrom, asOf)[0];
  if (asOf.isCurrent) return isNull(knownTo);
  return sql`${knownFrom} || '' <= ${asOfDay()} and (${knownTo} is null or ${knownTo} || '' > ${asOfDay()})`;
};

type Values = FilterPlaceholders[string];

/** Returns columns of a table by name, for a selection. */
export const columnsOf = <Table extends object, Name extends keyof Table>(table: Table, ...names: readonly Name[]): Pick<Table, Name> =>
  Object.fromEntries(names.map((name) => [name, table[name]])) as Pick<Table, Name>;

/** Returns the placeholders of all filters. Requests with equal placeholders share a statement. */
export const filterPlaceholders = (filters: FilterValues): FilterPlaceholders => {
  const placeholders: Record<string, Placeholder[]> = {};
  for (const name of Object.keys(filters).sort()) placeholders[name] = listPlaceholders(name, filters[name]?.length ?? 0);
  return placeholders;
};

/** Returns the values of all filters by the names of their placeholders. */
export const filterParameters = (filters: FilterValues): Record<string, string | number> => {
  const parameters: Record<string, string | number> = {};
  for (const [name, values] of Object.entries(filters)) listValues(name, values, parameters);
  return parameters;
};

/** Restricts a column to some values. Like every filter condition here, it is omitted if the filter is absent. */
export const anyOf = (column: Column | SQL, values: Values): SQL[] => (values === undefined ? [] : [inArray(column.getSQL(), values)]);

const atLeast = (column: SQLWrapper, values: Values): SQL[] => (values?.[0] === undefined ? [] : [gte(column, values[0])]);

export const atMost = (column: SQLWrapper, values: Values): SQL[] => (values?.[0] === undefined ? [] : [lte(column, values[0])]);

/** Restricts a column to a range. Both bounds are inclusive and optional. */
export const range = (column: SQLWrapper, least: Values, most: Values): SQL[] =>
  least === undefined && most === undefined ? [] : [...atLeast(column, least), ...atMost(column, most)];

/** Restricts a column to the companies that belong to one of the groups, including the companies that head them. */
export const inGroup = ({ companyAncestors }: Tables, column: Column | SQL, groups: Values): SQL[] => {
  if (groups === undefined) return [];
  const members = and(inArray(companyAncestors.ancestorId, groups), lte(companyAncestors.since, asOfDay()));
  return [sql`${column} in (select ${companyAncestors.companyId} from ${companyAncestors} where ${members})`];
};

/**
 * Bounds a column of dates of any precision, beside the condition on their last days, so that statements can use its index. A date of
 * reduced precision is a prefix of the days in it, and therefore not greater than they are.
 */
export const datesWithin = (column: Column, least: Values, most: Values): SQL[] => [
  ...(least?.[0] === undefined ? [] : [sql`${column} >= substr(${least[0]}, 1, 4)`]),
  ...atMost(column, most),
];

/** Requires a condition of at least one of the columns. */
export const anyColumn = (columns: readonly (Column | SQL)[], condition: (column: Column | SQL) => SQL[]): SQL[] => {
  const either = or(...columns.flatMap(condition));
  return either === undefined ? [] : [either];
};

/** Requires that a company is one of the counterparties, or belongs to one of the groups of counterparties. */
const isCounterparty = (tables: Tables, company: Column, { counterparty, counterpartyGroup }: FilterPlaceholders): SQL[] => [
  ...anyOf(company, counterparty),
  ...inGroup(tables, company, counterpartyGroup),
];

/** Restricts deals to those with one participant that matches `company`, `group` and `role`, and another that is the counterparty. */
export const withParticipant = (tables: Tables, column: Column, filters: FilterPlaceholders, asOf: AsOfMode): SemiJoin[] => {
  const { dealParticipants: table } = tables;
  const other = aliasedTable(table, 'counterparties');
  const others = isCounterparty(tables, other.companyId, filters);
  const isOther = and(eq(other.dealId, table.dealId), ne(other.companyId, table.companyId), ...others, ...knownAsOf(other.knownFrom, asOf));
  const where = [
    ...anyOf(table.companyId, filters.company),
    ...inGroup(tables, table.companyId, filters.group),
    ...anyOf(table.role, filters.role),
    ...(others.length === 0 ? [] : [sql`exists (select 1 from ${table} as ${sql.identifier('counterparties')} where ${isOther})`]),
  ];
  return where.length === 0 ? [] : [{ column, table, id: table.dealId, where, known: knownAsOf(table.knownFrom, asOf) }];
};

/** Requires that one of the columns matches `company` and `group`, and another one, with another company, is the counterparty. */
export const withCounterparty = (tables: Tables, columns: readonly Column[], filters: FilterPlaceholders): SQL[] => {
  if (filters.counterparty === undefined && filters.counterpartyGroup === undefined) return [];
  const pairs = columns.flatMap((column) => columns.filter((other) => other !== column).map((other) => ({ column, other })));
  const either = or(
    ...pairs.map(({ column, other }) =>
      and(
        ne(column, other),
        ...anyOf(column, filters.company),
        ...inGroup(tables, column, filters.group),
        ...isCounterparty(tables, other, filters),
      ),
    ),
  );
  return either === undefined ? [] : [either];
};

/** Restricts a column to references to rows that meet the conditions. */
export const refersTo = (column: Column | SQL, table: PgTable, id: Column, conditions: readonly SQL[]): SQL[] =>
  conditions.map((condition) => sql`${column} in (select ${id} from ${table} where ${condition})`);

/** Returns the record of a revision as it was written. The newest version is stored only once, in `records`. */
export const revisionBody = ({ records, revisions }: Tables): SQL<string | null> => {
  const isVersion = and(
    eq(records.collection, revisions.collection),
    eq(records.id, revisions.recordId),
    eq(records.version, revisions.version),
  );
  return sql<string | null>`coalesce(${revisions.body}, (select ${records.body} from ${records} where ${isVersion}))`;
};

/** Restricts the records of a collection to those with one citation that matches `source`, `publisher`, `outlet` and `attribution` together. */
export const withCitation = (
  { citations: table, sources }: Tables,
  collection: Collection,
  column: Column,
  { source, publisher, outlet, attribution }: FilterPlaceholders,
  asOf: AsOfMode,
): SemiJoin[] => {
  const own = [...anyOf(table.sourceId, source), ...anyOf(table.attribution, attribution)];
  const ofSource = [...anyOf(sources.publisher, publisher), ...anyOf(sources.outlet, outlet)];
  if (own.length === 0 && ofSource.length === 0) return [];
  const isOfCollection = eq(table.collection, sql.raw(`'${collection}'`));
  const citesSource = (one: Column | SQL) => refersTo(one, sources, sources.id, ofSource);
  return [
    {
      column,
      table,
      id: table.recordId,
      where: [isOfCollection, ...own, ...citesSource(table.sourceId)],
      whereOfRow: [isOfCollection, ...own, ...citesSource(withoutIndex(table.sourceId))],
      known: knownAsOf(table.knownFrom, asOf),
    },
  ];
};

/** Returns the link table from the records of a collection to the sources they cite. */
export const citedSources =
  (collection: Collection) =>
  ({ citations: table }: Tables) => ({
    table,
    from: table.recordId,
    to: table.sourceId,
    where: eq(table.collection, collection),
    knownFrom: table.knownFrom,
  });

/** Restricts records to those linked to one of the deals. A link is known from the day on which the deal is known. */
export const linkedToDeal = ({ dealStates }: Tables, column: Column, deals: Values, asOf: AsOfMode): SQL[] => {
  if (deals === undefined || asOf.isCurrent) return anyOf(column, deals);
  const known = and(inArray(dealStates.dealId, deals), ...knownAsOf(dealStates.knownFrom, asOf));
  return [sql`${column} in (select ${dealStates.dealId} from ${dealStates} where ${known})`];
};

/** Filter values of a request by filter name. */
export type FilterValues = Readonly<Record<string, readonly (string | number)[]>>;

/** Placeholders by filter name. A filter that the request lacks is absent. */
export type FilterPlaceholders = Readonly<Record<string, Placeholder[] | undefined>>;

/**
 * A filter on another table. If few rows match, the statement looks them up first; otherwise it tests each row in the order of the list.
 */
export interface SemiJoin {
  /** Column of the listed table. */
  readonly column: Column;
  /** Table to look up. `column` must equal `id` of a row that meets `where` and `known`. */
  readonly table: PgTable;
  readonly id: Column;
  readonly where: readonly SQL[];
  readonly known?: readonly SQL[];
  /** A faster equivalent of `where` for a row with a known id, if there is one. */
  readonly whereOfRow?: readonly SQL[];
}

/** A filter on columns of the listed table that have an index. Like a semi-join, it is either looked up first or tested row by row. */
export interface IndexedFilter {
  readonly column?: undefined;
  readonly table: PgTable;
  readonly where: readonly SQL[];
  /** The same condition, written so that it uses no index. */
  readonly test: SQL;
  /** Whether the filter bounds the sort column. The list is then read in order, within the bounds, instead of being sorted. */
  readonly isInOrder?: boolean;
}
