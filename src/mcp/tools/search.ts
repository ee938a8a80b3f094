import { z } from 'zod';
import type { Read } from '../../api-client/api.ts';
import { pagePath } from '../../api-client/page-path.ts';
import type { searchResponseSchema } from '../../modules/search/search.schemas.ts';
import { defineTool } from '../tool.ts';

type Hit = z.infer<typeof searchResponseSchema>['data'][number];

const maxHits = 10;
const maxWords = 8;

/** Words of a question that no record is about. */
const commonWords = new Set(
  'a about an and any are as at between by did do does for from has have how in into is it its latest many much of on or that the their to was were what when where which who whom whose why will with'.split(
    ' ',
  ),
);

const toWordsOf = (query: string): string[] => {
  const words = query.match(/[\p{L}\p{N}][\p{L}\p{N}.&-]*/gu) ?? [];
  const rare = words.filter((word) => !commonWords.has(word.toLowerCase()));
  return [...new Set(rare.length === 0 ? words : rare)].slice(0, maxWords);
};

const search = async (read: Read, q: string, limit: number): Promise<Hit[]> =>
  (await read<z.infer<typeof searchResponseSchema>>('/v1/search', { q, limit })).data;

/** Finds records with all words of a query, or else those with the most and best matches of single words. */
const findHits = async (read: Read, query: string): Promise<Hit[]> => {
  const words = toWordsOf(query);
  if (words.length === 0) return [];
  const all = await search(read, words.join(' '), maxHits);
  if (all.length > 0 || words.length === 1) return all;
  const byRecord = new Map<string, Hit>();
  for (const hit of (await Promise.all(words.map((word) => search(read, word, 100)))).flat()) {
    const key = `${hit.collection}/${hit.id}`;
    byRecord.set(key, { ...hit, score: hit.score + (byRecord.get(key)?.score ?? 0) });
  }
  return [...byRecord.values()].sort((a, b) => b.score - a.score).slice(0, maxHits);
};

/** Search in the form that research assistants expect: a list of ids, titles and addresses. */
export const searchTool = defineTool({
  name: 'search',
  title: 'Search',
  description: 'Find companies, deals, chips and sources by words. Open a hit with fetch.',
  input: z.strictObject({ query: z.string().min(1).max(200) }),
  output: z.object({ results: z.array(z.object({ id: z.string(), title: z.string(), url: z.string() })) }),
  run: async ({ read, baseUrl }, { query }) => {
    const hits = await findHits(read, query);
    const structured = {
      results: hits.map(({ collection, id, title }) => ({
        id: `${collection}/${id}`,
        title,
        url: `${baseUrl}${pagePath(collection, id)}`,
      })),
    };
    return { text: JSON.stringify(structured), structured };
  },
});
