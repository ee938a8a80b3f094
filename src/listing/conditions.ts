import { and, type Column, type SQL, sql } from 'drizzle-orm';
import type { PgTable } from 'drizzle-orm/pg-core';
import { type Asked, askedDay, isKnown, isOneOf } from '../database/expressions.ts';
import type { Tables } from '../database/tables/index.ts';
import type { Bound, Bounds, ColumnView, IdSet, Listed } from './definition.ts';

/** Building stones of filter conditions. A stone whose filter is not given gives nothing. */

/**
 * The value of a column as an expression, by which no index is sought: for lists that are read in the order of another index.
 * Planners without statistics take any equality for rare, and would sort all that passes it.
 */
export const unsought: ColumnView = (column) => (column.dataType === 'number' ? sql`${column} + 0` : sql`${column} || ''`);

/** The column itself. */
export const asItIs: ColumnView = (column) => column;

/** The column holds one of the values. */
export const among = (column: Column | SQL, bounds: readonly Bound[] | undefined): SQL[] =>
  bounds === undefined ? [] : [isOneOf(column, bounds)];

/** The column is the value or greater. */
export const atLeast = (column: Column | SQL, bounds: readonly Bound[] | undefined): SQL[] =>
  bounds === undefined ? [] : [sql`${column} >= ${bounds[0]}`];

/** The column is the value or less. */
export const atMost = (column: Column | SQL, bounds: readonly Bound[] | undefined): SQL[] =>
  bounds === undefined ? [] : [sql`${column} <= ${bounds[0]}`];

/** The column, which holds words of one length with a space between them, holds one of the values. */
export const mentioning = (column: Column, bounds: readonly Bound[] | undefined): SQL[] =>
  bounds === undefined
    ? []
    : [
        sql`(${sql.join(
          bounds.map((bound) => sql`${column} like '%' || ${bound} || '%'`),
          sql` or `,
        )})`,
      ];

/** The company of the column belongs to one of the groups, be it as its head. */
export const inGroup = ({ companyAncestors }: Tables, column: Column | SQL, bounds: readonly Bound[] | undefined): SQL[] =>
  bounds === undefined
    ? []
    : [
        sql`${column} in (select ${companyAncestors.companyId} from ${companyAncestors} where ${isOneOf(companyAncestors.ancestorId, bounds)} and ${companyAncestors.since} <= ${askedDay()})`,
      ];

/** The deals with a participant that is all that `company`, `group` and `role` ask. */
export const withParticipant = (tables: Tables, column: Column, bounds: Bounds, asked: Asked): IdSet[] => {
  const { dealParticipants } = tables;
  const named = [...among(dealParticipants.companyId, bounds.company), ...inGroup(tables, dealParticipants.companyId, bounds.group)];
  const ofRole = among(named.length > 0 ? unsought(dealParticipants.role) : dealParticipants.role, bounds.role);
  const [where, ...others] = [...named, ...ofRole];
  if (where === undefined) return [];
  const besides = [...others, ...isKnown(dealParticipants.knownFrom, asked)];
  return [{ column, id: dealParticipants.dealId, from: sql`${dealParticipants}`, where, besides }];
};

/** The column names a row of the table that passes. */
export const refersTo = (column: Column, table: PgTable, id: Column, passes: SQL): SQL =>
  sql`${column} in (select ${id} from ${table} where ${passes})`;

/** What a column of the table holds in the row that another column names. */
const valueIn = (value: Column, table: PgTable, id: Column, column: Column): SQL =>
  sql`(select ${value} from ${table} where ${id} = ${column})`;

/** The records of a collection with a citation that has all that is asked of it. */
export const citing = ({ citations, sources }: Tables, collection: Listed, column: Column, bounds: Bounds, asked: Asked): IdSet[] => {
  const { source, publisher, attribution } = bounds;
  const isCited = [
    ...among(citations.sourceId, source),
    ...among(sources.publisher, publisher).map((isPublished) => refersTo(citations.sourceId, sources, sources.id, isPublished)),
  ];
  const isOfCollection = sql`${citations.collection} = ${collection}`;
  const known = isKnown(citations.knownFrom, asked);
  const found = isCited.length > 0 ? isCited : among(citations.attribution, attribution);
  if (found.length === 0) return [];
  return [
    {
      column,
      id: citations.recordId,
      from: sql`${citations}`,
      where: sql.join([isOfCollection, ...found], sql` and `),
      // An attribution is common: who looks for it in its index reads more than what cites one source.
      besides: [...(isCited.length > 0 ? among(unsought(citations.attribution), attribution) : []), ...known],
      ofRow: sql.join(
        [
          isOfCollection,
          ...among(citations.sourceId, source),
          ...among(citations.attribution, attribution),
          ...among(valueIn(sources.publisher, sources, sources.id, citations.sourceId), publisher),
          ...known,
        ],
        sql` and `,
      ),
    },
  ];
};

/** The records in which each word of a free text, expanded to the words of the data, occurs: a set for each word. */
export const sayingEveryWord = ({ searchPostings }: Tables, collection: Listed, column: Column, bounds: Bounds, asked: Asked): IdSet[] =>
  Object.entries(bounds).flatMap(([name, terms]) =>
    terms === undefined || !/^word\d+x$/.test(name)
      ? []
      : [
          {
            column,
            id: searchPostings.recordId,
            from: sql`${searchPostings}`,
            where: sql`${searchPostings.collection} = ${collection} and ${isOneOf(searchPostings.term, terms)}`,
            besides: isKnown(searchPostings.knownFrom, asked),
          },
        ],
  );

/** The column is in the set, which is made once: for sets that are small. */
export const isIn = ({ column, id, from, where, besides = [] }: IdSet): SQL =>
  sql`${column} in (select ${id} from ${from} where ${and(where, ...besides)})`;

/**
 * The column is in the set, which is asked for each row: for rows that are few. The column stands as an expression, lest SQLite
 * takes a range of it for one of the set too, and seeks by that.
 */
export const isFoundIn = ({ column, id, from, where, besides = [], ofRow }: IdSet): SQL =>
  sql`exists (select 1 from ${from} where ${id} = ${unsought(column)} and ${ofRow ?? and(where, ...besides)})`;

/** The record names one of the deals, and that could be seen: a link shows once both are known. */
export const linksTo = ({ dealStates }: Tables, column: Column, bounds: readonly Bound[] | undefined, asked: Asked): SQL[] => {
  if (bounds === undefined) return [];
  if (asked.isCurrent) return among(column, bounds);
  const known = sql.join([isOneOf(dealStates.dealId, bounds), ...isKnown(dealStates.knownFrom, asked)], sql` and `);
  return [sql`${column} in (select ${dealStates.dealId} from ${dealStates} where ${known})`];
};

/** One of the columns passes. */
export const eitherOf = (columns: readonly (Column | SQL)[], condition: (column: Column | SQL) => SQL[]): SQL[] => {
  const alternatives = columns.flatMap(condition);
  return alternatives.length === 0 ? [] : [sql`(${sql.join(alternatives, sql` or `)})`];
};
