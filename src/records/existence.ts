import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import { type FilterValues, inValues, listPlaceholders, listValues } from '../database/expressions.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { invalidRequest, type ProblemDetail } from '../http/problems.ts';
import { findNearest } from '../http/suggestions.ts';
import type { AsOf } from './documents.ts';
import { currentIdOf } from './redirects.ts';

/** The number of values compared to find the one that was probably meant. */
const candidatesMax = 20_000;

const referenceColumn = (session: Session, reference: FilterReference): { table: PgTable; column: PgColumn; noun: string } => {
  const { records, sources, companies } = session.tables;
  if (reference === 'publisher') return { table: sources, column: sources.publisher, noun: 'publisher' };
  if (reference === 'country') return { table: companies, column: companies.country, noun: 'country of a company' };
  return { table: records, column: records.id, noun: `id in ${reference}` };
};

const referenceCondition = (session: Session, reference: FilterReference) => {
  const { records } = session.tables;
  return reference === 'publisher' || reference === 'country' ? undefined : and(eq(records.collection, reference), isNotNull(records.body));
};

const selectExisting = async (session: Session, reference: FilterReference, values: readonly string[]): Promise<Set<string>> => {
  const placeholders = listPlaceholders('value', values.length);
  const statement = session.prepared<{ value: string }[]>(['existing', reference, placeholders.length].join('|'), () => {
    const { table, column } = referenceColumn(session, reference);
    return session.orm
      .selectDistinct({ value: sql<string>`${column}`.as('existing_value') })
      .from(table)
      .where(and(referenceCondition(session, reference), inValues(column, placeholders)));
  });
  return new Set((await statement.execute(listValues('value', values))).map(({ value }) => value));
};

/** Suggests the existing value nearest to one that does not exist. */
export const suggestExisting = async (
  session: Session,
  reference: FilterReference,
  value: string,
  asOf: AsOf,
): Promise<string | undefined> => {
  // What would be suggested may not have been known on the day; companies, chips and countries are exempt.
  if (!asOf.isCurrent && !['companies', 'chips', 'country'].includes(reference)) return undefined;
  const renamed = reference === 'publisher' || reference === 'country' ? undefined : await currentIdOf(session, reference, value);
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

/** Rejects filters that name what does not exist, so that no answer is empty because of a typing error. */
export const requireExisting = async (
  session: Session,
  references: Readonly<Record<string, FilterReference>>,
  filters: FilterValues,
  asOf: AsOf,
): Promise<void> => {
  const errors: ProblemDetail[] = [];
  for (const [parameter, reference] of Object.entries(references)) {
    const values = (filters[parameter] ?? []).map(String);
    if (values.length === 0) continue;
    const existing = await selectExisting(session, reference, values);
    for (const value of values.filter((one) => !existing.has(one))) {
      const nearest = await suggestExisting(session, reference, value, asOf);
      const { noun } = referenceColumn(session, reference);
      errors.push({
        parameter,
        message: `Unknown ${noun} "${value}".${nearest === undefined ? '' : ` Did you mean "${nearest}"?`}`,
        ...(nearest !== undefined && { didYouMean: nearest }),
      });
    }
  }
  if (errors.length > 0) throw invalidRequest(errors);
};

/** What the values of a filter have to exist as: ids of a collection, or values in the data. */
export type FilterReference = Collection | 'publisher' | 'country';
