import { and, count, isNotNull, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { type FilterValues, filterParameters, filterPlaceholders, validAt } from '../database/expressions.ts';
import type { AsOf } from '../records/documents.ts';
import type { ListDefinition } from './list-definition.ts';
import { filterConditions } from './list-statement.ts';

/** Counts the rows that match the filters. */
export const countRows = async (session: Session, definition: ListDefinition, filters: FilterValues, asOf: AsOf): Promise<number> => {
  const { isCurrent } = asOf;
  const shape = { collection: definition.collection, filters: filterPlaceholders(filters), isCurrent };
  const statement = session.prepared<{ total: number }[]>(`count ${JSON.stringify(shape)}`, () => {
    const { table } = definition.rows(session.tables);
    return session.orm
      .select({ total: count() })
      .from(table)
      .where(and(validAt(table, asOf), ...filterConditions(session, definition, filters, asOf)));
  });
  const [row] = await statement.execute({ ...filterParameters(filters), day: asOf.day });
  return row?.total ?? 0;
};

/** A value of a filter, and the number of records that have it. */
interface FacetCount {
  value: string;
  count: number;
}

/** Counts the values of one facet among the rows that match the filters other than its own, most frequent first. */
const countFacet = async (
  session: Session,
  definition: ListDefinition,
  name: string,
  { [name]: _own, ...filters }: FilterValues,
  asOf: AsOf,
): Promise<FacetCount[]> => {
  const column = definition.facets?.(session.tables)[name];
  if (column === undefined) throw new Error(`${definition.collection} has no facet ${name}.`);
  const shape = { collection: definition.collection, name, filters: filterPlaceholders(filters), isCurrent: asOf.isCurrent };
  const statement = session.prepared<FacetCount[]>(`facet ${JSON.stringify(shape)}`, () => {
    const { table } = definition.rows(session.tables);
    return session.orm
      .select({ value: sql<string>`${column}`, count: count() })
      .from(table)
      .where(and(validAt(table, asOf), isNotNull(column), ...filterConditions(session, definition, filters, asOf)))
      .groupBy(column);
  });
  const rows = await statement.execute({ ...filterParameters(filters), day: asOf.day });
  return rows.sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
};

/** Counts the values of each requested facet. */
export const countFacets = async (
  session: Session,
  definition: ListDefinition,
  names: readonly string[],
  filters: FilterValues,
  asOf: AsOf,
): Promise<Record<string, FacetCount[]>> => {
  const facets: Record<string, FacetCount[]> = {};
  for (const name of names) facets[name] = await countFacet(session, definition, name, filters, asOf);
  return facets;
};
