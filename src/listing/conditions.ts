import { type Column, type SQL, sql } from 'drizzle-orm';
import { type Asked, askedDay, isKnown, isOneOf } from '../database/expressions.ts';
import type { Tables } from '../database/tables/index.ts';
import type { Bound, Bounds, Listed } from './definition.ts';

/** Building stones of filter conditions. A stone whose filter is not given gives nothing. */

/** The column holds one of the values. */
export const among = (column: Column, bounds: readonly Bound[] | undefined): SQL[] =>
  bounds === undefined ? [] : [isOneOf(column, bounds)];

/** The column is the value or greater. */
export const atLeast = (column: Column, bounds: readonly Bound[] | undefined): SQL[] =>
  bounds === undefined ? [] : [sql`${column} >= ${bounds[0]}`];

/** The column is the value or less. */
export const atMost = (column: Column, bounds: readonly Bound[] | undefined): SQL[] =>
  bounds === undefined ? [] : [sql`${column} <= ${bounds[0]}`];

/** The company of the column belongs to one of the groups, be it as its head. */
export const inGroup = ({ companyAncestors }: Tables, column: Column, bounds: readonly Bound[] | undefined): SQL[] =>
  bounds === undefined
    ? []
    : [
        sql`${column} in (select ${companyAncestors.companyId} from ${companyAncestors} where ${isOneOf(companyAncestors.ancestorId, bounds)} and ${companyAncestors.since} <= ${askedDay()})`,
      ];

/** One citation of the record has all that is asked of it. */
export const cites = ({ citations, sources }: Tables, collection: Listed, id: Column, bounds: Bounds, asked: Asked): SQL[] => {
  const { source, publisher, attribution } = bounds;
  const wanted = [
    ...among(citations.sourceId, source),
    ...among(sources.publisher, publisher),
    ...among(citations.attribution, attribution),
  ];
  if (wanted.length === 0) return [];
  return [
    sql`${id} in (select ${citations.recordId} from ${citations} inner join ${sources} on ${sources.id} = ${citations.sourceId}
      where ${citations.collection} = ${collection} and ${sql.join([...wanted, ...isKnown(citations.knownFrom, asked)], sql` and `)})`,
  ];
};

/** Every word of a free text, expanded to the words of the data, occurs in the record. */
export const saysEveryWord = ({ searchPostings }: Tables, collection: Listed, id: Column, bounds: Bounds, asked: Asked): SQL[] =>
  Object.entries(bounds).flatMap(([name, terms]) =>
    terms === undefined || !/^word\d+x$/.test(name)
      ? []
      : [
          sql`${id} in (select ${searchPostings.recordId} from ${searchPostings}
            where ${searchPostings.collection} = ${collection} and ${sql.join([isOneOf(searchPostings.term, terms), ...isKnown(searchPostings.knownFrom, asked)], sql` and `)})`,
        ],
  );

/** The record names one of the deals, and that could be seen: a link shows once both are known. */
export const linksTo = ({ dealStates }: Tables, column: Column, bounds: readonly Bound[] | undefined, asked: Asked): SQL[] => {
  if (bounds === undefined) return [];
  if (asked.isCurrent) return among(column, bounds);
  const known = sql.join([isOneOf(dealStates.dealId, bounds), ...isKnown(dealStates.knownFrom, asked)], sql` and `);
  return [sql`${column} in (select ${dealStates.dealId} from ${dealStates} where ${known})`];
};

/** One of the columns passes. */
export const eitherOf = (columns: readonly Column[], condition: (column: Column) => SQL[]): SQL[] => {
  const alternatives = columns.flatMap(condition);
  return alternatives.length === 0 ? [] : [sql`(${sql.join(alternatives, sql` or `)})`];
};
