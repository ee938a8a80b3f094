import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import { boundList, boundValues, isOneOf } from '../database/expressions.ts';
import { nearestOf } from '../http/nearest.ts';
import { invalidRequest, type ProblemDetail } from '../http/problems.ts';
import type { FilterReference, Given } from './definition.ts';
import type { Moment } from './moment.ts';
import { currentIdOf } from './renames.ts';

/** So many ids are weighed to say which one was probably meant. */
const candidatesMax = 20_000;

const placeOf = (session: Session, reference: FilterReference): { table: PgTable; column: PgColumn; noun: string } => {
  const { records, sources, companies } = session.tables;
  if (reference === 'publisher') return { table: sources, column: sources.publisher, noun: 'publisher' };
  if (reference === 'country') return { table: companies, column: companies.country, noun: 'country of a company' };
  return { table: records, column: records.id, noun: `id in ${reference}` };
};

const conditionFor = (session: Session, reference: FilterReference) => {
  const { records } = session.tables;
  return reference === 'publisher' || reference === 'country' ? undefined : and(eq(records.collection, reference), isNotNull(records.body));
};

const selectExisting = async (session: Session, reference: FilterReference, values: readonly string[]): Promise<Set<string>> => {
  const bounds = boundList('value', values.length);
  const statement = session.prepared<{ value: string }[]>(['existing', reference, bounds.length].join('|'), () => {
    const { table, column } = placeOf(session, reference);
    return session.orm
      .selectDistinct({ value: sql<string>`${column}`.as('existing_value') })
      .from(table)
      .where(and(conditionFor(session, reference), isOneOf(column, bounds)));
  });
  return new Set((await statement.execute(boundValues('value', values))).map(({ value }) => value));
};

/** What exists and is nearest to a value that does not. */
export const nearestExisting = async (
  session: Session,
  reference: FilterReference,
  value: string,
  moment: Moment,
): Promise<string | undefined> => {
  // What would be suggested may not have been known on the day; companies, chips and countries are exempt.
  if (!moment.isCurrent && !['companies', 'chips', 'country'].includes(reference)) return undefined;
  const renamed = reference === 'publisher' || reference === 'country' ? undefined : await currentIdOf(session, reference, value);
  if (renamed !== undefined) return renamed;
  const { table, column } = placeOf(session, reference);
  const rows = await session.orm
    .selectDistinct({ value: sql<string>`${column}`.as('candidate') })
    .from(table)
    .where(conditionFor(session, reference))
    .orderBy(column)
    .limit(candidatesMax);
  return nearestOf(
    value,
    rows.map((row) => row.value),
  );
};

/** Refuses filters that name what does not exist, so that no answer is empty for a slip of the pen. */
export const requireExisting = async (
  session: Session,
  references: Readonly<Record<string, FilterReference>>,
  given: Given,
  moment: Moment,
): Promise<void> => {
  const errors: ProblemDetail[] = [];
  for (const [parameter, reference] of Object.entries(references)) {
    const values = (given[parameter] ?? []).map(String);
    if (values.length === 0) continue;
    const existing = await selectExisting(session, reference, values);
    for (const value of values.filter((one) => !existing.has(one))) {
      const nearest = await nearestExisting(session, reference, value, moment);
      const { noun } = placeOf(session, reference);
      errors.push({
        parameter,
        message: `There is no ${noun} "${value}".${nearest === undefined ? '' : ` Did you mean "${nearest}"?`}`,
        ...(nearest !== undefined && { didYouMean: nearest }),
      });
    }
  }
  if (errors.length > 0) throw invalidRequest(errors);
};
