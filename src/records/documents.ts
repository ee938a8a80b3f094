import { and, eq, inArray, type SQL, sql } from 'drizzle-orm';
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core';
import type { Session } from '../database/database.ts';
import { citedSources, knownAsOf, listPlaceholders, listValues, validAt } from '../database/expressions.ts';
import type { Tables } from '../database/schema/index.ts';
import { daysBetween, lastDayOf, latestDay } from '../domain/dates.ts';
import type { Collection } from '../domain/vocabulary.ts';

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
export const toMeta = (dataset: Dataset, { day, asOfRequested }: AsOf) => ({
  asOf: day,
  ...(asOfRequested !== undefined && { asOfRequested }),
  dataVersion: formatDataVersion(dataset),
});

/** Returns the `Cache-Control` of a past day, whose responses rarely change. Returns no header for current data. */
export const cacheHeaders = ({ isCurrent }: AsOf): Record<string, string> => (isCurrent ? {} : { 'cache-control': 'public, max-age=300' });

/** The day as of which data are read. */
export interface AsOf {
  /** The day to compare validity intervals with, which `meta.asOf` reports. It can be later than the last day that the dataset knows. */
  day: string;
  /** Whether nothing became known after the day, so that statements can read the newest rows. */
  isCurrent: boolean;
  /** An upper bound of all dates in records known on the day. */
  latestDate: string;
  /** The requested day, if it is in the future. */
  asOfRequested?: string;
}

/** Resolves the `asOf` parameter. A future day means today. The default is the last day that the dataset knows. */
export const resolveAsOf = ({ knownTo, hasFutureDates }: Dataset, requested: string | undefined, today: string): AsOf => {
  const isFuture = requested !== undefined && requested > today;
  const day = isFuture ? today : (requested ?? knownTo);
  return {
    day,
    isCurrent: day >= knownTo,
    // A date can be as imprecise as a year, which ends on December 31.
    latestDate: hasFutureDates ? latestDay : `${day.slice(0, 4)}-12-31`,
    ...(isFuture && { asOfRequested: requested }),
  };
};

/** Finds related records by ids in the document, or by a link table. */
export type IncludeDefinition = { readonly collection: Collection } & (
  | { readonly ids: (document: Document) => (string | undefined)[] }
  | { readonly links: (tables: Tables) => LinkTable }
);

/** A table that relates the records of a page to other records. */
export interface LinkTable {
  table: PgTable;
  /** The id of a record of the page. */
  from: PgColumn;
  /** The id of the related record. */
  to: PgColumn;
  where?: SQL;
  /** The day on which the link became known, if it can be later than that of the record. */
  knownFrom?: PgColumn;
}

export type Document = Readonly<Record<string, unknown>>;

/** A collection, and what `include` can add to its records. */
export interface IncludingCollection {
  readonly collection: ListName;
  /** The values of `include`, which are also the names under `included`. */
  readonly includes: Readonly<Record<string, IncludeDefinition>>;
}

/** The parameters that decide which parts of a record are returned. */
interface PartsQuery {
  fields?: string[] | undefined;
  include?: string[] | undefined;
}

/** Returns whether `include` or `fields` requests an optional field. */
export const isIncluded = ({ include, fields }: PartsQuery, name: string): boolean =>
  include?.includes(name) === true || fields?.includes(name) === true;

/** Adds the evidence to documents if requested, and reduces them to the requested fields. */
export const finishDocuments = async (
  session: Session,
  { collection }: Pick<IncludingCollection, 'collection'>,
  rows: readonly { id: string; body: string }[],
  query: PartsQuery,
  asOf: AsOf,
): Promise<string[]> => {
  const bodies: string[] = [];
  for (const { body } of rows) bodies.push(addStaleDays(collection, body, asOf.day));
  if (isIncluded(query, 'evidence')) {
    const ids = rows.map(({ id }) => id);
    const evidence = await selectDocuments(session, collection, ids, asOf, 'evidence');
    for (const [index, { id }] of rows.entries()) bodies[index] = `${bodies[index]?.slice(0, -1)},"evidence":${evidence.get(id) ?? '[]'}}`;
  }
  const { fields } = query;
  if (fields === undefined) return bodies;
  return bodies.map((body) => {
    const members = Object.entries(JSON.parse(body) as Record<string, unknown>);
    return JSON.stringify(Object.fromEntries(members.filter(([name]) => fields.includes(name))));
  });
};

