import { and, eq, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { inValues, listPlaceholders, listValues, validAt } from '../database/expressions.ts';
import type { Tables } from '../database/schema/index.ts';
import type { Collection } from '../domain/vocabulary.ts';

/** What can be listed: the collections, and the events and flows derived from deals. */
export type ListName = Collection | 'events' | 'flows';

/** Short documents, those with the whole history, and the evidence of each. */
export type DocumentForm = 'shortAnswers' | 'fullAnswers' | 'evidenceAnswers';

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
    const documents: Tables['shortAnswers'] = session.tables[form];
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
    // A report is dated by the day it is known, but for dates of less precision: "2025" ends with the year.
    latestDate: hasFutureDates ? '9999-12-31' : `${asOf.slice(0, 4)}-12-31`,
    asOf,
    ...(isFuture && { asOfRequested: requested }),
  };
};
