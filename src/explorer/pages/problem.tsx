import { type ProblemDocument, toUrl } from '../../api-client/api.ts';
import { replaceId } from '../../api-client/page-path.ts';
import { splitTarget } from '../../http/parameters.ts';
import type { PageView } from '../page.ts';

/** Returns the URL with the suggested value of a parameter, or with the suggested id in the path. */
const toSuggestedUrl = (url: string, parameter: string, value: string, requestedId: string | undefined): string => {
  const { path, query } = splitTarget(url);
  const parameters = new URLSearchParams(query);
  if (!parameters.has(parameter)) return requestedId === undefined ? toUrl('/search', { q: value }) : replaceId(url, requestedId, value);
  parameters.set(parameter, value);
  return `${path}?${parameters}`;
};

/** Says an error of the API in words, with what the reader may have meant. */
export const problemView = ({ status, title, detail, errors = [] }: ProblemDocument, url: string, requestedId?: string): PageView => {
  const suggestions = errors.flatMap(({ parameter = '', didYouMean }) =>
    didYouMean === undefined ? [] : [{ text: didYouMean, href: toSuggestedUrl(url, parameter, didYouMean, requestedId) }],
  );
  return {
    title,
    // The suggestion follows as a link.
    sentence: suggestions.length === 0 ? detail : detail.replaceAll(/ Did you mean "[^"]*"\?/g, ''),
    description: detail,
    isNotice: true,
    json: '/v1',
    body: (
      <>
        {suggestions.length === 0 ? null : (
          <p>
            Did you mean{' '}
            {suggestions.map(({ text, href }, index) => (
              <>
                {index === 0 ? null : ', '}
                <a href={href}>{text}</a>
              </>
            ))}
            ?
          </p>
        )}
        <p>
          Status {status}. <a href="/">Start page</a>, <a href="/search">search</a>, <a href="/deals">all deals</a>.
        </p>
      </>
    ),
  };
};
