import type { z } from 'zod';
import type { CompanyDetail } from '../../api-client/answers.ts';
import { type Read, toUrl } from '../../api-client/api.ts';
import { matchCompany } from '../../api-client/companies.ts';
import { pagePath } from '../../api-client/page-path.ts';
import { capitalize, countOf, toHeading, toWords } from '../../api-client/words.ts';
import type { searchResponseSchema } from '../../modules/search/search.schemas.ts';
import type { Page, PageInput } from '../page.ts';
import { FilterForm } from '../parts/filter-form.tsx';
import { keptState } from '../parts/links.tsx';

type Hits = z.infer<typeof searchResponseSchema>;
type Hit = Hits['data'][number];

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

/** The maximum number of words that can be the names of two companies. */
const maxPairWords = 5;

/** Finds two companies whose names are next to each other in the query. */
const findPair = async (read: Read, query: string): Promise<[CompanyDetail, CompanyDetail] | undefined> => {
  const words = query.split(/[\s&⇄/–-]+/u).filter((word) => word !== '' && word.toLowerCase() !== 'and');
  if (words.length > maxPairWords) return undefined;
  for (let length = 1; length < words.length; length += 1) {
    const names = [words.slice(0, length), words.slice(length)].map((part) => part.join(' '));
    const [first, second] = await Promise.all(names.map(async (name) => (await matchCompany(read, name)).company));
    if (first !== undefined && second !== undefined && first.id !== second.id) return [first, second];
  }
  return undefined;
};

const Form = ({ input }: { input: PageInput }) => (
  <FilterForm action="/search" input={input} button="Search">
    <label>
      Companies, deals, chips or sources
      <input type="search" name="q" value={input.query.q} required />
    </label>
  </FilterForm>
);

/** Ranked hits of a search. */
export const searchPage: Page = {
  path: '/search',
  build: async (read, input) => {
    const { q } = input.query;
    const base = { title: 'Search', json: toUrl('/v1/search', { q: q ?? 'nvidia', ...keptState(input) }), state: { q } };
    if (q === undefined) {
      const description = 'Find companies, deals, chips and sources by words of their names, titles and notes.';
      return { ...base, sentence: description, description, body: <Form input={input} /> };
    }
    const [{ data, page, meta }, pair] = await Promise.all([read<Hits>('/v1/search', { q, limit: 50 }), findPair(read, q)]);
    const found = page.total ?? data.length;
    const description =
      found === 0 ? `Nothing matches “${q}”.` : `${capitalize(countOf(found, 'record'))} ${found === 1 ? 'matches' : 'match'} “${q}”.`;
    return {
      ...base,
      sentence: description,
      description,
      body: (
        <>
          <Form input={input} />
          {pair === undefined ? null : (
            <p>
              <a href={toUrl(`/pairs/${pair[0].id}/${pair[1].id}`, keptState(input))}>
                <strong>
                  {pair[0].name} and {pair[1].name}
                </strong>
              </a>
              : what they pay each other, and who reported it
            </p>
          )}
          {meta.truncated ? <p>The search matches too many records, so only the best are ranked.</p> : null}
          <ol class="reports">
            {data.map((hit) => (
              <li>
                <a href={toUrl(pagePath(hit.collection, hit.id), keptState(input))}>
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
