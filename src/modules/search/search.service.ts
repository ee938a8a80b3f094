import type { Session } from '../../database/database.ts';
import { findHighlight, type Highlight } from '../../domain/highlights.ts';
import type { Collection } from '../../domain/vocabulary.ts';
import type { Analysis } from '../../graph-data/analysis.ts';
import { computeBinding, decodeCursor, encodeCursor, linkToNext } from '../../http/parameters.ts';
import { invalidRequest } from '../../http/problems.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import type { Lists } from '../../lists/list-definition.ts';
import { type AsOf, cacheHeaders, resolveAsOf, selectDataset, toMeta } from '../../records/documents.ts';
import { type ExpandedTerm, expandQuery, type Nearness } from '../../search/search-terms.ts';
import { maxHits, selectHits, selectTexts } from './search.repository.ts';
import { type SearchQuery, searchedCollections } from './search.schemas.ts';

/** The weight of an indexed term by its similarity to the query term. */
const nearnessFactor: Readonly<Record<Nearness, number>> = { exact: 1, prefix: 0.6, typo: 0.4 };
const maxHighlights = 3;
/** With at most this number of hits, a search takes one or two milliseconds. A worker thread takes half a millisecond to receive it and respond. */
const quickHitsMax = 2_000;

interface RankedHit {
  /** `{collection}/{id}`. Hits with equal scores are ordered by it. */
  key: string;
  collection: Collection;
  id: string;
  score: number;
}

/** Finds the records that match every query term, best first. Reads at most `hitsMax` hits of each term. */
const rank = async (
  session: Session,
  words: readonly ExpandedTerm[][],
  collections: readonly Collection[],
  asOf: AsOf,
  hitsMax: number,
) => {
  let hits: ReadonlyMap<string, RankedHit> | undefined;
  let truncated = false;
  for (const expansions of words) {
    const nearness = new Map(expansions.map((one) => [one.term, one.nearness]));
    const found = await selectHits(session, [...nearness.keys()], collections, asOf, hitsMax);
    truncated ||= found.truncated;
    // With fewer than all hits, the search is repeated on a thread.
    if (truncated && hitsMax < maxHits) break;
    const ofWord = new Map<string, RankedHit>();
    for (const { term, collection, recordId: id, weight } of found.hits) {
      const key = `${collection}/${id}`;
      const scoreSoFar = hits === undefined ? 0 : hits.get(key)?.score;
      if (scoreSoFar === undefined) continue;
      const score = scoreSoFar + Math.round(weight * nearnessFactor[nearness.get(term) ?? 'typo']);
      const best = ofWord.get(key);
      if (best === undefined) ofWord.set(key, { key, collection, id, score });
      else best.score = Math.max(best.score, score);
    }
    hits = ofWord;
  }
  const ranked = [...(hits ?? new Map<string, RankedHit>()).values()].sort((a, b) => b.score - a.score || (a.key < b.key ? -1 : 1));
  return { ranked, truncated };
};

/** The fields with the name or title of a record. */
const titleFields: readonly string[] = ['name', 'title'];

const describeHits = async (session: Session, hits: readonly RankedHit[], terms: ReadonlySet<string>, asOf: AsOf) => {
  const described = new Map(hits.map(({ key }) => [key, { title: '', highlights: [] as ({ field: string } & Highlight)[] }]));
  for (const collection of new Set(hits.map((hit) => hit.collection))) {
    const ids = hits.filter((hit) => hit.collection === collection).map(({ id }) => id);
    for (const { recordId, field, text } of await selectTexts(session, collection, ids, asOf)) {
      const hit = described.get(`${collection}/${recordId}`);
      if (hit === undefined) continue;
      if (titleFields.includes(field)) hit.title = text;
      const highlight = hit.highlights.length === maxHighlights ? undefined : findHighlight(text, terms);
      if (highlight !== undefined) hit.highlights.push({ field, ...highlight });
    }
  }
  return hits.map(({ key, collection, id, score }) => ({ collection, id, title: '', url: `/v1/${key}`, score, ...described.get(key) }));
};

/** Ranks the hits of a query. Reads at most `hitsMax` hits of each term. */
const findHits = async ({ session, today }: Analysis, query: SearchQuery, hitsMax: (words: number) => number) => {
  const collections = query.collection ?? searchedCollections;
  const binding = computeBinding(['search', query.asOf, query.q, [...collections].sort()]);
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, binding);
  const dataset = await selectDataset(session);
  const asOf = resolveAsOf(dataset, query.asOf, today);
  const words = await expandQuery(session, query.q);
  if (words.length === 0) throw invalidRequest([{ parameter: 'q', message: 'q must contain a letter or digit.' }]);
  return { ...(await rank(session, words, collections, asOf, hitsMax(words.length))), words, binding, after, dataset, asOf };
};

const toPage = async (
  { session }: Analysis,
  { limit }: SearchQuery,
  { ranked, truncated, words, binding, after, dataset, asOf }: Awaited<ReturnType<typeof findHits>>,
  url: string,
): Promise<ResponsePayload> => {
  const isBeyond = (hit: RankedHit) =>
    after === undefined || hit.score < Number(after.value) || (hit.score === Number(after.value) && hit.key > after.id);
  const rest = ranked.filter(isBeyond);
  const shown = rest.slice(0, limit);
  const last = shown.at(-1);
  const next = rest.length > limit && last !== undefined ? encodeCursor(binding, { value: last.score, id: last.key }) : null;
  const data = await describeHits(session, shown, new Set(words.flat().map(({ term }) => term)), asOf);
  return {
    body: JSON.stringify({ data, page: { limit, next, total: ranked.length }, meta: { ...toMeta(dataset, asOf), truncated } }),
    headers: { ...linkToNext(url, next), ...cacheHeaders(asOf) },
  };
};

/** Returns a page of ranked hits. */
export const search = async (analysis: Analysis, query: SearchQuery, _lists: Lists, url: string): Promise<ResponsePayload> =>
  toPage(analysis, query, await findHits(analysis, query, () => maxHits), url);

/** Returns the same page if the query has few hits, and otherwise undefined. */
export const searchQuickly = async (analysis: Analysis, query: SearchQuery, url: string): Promise<ResponsePayload | undefined> => {
  const found = await findHits(analysis, query, (words) => Math.floor(quickHitsMax / words));
  return found.truncated ? undefined : toPage(analysis, query, found, url);
};
