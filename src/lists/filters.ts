import { and, type Column, eq, gte, lte, or, type SQL, type SQLWrapper, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import { type AsOfMode, asOfDay, inValues, knownAsOf, listPlaceholders, listValues, paddedLength } from '../database/expressions.ts';
import type { Tables } from '../database/schema/index.ts';
import type { FilterPlaceholders, FilterValues, ListDefinition, ListName, SemiJoin, Sort } from './list-definition.ts';

type Values = FilterPlaceholders[string];

/** The given filters and how many values each has: all that the text of a statement depends on. */
export type FilterSignature = readonly (readonly [name: string, valueCount: number])[];

export const filterSignature = (filters: FilterValues): FilterSignature =>
  Object.entries(filters)
    .map(([name, values]) => [name, paddedLength(values.length)] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1));

export const filterPlaceholders = (signature: FilterSignature): FilterPlaceholders =>
  Object.fromEntries(signature.map(([name, count]) => [name, listPlaceholders(name, count)]));

/** The values of the filters by the names of their placeholders. */
export const filterParameters = (filters: FilterValues): Record<string, string | number> =>
  Object.assign({}, ...Object.entries(filters).map(([name, values]) => listValues(name, values)));

/** The column has one of the values. Like all of these, no condition if the filter is not given. */
export const anyOf = (column: Column | SQL, values: Values): SQL[] => (values === undefined ? [] : [inValues(column, values)]);

export const atLeast = (column: SQLWrapper, values: Values): SQL[] => (values?.[0] === undefined ? [] : [gte(column, values[0])]);

export const atMost = (column: SQLWrapper, values: Values): SQL[] => (values?.[0] === undefined ? [] : [lte(column, values[0])]);

/** The column is between the values, which are part of the range; either can be absent. */
export const range = (column: SQLWrapper, least: Values, most: Values): SQL[] => [...atLeast(column, least), ...atMost(column, most)];

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
  collection: ListName,
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
export const semiJoins = (
  tables: Tables,
  definition: ListDefinition,
  filters: FilterPlaceholders,
  asOf: AsOfMode,
  sort?: Sort,
): SemiJoin[] => [
  ...(definition.semiJoins?.(tables, filters, asOf, sort) ?? []),
  ...withTerms(tables, definition.collection, definition.id(tables), filters, asOf),
];

/** Looks the matching rows up once: for filters that few rows match, and where every row is read anyway. */
export const lookUp = ({ column, table, id, where, known = [], test }: SemiJoin): SQL | undefined =>
  and(sql`${column} in (select ${id} from ${table} where ${and(...where, ...known)})`, test);

/** Tests each row of the list: for filters that many rows match, so that a page is soon full. */
export const testEach = ({ column, table, id, where, known = [], whereOfRow = where, test }: SemiJoin): SQL =>
  test ?? sql`exists (select 1 from ${table} where ${and(eq(id, column), ...whereOfRow, ...known)})`;

/** The conditions of all filters of a list, for counts and sums. */
export const filterConditions = ({ tables }: Session, definition: ListDefinition, filters: FilterValues, asOf: AsOfMode): SQL[] => {
  const placeholders = filterPlaceholders(filterSignature(filters));
  return [
    ...definition.conditions(tables, placeholders, asOf),
    ...semiJoins(tables, definition, placeholders, asOf).flatMap((join) => lookUp(join) ?? []),
  ];
};
