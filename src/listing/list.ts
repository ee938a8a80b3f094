import type { Session } from '../database/database.ts';
import { bindingOf, decodeCursor, encodeCursor, foreignCursor } from '../http/cursor.ts';
import { invalidRequest } from '../http/problems.ts';
import type { Answer } from '../http/ready-answers.ts';
import { partsOfTarget } from '../http/target.ts';
import { cachingOf, metaOf, selectAnswers, selectDataset } from './answers.ts';
import { countRows } from './count.ts';
import type { Given, IncludeDefinition, ListDefinition, Sort } from './definition.ts';
import { requireExisting } from './existence.ts';
import { includedJson } from './included.ts';
import type { ListQuery } from './list-query.ts';
import { type Moment, momentOf } from './moment.ts';
import { isPositionOf, selectPage } from './page.ts';
import { expandQuery } from './term-expansion.ts';

/** The key and the direction of `sort`. */
export const sortOf = (sort: string): Sort =>
  sort.startsWith('-') ? { key: sort.slice(1), direction: 'desc' } : { key: sort, direction: 'asc' };

const isFilterValue = (value: unknown): value is string | number => typeof value === 'string' || typeof value === 'number';

/** The values of the filters that are given, each once. */
export const givenOf = (filters: Readonly<Record<string, unknown>>): Given =>
  Object.fromEntries(
    Object.entries(filters).flatMap(([name, value]) => {
      const values = [value].flat().filter(isFilterValue);
      return values.length === 0 ? [] : [[name, [...new Set(values)]]];
    }),
  );

/** Ranges whose ends are the wrong way round can never hold. */
const refuseImpossibleRanges = (given: Given): void => {
  const pairs = Object.keys(given).flatMap((name) => {
    if (name.endsWith('From')) return [[name, name.replace(/From$/, 'To')] as const];
    return name.endsWith('Min') ? [[name, name.replace(/Min$/, 'Max')] as const] : [];
  });
  const errors = pairs.flatMap(([lower, upper]) => {
    const [least, most] = [given[lower]?.[0], given[upper]?.[0]];
    return least !== undefined && most !== undefined && least > most
      ? [{ parameter: lower, message: `${lower} (${least}) is beyond ${upper} (${most}): no record can pass both.` }]
      : [];
  });
  if (errors.length > 0) throw invalidRequest(errors);
};

/** Replaces the free text by the words of the data that it stands for, one list a word. */
const withExpandedText = async (session: Session, given: Given): Promise<Given> => {
  const { q, ...rest } = given;
  if (q === undefined) return rest;
  const expansions = await expandQuery(session, String(q[0]));
  if (expansions.length === 0) throw invalidRequest([{ parameter: 'q', message: 'q holds no letter or digit to look for.' }]);
  // A word that nothing resembles must match nothing: the empty text is no word of any record.
  return {
    ...rest,
    ...Object.fromEntries(expansions.map((terms, index) => [`word${index}x`, terms.length === 0 ? [''] : terms.map(({ term }) => term)])),
  };
};

const pick = (body: string, fields: readonly string[] | undefined): string => {
  if (fields === undefined) return body;
  const answer = JSON.parse(body) as Record<string, unknown>;
  return JSON.stringify(Object.fromEntries(Object.entries(answer).filter(([name]) => fields.includes(name))));
};

const withEvidence = (body: string, evidence: string | undefined): string => `${body.slice(0, -1)},"evidence":${evidence ?? '[]'}}`;

/** The bodies of answers with evidence and chosen fields, as a list or a single record asks for them. */
export const finishBodies = async (
  session: Session,
  definition: ListDefinition,
  rows: readonly { id: string; body: string }[],
  wishes: { evidence: boolean; fields: readonly string[] | undefined; moment: Moment },
): Promise<string[]> => {
  const evidence = wishes.evidence
    ? await selectAnswers(
        session,
        definition.collection,
        rows.map(({ id }) => id),
        'evidenceAnswers',
        wishes.moment,
      )
    : undefined;
  return rows.map(({ id, body }) => pick(evidence === undefined ? body : withEvidence(body, evidence.get(id)), wishes.fields));
};

