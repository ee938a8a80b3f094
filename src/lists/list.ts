import { and, eq, inArray, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { citedSources, type FilterValues, knownAsOf, listPlaceholders, listValues, validAt } from '../database/expressions.ts';
import type { Tables } from '../database/schema/index.ts';
import { addDays } from '../domain/dates.ts';
import type { Collection } from '../domain/vocabulary.ts';
import { computeBinding, createForeignCursorProblem, decodeCursor, encodeCursor, linkToNext, type Position } from '../http/parameters.ts';
import { invalidRequest, type ProblemDetail } from '../http/problems.ts';
import type { ResponsePayload } from '../http/response-cache.ts';
import {
  type AsOf,
  addStaleDays,
  cacheHeaders,
  type Dataset,
  requireExisting,
  resolveAsOf,
  selectDataset,
  selectDocuments,
  toMeta,
} from '../records/documents.ts';
import { expandQuery } from '../search/search-terms.ts';
import { countFacets, countRows } from './counts.ts';
import type { Document, LinkTable, ListDefinition, Sort } from './list-definition.ts';
import type { ListQuery } from './list-query.ts';
import { isPositionIn, selectPage, termFilter } from './list-statement.ts';

/** Parses a sort key with an optional leading minus. */
export const parseSort = (sort: string): Sort =>
  sort.startsWith('-') ? { key: sort.slice(1), direction: 'desc' } : { key: sort, direction: 'asc' };

/** The parameters of a list that are not filters. */
const sharedParameters = new Set<string>([
  'limit',
  'cursor',
  'total',
  'facets',
  'sort',
  'fields',
  'include',
  'asOf',
  'format',
  'bom',
] satisfies (keyof ListQuery)[]);

/** Extracts the filters from the parameters of a request, without duplicate values. */
export const toFilters = (query: object): FilterValues => {
  const filters: Record<string, (string | number)[]> = {};
  for (const [name, value] of Object.entries(query)) {
    if (sharedParameters.has(name)) continue;
    const values = new Set<string | number>();
    for (const one of Array.isArray(value) ? value : [value]) if (typeof one === 'string' || typeof one === 'number') values.add(one);
    if (values.size > 0) filters[name] = [...values];
  }
  return filters;
};

/** Rejects ranges whose lower bound exceeds the upper bound. */
const rejectEmptyRanges = (filters: FilterValues): void => {
  const errors: ProblemDetail[] = [];
  for (const lower of Object.keys(filters)) {
    const upper = lower.replace(/From$/, 'To').replace(/Min$/, 'Max');
    const [min, max] = [filters[lower]?.[0], filters[upper]?.[0]];
    if (upper === lower || min === undefined || max === undefined || min <= max) continue;
    errors.push({ parameter: lower, message: `${lower} (${min}) is greater than ${upper} (${max}), so no record can match both.` });
  }
  if (errors.length > 0) throw invalidRequest(errors);
};

/** Rejects a counterparty without the company whose counterparty it is. */
const rejectLoneCounterparties = ({ company, group, ...filters }: FilterValues): void => {
  if (company !== undefined || group !== undefined) return;
  const errors = ['counterparty', 'counterpartyGroup'].flatMap((parameter) =>
    filters[parameter] === undefined ? [] : [{ parameter, message: `${parameter} requires company or group, the other party.` }],
  );
  if (errors.length > 0) throw invalidRequest(errors);
};

/** Replaces `q` with a filter for each of its words, on the terms that match the word. */
const withSearchTerms = async (session: Session, { q, ...filters }: FilterValues): Promise<FilterValues> => {
  const expansions = await expandQuery(session, String(q?.[0]));
  if (expansions.length === 0) throw invalidRequest([{ parameter: 'q', message: 'q must contain a letter or digit.' }]);
  // A word without terms must match no record. No record contains the empty term.
  const terms = expansions.map((expanded, index) => [termFilter(index), expanded.length === 0 ? [''] : expanded.map(({ term }) => term)]);
  return { ...filters, ...Object.fromEntries(terms) };
};

/** Replaces `staleDaysMin` with the last day on which the newest report of a deal can be. */
const withStaleDay = ({ staleDaysMin, ...filters }: FilterValues, { day }: AsOf): FilterValues =>
  staleDaysMin === undefined ? filters : { ...filters, staleDay: [addDays(day, -Number(staleDaysMin[0]))] };

/** Validates filters and expands `q` to search terms. Rejects empty ranges and values that do not exist. */
export const prepareFilters = async (
  session: Session,
  definition: ListDefinition,
  filters: FilterValues,
  asOf: AsOf,
): Promise<FilterValues> => {
  rejectEmptyRanges(filters);
  rejectLoneCounterparties(filters);
  await requireExisting(session, definition.references, filters, asOf);
  const dated = withStaleDay(filters, asOf);
  return dated.q === undefined ? dated : withSearchTerms(session, dated);
};

/** Returns the dataset, the day and the validated filters that a list reads with. */
export const prepareList = async (
  session: Session,
  definition: ListDefinition,
  filters: FilterValues,
  asOfRequested: string | undefined,
  today: string,
  known?: Dataset,
): Promise<{ dataset: Dataset; asOf: AsOf; filters: FilterValues }> => {
  const dataset = known ?? (await selectDataset(session));
  const asOf = resolveAsOf(dataset, asOfRequested, today);
  return { dataset, asOf, filters: await prepareFilters(session, definition, filters, asOf) };
};

/** Returns whether `include` or `fields` requests an optional field. */
export const isIncluded = ({ include, fields }: Pick<ListQuery, 'include' | 'fields'>, name: string): boolean =>
  include?.includes(name) === true || fields?.includes(name) === true;

/** Adds the evidence to documents if requested, and reduces them to the requested fields. */
export const finishDocuments = async (
  session: Session,
  { collection }: Pick<ListDefinition, 'collection'>,
  rows: readonly { id: string; body: string }[],
  query: Pick<ListQuery, 'include' | 'fields'>,
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

/** Returns a page of a list: `{data, page, included?, meta}`. `fixed` contains filters that the route sets. */
export const listRecords = async (
  session: Session,
  definition: ListDefinition,
  query: ListQuery,
  url: string,
  today: string,
  fixed: FilterValues = {},
  known?: Dataset,
): Promise<ResponsePayload> => {
  const { limit, cursor, total, facets } = query;
  const requested = { ...toFilters(query), ...fixed };
  const sort = parseSort(query.sort);
  const bound: unknown[] = [];
  for (const name of Object.keys(requested).sort()) bound.push([name, requested[name]]);
  const binding = computeBinding([definition.collection, query.asOf, query.sort, bound]);
  const after: Position | null = cursor === undefined ? null : decodeCursor(cursor, binding);
  if (after !== null && !isPositionIn(session.tables, definition, sort, after)) throw createForeignCursorProblem();
  const { dataset, asOf, filters } = await prepareList(session, definition, requested, query.asOf, today, known);
  const full = definition.collection === 'deals' && isIncluded(query, 'history');
  // Select one more row to find out whether there is a next page.
  const found = await selectPage(session, definition, { filters, asOf, sort, after, limit: limit + 1, full });
  const rows = found.slice(0, limit);
  const last = found.length > limit ? rows.at(-1) : undefined;
  const next = last === undefined ? null : encodeCursor(binding, last);
  const documents = await finishDocuments(session, definition, rows, query, asOf);
  const page = {
    limit,
    next,
    ...(total === true && { total: await countRows(session, definition, filters, asOf) }),
    ...(facets !== undefined && { facets: await countFacets(session, definition, facets, filters, asOf) }),
  };
  const included = await includedJson(session, definition, query.include, rows, asOf);
  const meta = { ...toMeta(dataset, asOf), ...(await definition.meta?.(session, filters, asOf)) };
  return {
    body: `{"data":[${documents.join(',')}],"page":${JSON.stringify(page)}${included},"meta":${JSON.stringify(meta)}}`,
    headers: { ...linkToNext(url, next), ...cacheHeaders(asOf) },
  };
};