/** Selects the ids of the records that a link table relates to the `id` placeholders. */
const linkedIds = ({ orm }: Session, { table, from, to, where, knownFrom }: LinkTable, idCount: number, asOf: AsOf) =>
  orm
    .selectDistinct({ id: sql<string>`${to}`.as('linked_id') })
    .from(table)
    .where(and(where, inArray(from, listPlaceholders('id', idCount)), ...(knownFrom === undefined ? [] : knownAsOf(knownFrom, asOf))));

/** Returns the sorted ids of the sources that the given records cite. */
export const selectCitedSources = async (
  session: Session,
  collection: Collection,
  ids: readonly string[],
  asOf: AsOf,
): Promise<string[]> => {
  const placeholders = listPlaceholders('id', ids.length);
  const statement = session.prepared<{ id: string }[]>(`cited ${collection} ${placeholders.length} ${asOf.isCurrent}`, () =>
    linkedIds(session, citedSources(collection)(session.tables), ids.length, asOf).orderBy(session.tables.citations.sourceId),
  );
  return (await statement.execute({ day: asOf.day, ...listValues('id', ids) })).map(({ id }) => id);
};

/** Selects the documents of the records that a link table relates to the page, by id. */
const selectLinked = async (
  session: Session,
  name: string,
  collection: Collection,
  links: (tables: Tables) => LinkTable,
  ids: readonly string[],
  asOf: AsOf,
): Promise<Map<string, string>> => {
  const placeholders = listPlaceholders('id', ids.length);
  const statement = session.prepared<{ id: string; body: string }[]>(
    `linked ${name} ${collection} ${placeholders.length} ${asOf.isCurrent}`,
    () => {
      const { documents } = session.tables;
      return session.orm
        .select({ id: documents.recordId, body: documents.body })
        .from(documents)
        .where(
          and(
            eq(documents.collection, collection),
            inArray(documents.recordId, linkedIds(session, links(session.tables), ids.length, asOf)),
            validAt(documents, asOf),
          ),
        );
    },
  );
  const rows = await statement.execute({ day: asOf.day, ...listValues('id', ids) });
  return new Map(rows.map(({ id, body }) => [id, body]));
};

/** Formats a member of `included`: the documents of related records, ordered by id. */
export const formatIncluded = (name: string, related: ReadonlyMap<string, string>): string => {
  const members: string[] = [];
  for (const id of [...related.keys()].sort()) members.push(`${JSON.stringify(id)}:${related.get(id)}`);
  return `${JSON.stringify(name)}:{${members.join(',')}}`;
};

/**
 * Returns the `included` member of a page as JSON, with a leading comma: `,"included":{"companies":{"openai":{...}}}`. Returns an
 * empty string if the request includes nothing. Runs one statement for each included collection.
 */
export const includedJson = async (
  session: Session,
  { collection: listed, includes }: IncludingCollection,
  requested: readonly string[] | undefined,
  rows: readonly { id: string; body: string }[],
  asOf: AsOf,
): Promise<string> => {
  const parts: string[] = [];
  let documents: Document[] | undefined;
  for (const name of requested ?? []) {
    const include = includes[name];
    if (include === undefined) continue;
    const { collection } = include;
    let related: Map<string, string>;
    if ('links' in include) {
      const ids: string[] = [];
      for (const { id } of rows) ids.push(id);
      related = await selectLinked(session, listed, collection, include.links, ids, asOf);
    } else {
      documents ??= rows.map(({ body }) => JSON.parse(body) as Document);
      const ids = new Set(documents.flatMap(include.ids).filter((id) => id !== undefined));
      related = await selectDocuments(session, collection, [...ids], asOf);
    }
    parts.push(formatIncluded(name, related));
  }
  return parts.length === 0 ? '' : `,"included":{${parts.join(',')}}`;
};
