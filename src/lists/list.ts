import { and, inArray, sql } from 'drizzle-orm';
import type { Session } from '../database/database.ts';
import { type FilterValues, listPlaceholders, listValues } from '../database/expressions.ts';
import { addDays } from '../domain/dates.ts';
import { computeBinding, createForeignCursorProblem, decodeCursor, encodeCursor, linkToNext, type Position } from '../http/parameters.ts';
import { invalidRequest, type ProblemDetail } from '../http/problems.ts';
import type { ResponsePayload } from '../http/response-cache.ts';
import {
  type AsOf,
  cacheHeaders,
  type Dataset,
  finishDocuments,
  includedJson,
  isIncluded,
  resolveAsOf,
  selectDataset,
  toMeta,
} from '../records/documents.ts';
import { type FilterReference, referenceColumn, referenceCondition, suggestExisting } from '../records/references.ts';
import { expandQuery } from '../search/search-terms.ts';
import { countFacets, countRows } from './counts.ts';
import type { ListDefinition, Sort } from './list-definition.ts';
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
