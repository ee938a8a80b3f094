import { and, asc, eq, inArray, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { inValues, knownAsOf, listPlaceholders, listValues, validAt } from '../database/expressions.ts';
import type { Tables } from '../database/schema/index.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { type AsOf, selectDocuments } from '../records/documents.ts';
import type { Document, LinkTable, ListDefinition } from './list-definition.ts';

/** Returns the link table from the records of a collection to the sources they cite. */
export const citedSources =
  (collection: Collection) =>
  ({ citations }: Tables): LinkTable => ({
    table: citations,
    from: citations.recordId,
    to: citations.sourceId,
    where: eq(citations.collection, collection),
    knownFrom: citations.knownFrom,
  });

/** Selects the ids of the records that a link table relates to the `id` placeholders. */
const linkedIds = ({ orm }: Session, { table, from, to, where, knownFrom }: LinkTable, idCount: number, asOf: AsOf) =>
  orm
    .selectDistinct({ id: sql<string>`${to}`.as('linked_id') })
    .from(table)
    .where(and(where, inValues(from, listPlaceholders('id', idCount)), ...(knownFrom === undefined ? [] : knownAsOf(knownFrom, asOf))));

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

interface Related {
  id: string;
  body: string;
}

/** Selects the records that a link table relates to the page, ordered by id. */
const selectLinked = async (
  session: Session,
  name: string,
  collection: Collection,
  links: (tables: Tables) => LinkTable,
  ids: readonly string[],
  asOf: AsOf,
): Promise<Related[]> => {
  const placeholders = listPlaceholders('id', ids.length);
  const statement = session.prepared<Related[]>(`linked ${name} ${collection} ${placeholders.length} ${asOf.isCurrent}`, () => {
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
      )
      .orderBy(asc(documents.recordId));
  });
  return statement.execute({ day: asOf.day, ...listValues('id', ids) });
};

/** Selects the records that the documents of the page refer to, ordered by id. */
const selectReferenced = async (
  session: Session,
  collection: Collection,
  references: readonly string[],
  asOf: AsOf,
): Promise<Related[]> => {
  const ids = [...new Set(references)].sort();
  const found = await selectDocuments(session, collection, ids, 'documents', asOf);
  return ids.flatMap((id) => {
    const body = found.get(id);
    return body === undefined ? [] : [{ id, body }];
  });
};

/**
 * Returns the `included` member of a page as JSON, with a leading comma: `,"included":{"companies":{"openai":{...}}}`. Returns an
 * empty string if the request includes nothing. Runs one statement for each included collection.
 */
export const includedJson = async (
  session: Session,
  { collection: listed, includes }: Pick<ListDefinition, 'collection' | 'includes'>,
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
    let related: Related[];
    if ('links' in include) {
      const ids = rows.map(({ id }) => id);
      related = await selectLinked(session, listed, collection, include.links, ids, asOf);
    } else {
      documents ??= rows.map(({ body }) => JSON.parse(body) as Document);
      const ids = documents.flatMap(include.ids).filter((id) => id !== undefined);
      related = await selectReferenced(session, collection, ids, asOf);
    }
    parts.push(`${JSON.stringify(name)}:{${related.map(({ id, body }) => `${JSON.stringify(id)}:${body}`).join(',')}}`);
  }
  return parts.length === 0 ? '' : `,"included":{${parts.join(',')}}`;
};
