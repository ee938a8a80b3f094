import { and, eq, inArray, isNotNull, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import { type FilterValues, listPlaceholders, listValues, validAt } from '../database/expressions.ts';
import type { Tables } from '../database/schema/index.ts';
import { daysBetween, lastDayOf, latestDay } from '../domain/dates.ts';
import { type Collection, collections } from '../domain/vocabulary.ts';
import { invalidRequest, type ProblemDetail } from '../http/problems.ts';
import { findNearest } from '../http/suggestions.ts';
import { findCurrentId } from './redirects.ts';

/** The name of a list: a collection, or the events and flows derived from deals. */
export type ListName = Collection | 'events' | 'flows';

/** What to read of a document: the JSON of a record in lists, the same with the history of a deal, or only the evidence of a deal. */
type DocumentPart = 'listed' | 'full' | 'evidence';

/** Returns the expression of a document in full: the JSON of the record in lists, and its history. */
export const fullBody = ({ documents, documentHistories: histories }: Tables): SQL<string> => {
  const history = sql`(select ${histories.body} from ${histories} where ${eq(histories.id, documents.id)})`;
  return sql<string>`substr(${documents.body}, 1, length(${documents.body}) - 1) || ',"history":' || ${history} || '}'`;
};

/** Returns the documents of records by id. Omits ids that are unknown or not valid on the day. */
export const selectDocuments = async (
  session: Session,
  collection: ListName,
  ids: readonly string[],
  asOf: AsOf,
  part: DocumentPart = 'listed',
): Promise<Map<string, string>> => {
  if (ids.length === 0) return new Map();
  const placeholders = listPlaceholders('id', ids.length);
  const statement = session.prepared<{ id: string; body: string }[]>(`documents ${part} ${placeholders.length} ${asOf.isCurrent}`, () => {
    const { tables, orm } = session;
    const { documents, documentEvidence: evidence } = tables;
    const body = {
      listed: documents.body,
      full: fullBody(tables),
      evidence: sql`(select ${evidence.body} from ${evidence} where ${eq(evidence.id, documents.id)})`,
    }[part];
    return orm
      .select({ id: documents.recordId, body: sql<string>`${body}` })
      .from(documents)
      .where(
        and(eq(documents.collection, sql.placeholder('collection')), inArray(documents.recordId, placeholders), validAt(documents, asOf)),
      );
  });
  const rows = await statement.execute({ collection, day: asOf.day, ...listValues('id', ids) });
  return new Map(rows.map(({ id, body }) => [id, body]));
};

/** The end of the date of the newest report, in the document of a deal in talks. Only the deal itself has a certainty after its status. */
const newestReport = /"status":"(?:rumored|in_talks)","certainty":"speculative",.*?"lastReportedOn":"([\d-]+)"/g;

/**
 * Adds `staleDays` to deals in talks: the days from the newest report to the as-of day. Documents are stored, and the number differs from
 * day to day, so it is added to their text, one document per line.
 */
export const addStaleDays = (collection: ListName, text: string, day: string): string =>
  collection === 'deals'
    ? text.replace(newestReport, (found, date: string) => `${found},"staleDays":${Math.max(0, daysBetween(lastDayOf(date), day))}`)
    : text;

/** The metadata of the dataset, and the sequence number of its newest change. */
export interface Dataset {
  name: string;
  version: string;
  date: string;
  license: string;
  sequence: number;
  /** The last day on which anything became known. */
  knownTo: string;
  /** Whether any record has a date later than the year in which it became known. */
  hasFutureDates: boolean;
}

/** Returns the metadata of the dataset. */
export const selectDataset = async (session: Session): Promise<Dataset> => {
  const { dataset } = session.tables;
  const [row] = await session.prepared<Dataset[]>('dataset', () => session.orm.select().from(dataset)).execute();
  if (row === undefined) throw new Error('The database has no dataset.');
  return row;
};

/** Formats the data version: the version of the dataset and the sequence number of the newest change. */
export const formatDataVersion = ({ version, sequence }: Pick<Dataset, 'version' | 'sequence'>): string => `${version}+${sequence}`;

/** Returns the `meta` of a response: the as-of day and the data version. */
export const toMeta = (dataset: Dataset, { asOf, asOfRequested }: AsOf) => ({
  asOf,
  ...(asOfRequested !== undefined && { asOfRequested }),
  dataVersion: formatDataVersion(dataset),
});

/** Returns the `Cache-Control` of a past day, whose responses rarely change. Returns no header for current data. */
export const cacheHeaders = ({ isCurrent }: AsOf): Record<string, string> => (isCurrent ? {} : { 'cache-control': 'public, max-age=300' });

/** The day as of which data are read. */
export interface AsOf {
  /** The day to compare validity intervals with. */
  day: string;
  /** Whether nothing became known after the day, so that statements can read the newest rows. */
  isCurrent: boolean;
  /** An upper bound of all dates in records known on the day. */
  latestDate: string;
  /** The day that `meta.asOf` reports. */
  asOf: string;
  /** The requested day, if it is in the future. */
  asOfRequested?: string;
}

/** Resolves the `asOf` parameter. A future day means today. The default is the last day that the dataset knows. */
export const resolveAsOf = ({ knownTo, hasFutureDates }: Dataset, requested: string | undefined, today: string): AsOf => {
  const isFuture = requested !== undefined && requested > today;
  const asOf = isFuture ? today : (requested ?? knownTo);
  const isCurrent = asOf >= knownTo;
  return {
    day: isCurrent ? knownTo : asOf,
    isCurrent,
    // A date can be as imprecise as a year, which ends on December 31.
    latestDate: hasFutureDates ? latestDay : `${asOf.slice(0, 4)}-12-31`,
    asOf,
    ...(isFuture && { asOfRequested: requested }),
  };
};

/** The maximum number of values to search for a suggestion. */
const candidatesMax = 20_000;

const isCollection = (reference: FilterReference): reference is Collection => collections.some((one) => one === reference);

const referenceColumn = (session: Session, reference: FilterReference): { table: PgTable; column: PgColumn; noun: string } => {
  const { records, sources, companies, companyIdentifiers } = session.tables;
  if (reference === 'identifier')
    return { table: companyIdentifiers, column: companyIdentifiers.identifier, noun: 'identifier of a company' };
  if (reference === 'publisher' || reference === 'outlet') return { table: sources, column: sources[reference], noun: reference };
  if (reference === 'country') return { table: companies, column: companies.country, noun: 'country of a company' };
  return { table: records, column: records.id, noun: `id in ${reference}` };
};

const referenceCondition = (session: Session, reference: FilterReference) => {
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

/** Rejects filters with unknown values, so that a typo does not look like an empty result. */
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
    const placeholders = listPlaceholders('value', values.length);
    const statement = session.prepared<{ value: string }[]>(['existing', reference, placeholders.length].join('|'), () => {
      const { table, column } = referenceColumn(session, reference);
      return session.orm
        .selectDistinct({ value: sql<string>`${column}`.as('existing_value') })
        .from(table)
        .where(and(referenceCondition(session, reference), inArray(column, placeholders)));
    });
    const existing = new Set((await statement.execute(listValues('value', values))).map(({ value }) => value));
    for (const value of values) {
      if (existing.has(value)) continue;
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

/** What the values of a filter refer to: ids of a collection, publishers, outlets, countries or identifiers of companies. */
export type FilterReference = Collection | 'publisher' | 'outlet' | 'country' | 'identifier';
