import type { Session } from '../../database/database.ts';
import { highlightOf } from '../../domain/highlights.ts';
import type { Collection } from '../../domain/vocabulary.ts';
import { bindingOf, decodeCursor, encodeCursor } from '../../http/cursor.ts';
import { invalidRequest } from '../../http/problems.ts';
import type { Answer } from '../../http/ready-answers.ts';
import { linkToNext } from '../../http/target.ts';
import { type AsOf, resolveAsOf } from '../../lists/as-of.ts';
import { cacheHeaders, selectDataset, selectDocuments, toMeta } from '../../records/documents.ts';
import { type ExpandedTerm, expandQuery, type Nearness } from '../../search/search-terms.ts';
import { selectOccurrences, selectTexts } from './search.queries.ts';
import { type SearchQuery, searchedCollections } from './search.schemas.ts';

/** What a word of the data counts for by how near it is to the word of the query. */
const nearnessFactor: Readonly<Record<Nearness, number>> = { exact: 1, prefix: 0.6, typo: 0.4 };
const highlightsMax = 3;

interface Hit {
  collection: Collection;
  id: string;
  score: number;
}

const keyOf = ({ collection, id }: { collection: Collection; id: string }) => `${collection}/${id}`;

/** The records in which every word of the query occurs, best first. */
const rank = async (session: Session, words: readonly ExpandedTerm[][], collections: readonly Collection[], moment: AsOf) => {
  let hits: Map<string, Hit> | undefined;
  let truncated = false;
  for (const expansions of words) {
    const nearness = new Map(expansions.map((one) => [one.term, one.nearness]));
    const found = await selectOccurrences(session, [...nearness.keys()], collections, moment);
    truncated ||= found.truncated;
    const ofWord = new Map<string, Hit>();
    for (const { term, collection, recordId, weight } of found.occurrences) {
      const score = Math.round(weight * nearnessFactor[nearness.get(term) ?? 'typo']);
      const key = keyOf({ collection, id: recordId });
      const before = ofWord.get(key);
      if (before === undefined || before.score < score) ofWord.set(key, { collection, id: recordId, score });
    }
    const soFar: Map<string, Hit> | undefined = hits;
    hits =
      soFar === undefined
        ? ofWord
        : new Map(
            [...ofWord].flatMap(([key, hit]) =>
              soFar.has(key) ? [[key, { ...hit, score: hit.score + (soFar.get(key)?.score ?? 0) }]] : [],
            ),
          );
  }
  const ranked = [...(hits ?? new Map<string, Hit>()).values()].sort((a, b) => b.score - a.score || (keyOf(a) < keyOf(b) ? -1 : 1));
  return { ranked, truncated };
};

const titleOf = (answer: string | undefined): string => {
  const { name, title } = JSON.parse(answer ?? '{}') as { name?: string; title?: string };
  return name ?? title ?? '';
};

const describe = async (session: Session, hits: readonly Hit[], terms: ReadonlySet<string>, moment: AsOf) => {
  const titles = new Map<string, string>();
  const highlights = new Map<string, { field: string; text: string; ranges: [number, number][] }[]>();
  for (const collection of new Set(hits.map((hit) => hit.collection))) {
    const ids = hits.filter((hit) => hit.collection === collection).map(({ id }) => id);
    for (const [id, body] of await selectDocuments(session, collection, ids, 'shortAnswers', moment))
      titles.set(keyOf({ collection, id }), titleOf(body));
    for (const { recordId, field, text } of await selectTexts(session, collection, ids, moment)) {
      const highlight = highlightOf(text, terms);
      const key = keyOf({ collection, id: recordId });
      if (highlight !== undefined) highlights.set(key, [...(highlights.get(key) ?? []), { field, ...highlight }]);
    }
  }
  return hits.map(({ collection, id, score }) => ({
    collection,
    id,
    title: titles.get(keyOf({ collection, id })) ?? '',
    url: `/v1/${collection}/${id}`,
    score,
    highlights: (highlights.get(keyOf({ collection, id })) ?? []).slice(0, highlightsMax),
  }));
};

/** Ranked full text over companies, deals, chips and sources. */
export const search = async (session: Session, query: SearchQuery, url: string, today: string): Promise<Answer> => {
  const collections = query.collection ?? searchedCollections;
  const binding = bindingOf(['search', query.asOf, query.q, [...collections].sort()]);
  const after = query.cursor === undefined ? undefined : decodeCursor(query.cursor, binding);
  const dataset = await selectDataset(session);
  const moment = resolveAsOf(dataset, query.asOf, today);
  const words = await expandQuery(session, query.q);
  if (words.length === 0) throw invalidRequest([{ parameter: 'q', message: 'q holds no letter or digit to look for.' }]);
  const { ranked, truncated } = await rank(session, words, collections, moment);
  const isBeyond = (hit: Hit) =>
    after === undefined || hit.score < Number(after.value) || (hit.score === Number(after.value) && keyOf(hit) > after.id);
  const rest = ranked.filter(isBeyond);
  const shown = rest.slice(0, query.limit);
  const last = shown.at(-1);
  const next = rest.length > query.limit && last !== undefined ? encodeCursor(binding, { value: last.score, id: keyOf(last) }) : null;
  const data = await describe(session, shown, new Set(words.flat().map(({ term }) => term)), moment);
  return {
    body: JSON.stringify({
      data,
      page: { limit: query.limit, next, total: ranked.length },
      meta: { ...toMeta(dataset, moment), truncated },
    }),
    headers: { ...linkToNext(url, next), ...cacheHeaders(moment) },
  };
};
