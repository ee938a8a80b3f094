import type { Session } from '../../database/database.ts';
import { findHighlight } from '../../domain/highlights.ts';
import type { Collection } from '../../domain/vocabulary.ts';
import type { Analysis } from '../../graph-data/analysis.ts';
import { computeBinding, decodeCursor, encodeCursor, linkToNext } from '../../http/parameters.ts';
import { invalidRequest } from '../../http/problems.ts';
import type { ResponsePayload } from '../../http/response-cache.ts';
import type { Lists } from '../../lists/list-definition.ts';
import { type AsOf, cacheHeaders, resolveAsOf, selectDataset, selectDocuments, toMeta } from '../../records/documents.ts';
import { type ExpandedTerm, expandQuery, type Nearness } from '../../search/search-terms.ts';
import { selectHits, selectTexts } from './search.repository.ts';
import { type SearchQuery, searchedCollections } from './search.schemas.ts';

/** The weight of an indexed term by its similarity to the query term. */
const nearnessFactor: Readonly<Record<Nearness, number>> = { exact: 1, prefix: 0.6, typo: 0.4 };
const maxHighlights = 3;

interface RankedHit {
  collection: Collection;
  id: string;
  score: number;
}

const toKey = ({ collection, id }: { collection: Collection; id: string }) => `${collection}/${id}`;

/** Finds the records that match every query term, best first. */
const rank = async (session: Session, words: readonly ExpandedTerm[][], collections: readonly Collection[], asOf: AsOf) => {
  let hits: Map<string, RankedHit> | undefined;
  let truncated = false;
  for (const expansions of words) {
    const nearness = new Map(expansions.map((one) => [one.term, one.nearness]));
    const found = await selectHits(session, [...nearness.keys()], collections, asOf);
    truncated ||= found.truncated;
    const ofWord = new Map<string, RankedHit>();
    for (const { term, collection, recordId, weight } of found.hits) {
      const score = Math.round(weight * nearnessFactor[nearness.get(term) ?? 'typo']);
      const key = toKey({ collection, id: recordId });
      const before = ofWord.get(key);
      if (before === undefined || before.score < score) ofWord.set(key, { collection, id: recordId, score });
    }
    const soFar: Map<string, RankedHit> | undefined = hits;
    hits =
      soFar === undefined
        ? ofWord
        : new Map(
            [...ofWord].flatMap(([key, hit]) =>
              soFar.has(key) ? [[key, { ...hit, score: hit.score + (soFar.get(key)?.score ?? 0) }]] : [],
            ),
          );
  }
  const ranked = [...(hits ?? new Map<string, RankedHit>()).values()].sort((a, b) => b.score - a.score || (toKey(a) < toKey(b) ? -1 : 1));
  return { ranked, truncated };
};

const getTitle = (body: string | undefined): string => {
  const { name, title } = JSON.parse(body ?? '{}') as { name?: string; title?: string };
  return name ?? title ?? '';
};

const describeHits = async (session: Session, hits: readonly RankedHit[], terms: ReadonlySet<string>, asOf: AsOf) => {
  const titles = new Map<string, string>();
  const highlights = new Map<string, { field: string; text: string; ranges: [number, number][] }[]>();
  for (const collection of new Set(hits.map((hit) => hit.collection))) {
    const ids = hits.filter((hit) => hit.collection === collection).map(({ id }) => id);
    for (const [id, body] of await selectDocuments(session, collection, ids, asOf)) titles.set(toKey({ collection, id }), getTitle(body));
    for (const { recordId, field, text } of await selectTexts(session, collection, ids, asOf)) {
      const highlight = findHighlight(text, terms);
      const key = toKey({ collection, id: recordId });
      if (highlight !== undefined) highlights.set(key, [...(highlights.get(key) ?? []), { field, ...highlight }]);
    }
  }
  return hits.map(({ collection, id, score }) => ({
    collection,
    id,
    title: titles.get(toKey({ collection, id })) ?? '',
    url: `/v1/${collection}/${id}`,
    score,
    highlights: (highlights.get(toKey({ collection, id })) ?? []).slice(0, maxHighlights),
  }));
};

/** Returns a page of ranked hits. */
export const search = async ({ session, today }: Analysis, query: SearchQuery, _lists: Lists, url: string): Promise<ResponsePayload> => {
  const collections = query.collection ?? searchedCollections;
  const binding = computeBinding(['search', query.asOf, query.q, [...collections].sort()]);
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, binding);
  const dataset = await selectDataset(session);
  const asOf = resolveAsOf(dataset, query.asOf, today);
  const words = await expandQuery(session, query.q);
  if (words.length === 0) throw invalidRequest([{ parameter: 'q', message: 'q must contain a letter or digit.' }]);
  const { ranked, truncated } = await rank(session, words, collections, asOf);
  const isBeyond = (hit: RankedHit) =>
    after === undefined || hit.score < Number(after.value) || (hit.score === Number(after.value) && toKey(hit) > after.id);
  const rest = ranked.filter(isBeyond);
  const shown = rest.slice(0, query.limit);
  const last = shown.at(-1);
  const next = rest.length > query.limit && last !== undefined ? encodeCursor(binding, { value: last.score, id: toKey(last) }) : null;
  const data = await describeHits(session, shown, new Set(words.flat().map(({ term }) => term)), asOf);
  return {
    body: JSON.stringify({
      data,
      page: { limit: query.limit, next, total: ranked.length },
      meta: { ...toMeta(dataset, asOf), truncated },
    }),
    headers: { ...linkToNext(url, next), ...cacheHeaders(asOf) },
  };
};
