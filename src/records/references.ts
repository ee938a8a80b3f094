import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import { type Collection, collections } from '../domain/vocabulary.ts';
import { findNearest } from '../http/suggestions.ts';
import type { AsOf } from './documents.ts';
import { findCurrentId } from './redirects.ts';

/** What the values of a filter refer to: ids of a collection, publishers, outlets, countries or identifiers of companies. */
export type FilterReference = Collection | 'publisher' | 'outlet' | 'country' | 'identifier';

/** The maximum number of values to search for a suggestion. */
const candidatesMax = 20_000;

const isCollection = (reference: FilterReference): reference is Collection => collections.some((one) => one === reference);

/** Returns the column that has the values of a filter, and what to call them. */
export const referenceColumn = (session: Session, reference: FilterReference): { table: PgTable; column: PgColumn; noun: string } => {
  const { records, sources, companies, companyIdentifiers } = session.tables;
  if (reference === 'identifier')
    return { table: companyIdentifiers, column: companyIdentifiers.identifier, noun: 'identifier of a company' };
  if (reference === 'publisher' || reference === 'outlet') return { table: sources, column: sources[reference], noun: reference };
  if (reference === 'country') return { table: companies, column: companies.country, noun: 'country of a company' };
  return { table: records, column: records.id, noun: `id in ${reference}` };
};

/** Returns the condition on the rows of the column. */
export const referenceCondition = (session: Session, reference: FilterReference) => {
  const { records } = session.tables;
  return isCollection(reference) ? and(eq(records.collection, reference), isNotNull(records.body)) : undefined;
};

/** Returns the existing value that is most similar to an unknown one, or undefined if none is close. */
export const suggestExisting = async (
  session: Session,
  reference: FilterReference,
  value: string,
  asOf: AsOf,
): Promise<string | undefined> => {
  // A suggestion must not reveal what was not yet known on the day. Companies, chips and countries have no such day.
  if (!asOf.isCurrent && !['companies', 'chips', 'country', 'identifier'].includes(reference)) return undefined;
  const renamed = isCollection(reference) ? await findCurrentId(session, reference, value) : undefined;
  if (renamed !== undefined) return renamed;
  const { table, column } = referenceColumn(session, reference);
  const rows = await session.orm
    .selectDistinct({ value: sql<string>`${column}`.as('candidate') })
    .from(table)
    .where(referenceCondition(session, reference))
    .orderBy(column)
    .limit(candidatesMax);
  return findNearest(
    value,
    rows.map((row) => row.value),
  );
};
