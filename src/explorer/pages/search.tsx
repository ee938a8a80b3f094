import type { z } from 'zod';
import { toUrl } from '../../api-client/api.ts';
import { toHeading, toWords } from '../../api-client/words.ts';
import type { searchResponseSchema } from '../../modules/search/search.schemas.ts';
import type { Page } from '../page.ts';
import { keptState } from '../parts/links.tsx';

type Hits = z.infer<typeof searchResponseSchema>;
type Hit = Hits['data'][number];

/** Collections with a page of their own. Other hits lead to the API. */
const pathOf = ({ collection, id, url }: Hit): string =>
  collection === 'deals' ? `/deals/${id}` : collection === 'companies' ? `/groups/${id}` : url;

const Highlighted = ({ text, ranges }: Hit['highlights'][number]) => {
  const parts = ranges.flatMap(([start, end], index) => [
    text.slice(index === 0 ? 0 : ranges[index - 1]?.[1], start),
    <mark>{text.slice(start, end)}</mark>,
  ]);
  return (
    <>
      {parts}
      {text.slice(ranges.at(-1)?.[1] ?? 0)}
    </>
  );
};

const Form = ({ query }: { query: string | undefined }) => (
  <form class="filters" method="get" action="/search">
    <label>
      Companies, deals, chips or sources
      <input type="search" name="q" value={query} required />
    </label>
    <button type="submit">Search</button>
  </form>
);

/** Ranked hits of a search. */
export const searchPage: Page = {
  path: '/search',
  build: async (read, input) => {
    const { q } = input.query;
    const base = { title: 'Search', json: toUrl('/v1/search', { q: q ?? 'nvidia', ...keptState(input) }), state: { q } };
    if (q === undefined) {
      const description = 'Find companies, deals, chips and sources by words of their names, titles and notes.';
      return { ...base, sentence: description, description, body: <Form query={undefined} /> };
    }
    const { data, page, meta } = await read<Hits>('/v1/search', { q, limit: 50 });
    const description = data.length === 0 ? `Nothing matches “${q}”.` : `${page.total ?? data.length} records match “${q}”.`;
    return {
      ...base,
      sentence: description,
      description,
      body: (
        <>
          <Form query={q} />
          {meta.truncated ? <p>The search matches too many records, so only the best are ranked.</p> : null}
          <ol class="reports">
            {data.map((hit) => (
              <li>
                <a href={toUrl(pathOf(hit), keptState(input))}>
                  <strong>{hit.title}</strong>
                </a>{' '}
                <span class="tag">{toWords(hit.collection)}</span>
                {hit.highlights
                  .filter(({ text }) => text !== hit.title)
                  .slice(0, 2)
                  .map((highlight) => (
                    <div class="note">
                      {toHeading(highlight.field)}: <Highlighted {...highlight} />
                    </div>
                  ))}
              </li>
            ))}
          </ol>
          {page.next === null ? null : <p>Only the best 50 are shown. Use more words.</p>}
        </>
      ),
    };
  },
};
