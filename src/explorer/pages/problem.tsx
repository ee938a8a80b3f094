import type { ProblemDocument } from '../../api-client/api.ts';
import type { PageView } from '../page.ts';

/** Says an error of the API in words, with what the reader may have meant. */
export const problemView = ({ status, title, detail, errors = [] }: ProblemDocument): PageView => {
  const suggestions = errors.flatMap(({ didYouMean }) => (didYouMean === undefined ? [] : [didYouMean]));
  return {
    title,
    sentence: detail,
    description: detail,
    isTimeless: true,
    json: '/v1',
    body: (
      <>
        {suggestions.length === 0 ? null : (
          <p>
            Did you mean{' '}
            {suggestions.map((one) => (
              <strong>{one}</strong>
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
