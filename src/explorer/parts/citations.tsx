import type { Included } from '../../api-client/answers.ts';
import { formatDate, toWords } from '../../api-client/words.ts';

/** Sources with the kind of attribution, each linked to its publication. */
export const Citations = ({
  citations,
  included,
}: {
  citations: readonly { source: string; attribution: string }[];
  included: Included | undefined;
}) => (
  <ul class="citations">
    {citations.map(({ source, attribution }) => {
      const found = included?.sources?.[source];
      return (
        <li>
          {found === undefined ? (
            source
          ) : (
            <a href={found.url} title={`${found.title}, ${formatDate(found.publishedOn)}`}>
              {found.publisher}
            </a>
          )}{' '}
          <span class="attribution">({toWords(attribution)})</span>
        </li>
      );
    })}
  </ul>
);
