import type { DealEvent, Included } from '../../api-client/answers.ts';
import { formatDate, toWords } from '../../api-client/words.ts';
import type { PageInput } from '../page.ts';
import { Stated } from './amount.tsx';
import { Citations } from './citations.tsx';
import { DealLink } from './links.tsx';

/** Reports of deals, each with what it stated and who said it. */
export const ReportList = ({
  events,
  included,
  input,
}: {
  events: readonly DealEvent[];
  included: Included | undefined;
  input: PageInput;
}) => (
  <ol class="reports">
    {events.map((event) => (
      <li>
        <time dateTime={event.reportedOn}>{formatDate(event.reportedOn)}</time>{' '}
        <strong>
          <DealLink id={event.deal} titles={included?.deals} input={input} />
        </strong>{' '}
        <span class="tag">{toWords(event.status)}</span>
        {event.amount === undefined ? null : (
          <>
            {' '}
            <Stated amount={event.amount} />
          </>
        )}
        {event.note === undefined ? null : <div>{event.note}</div>}
        <div>
          <Citations citations={event.citations} included={included} />
        </div>
      </li>
    ))}
  </ol>
);