/** Whether an include, or a field that only it brings, is asked for. */
export const isWished = ({ include, fields }: Pick<ListQuery, 'include' | 'fields'>, name: string): boolean =>
  include?.includes(name) === true || fields?.includes(name) === true;

/** The includes of related records that are asked for. */
export const wishedIncludes = (
  definition: ListDefinition,
  include: readonly string[] | undefined,
): (readonly [string, IncludeDefinition])[] =>
  (include ?? []).flatMap((name) => {
    const one = definition.includes[name];
    return one === undefined ? [] : [[name, one] as const];
  });

/** The `Link` header to the next page (RFC 8288), if there is one. */
export const linkToNext = (url: string, next: string | null): Record<string, string> => {
  if (next === null) return {};
  const { path, query } = partsOfTarget(url);
  const parameters = new URLSearchParams(query);
  parameters.set('cursor', next);
  return { link: `<${path}?${parameters.toString()}>; rel="next"` };
};

/** The filters of a request, ready to be bound: ranges that can never hold and names that do not exist are refused. */
export const prepareFilters = async (session: Session, definition: ListDefinition, given: Given, moment: Moment): Promise<Given> => {
  refuseImpossibleRanges(given);
  await requireExisting(session, definition.references, given, moment);
  return withExpandedText(session, given);
};

const notFilters = new Set<string>([
  'limit',
  'cursor',
  'total',
  'sort',
  'fields',
  'include',
  'asOf',
  'format',
] satisfies (keyof ListQuery)[]);

/** The filters that a request gives, those included that the route itself sets. */
export const filtersOf = (query: ListQuery, fixed: Given): Given => {
  const filters = Object.entries(query).filter(([name]) => !notFilters.has(name));
  return { ...givenOf(Object.fromEntries(filters)), ...fixed };
};

/** By which state of the data, up to which day and by which filters a list is read. */
export const readList = async (session: Session, definition: ListDefinition, filters: Given, asOf: string | undefined, today: string) => {
  const dataset = await selectDataset(session);
  const moment = momentOf(dataset, asOf, today);
  return { dataset, moment, given: await prepareFilters(session, definition, filters, moment) };
};

/**
 * One page of a list, within one snapshot: `{data, page, included?, meta}`, and a `Link` to the next (RFC 8288).
 * `fixed` are filters that the route itself sets.
 */
export const listRecords = async (
  session: Session,
  definition: ListDefinition,
  query: ListQuery,
  url: string,
  today: string,
  fixed: Given = {},
): Promise<Answer> => {
  const { limit, cursor, total, sort, fields, include, asOf } = query;
  const filters = filtersOf(query, fixed);
  const binding = bindingOf([definition.collection, asOf, sort, Object.entries(filters).sort(([a], [b]) => (a < b ? -1 : 1))]);
  const after = cursor === undefined ? null : decodeCursor(cursor, binding);
  if (after !== null && !isPositionOf(session, definition, sortOf(sort), after)) throw foreignCursor();
  const { dataset, moment, given } = await readList(session, definition, filters, asOf, today);
  const wishes = { evidence: isWished(query, 'evidence'), fields, moment };
  const full = isWished(query, 'history') && definition.collection === 'deals';
  const { rows, stoppedAt } = await selectPage(session, definition, { given, moment, sort: sortOf(sort), after, limit: limit + 1, full });
  const shown = rows.slice(0, limit);
  const last = rows.length > limit ? shown.at(-1) : stoppedAt;
  const next = last ? encodeCursor(binding, { value: last.value, id: last.id }) : null;
  const bodies = await finishBodies(session, definition, shown, wishes);
  const page = { limit, next, ...(total === true && { total: await countRows(session, definition, given, moment) }) };
  const includes = wishedIncludes(definition, include);
  const included =
    includes.length === 0 ? '' : `,"included":${await includedJson(session, definition.collection, includes, shown, moment)}`;
  const meta = { ...metaOf(dataset, moment), ...(await definition.meta?.(session, given, moment)) };
  return {
    body: `{"data":[${bodies.join(',')}],"page":${JSON.stringify(page)}${included},"meta":${JSON.stringify(meta)}}`,
    headers: { ...linkToNext(url, next), ...cachingOf(moment) },
  };
};
