import { and, eq, isNotNull, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import { type FilterValues, inValues, listPlaceholders, listValues, validAt } from '../database/expressions.ts';
import type { Tables } from '../database/schema/index.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { invalidRequest, type ProblemDetail } from '../http/problems.ts';
import { findNearest } from '../http/suggestions.ts';
import { currentIdOf } from './redirects.ts';

/** What can be listed: the collections, and the events and flows derived from deals. */
export type ListName = Collection | 'events' | 'flows';

/** Short documents, those with the whole history, and the evidence of each. */
export type DocumentForm = 'documents' | 'fullDocuments' | 'evidenceDocuments';

/** The documents of records by id; an id without one is absent. */
export const selectDocuments = async (
  session: Session,
  collection: ListName,
  ids: readonly string[],
  form: DocumentForm,
  asOf: AsOf,
): Promise<Map<string, string>> => {
  if (ids.length === 0) return new Map();
  const placeholders = listPlaceholders('id', ids.length);
  const statement = session.prepared<{ id: string; body: string }[]>(`${form} ${placeholders.length} ${asOf.isCurrent}`, () => {
    const documents: Tables['documents'] = session.tables[form];
    return session.orm
      .select({ id: documents.recordId, body: documents.body })
      .from(documents)
      .where(
        and(eq(documents.collection, sql.placeholder('collection')), inValues(documents.recordId, placeholders), validAt(documents, asOf)),
      );
  });
  const rows = await statement.execute({ collection, day: asOf.day, ...listValues('id', ids) });
  return new Map(rows.map(({ id, body }) => [id, body]));
};

/** The head of the dataset, and how far its changes have come. */
export interface Dataset {
  name: string;
  version: string;
  date: string;
  license: string;
  sequence: number;
  knownTo: string;
  hasFutureDates: boolean;
}

export const selectDataset = async (session: Session): Promise<Dataset> => {
  const { dataset } = session.tables;
  const [row] = await session.prepared<Dataset[]>('dataset', () => session.orm.select().from(dataset)).execute();
  if (row === undefined) throw new Error('The database has no dataset.');
  return row;
};

/** Names the state of the data: the version of the dataset and the number of the newest change. */
export const formatDataVersion = ({ version, sequence }: Pick<Dataset, 'version' | 'sequence'>): string => `${version}+${sequence}`;

/** The `meta` of an answer: the state of the data and the day that it is as of. */
export const toMeta = (dataset: Dataset, { asOf, asOfRequested }: AsOf) => ({
  asOf,
  ...(asOfRequested !== undefined && { asOfRequested }),
  dataVersion: formatDataVersion(dataset),
});

/** How long clients may cache an answer: what was known on a past day hardly ever changes. */
export const cacheHeaders = ({ isCurrent }: AsOf): Record<string, string> => (isCurrent ? {} : { 'cache-control': 'public, max-age=300' });

/** The day that an answer is as of. */
export interface AsOf {
  day: string;
  /** Nothing became known after the day: the newest rows are those of the day. */
  isCurrent: boolean;
  /** No date of a record that was known on the day is later. */
  latestDate: string;
  /** The day that the answer names. */
  asOf: string;
  /** The requested day, if it is in the future. */
  asOfRequested?: string;
}

/** Resolves the `asOf` of a request: a future day means today, none means everything that the dataset has. */
export const resolveAsOf = ({ knownTo, hasFutureDates }: Dataset, requested: string | undefined, today: string): AsOf => {
  const isFuture = requested !== undefined && requested > today;
  const asOf = isFuture ? today : (requested ?? knownTo);
  const isCurrent = asOf >= knownTo;
  return {
    day: isCurrent ? knownTo : asOf,
    isCurrent,
    // A date of less precision ends with its year.
    latestDate: hasFutureDates ? '9999-12-31' : `${asOf.slice(0, 4)}-12-31`,
    asOf,
    ...(isFuture && { asOfRequested: requested }),
  };
};

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
