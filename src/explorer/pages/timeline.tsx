import type { z } from 'zod';
import type { DealEvent, List } from '../../api-client/answers.ts';
import { toUrl } from '../../api-client/api.ts';
import { pagePath } from '../../api-client/page-path.ts';
import { capitalize, countOf, describeInterval, describeStatement, formatDate, toWords } from '../../api-client/words.ts';
import { dealKinds } from '../../domain/vocabulary.ts';
import type { diffSchema } from '../../modules/diff/diff.schemas.ts';
import type { Page, PageInput } from '../page.ts';
import { Choice } from '../parts/choice.tsx';
import { CompanyField } from '../parts/company-field.tsx';
import { FilterForm } from '../parts/filter-form.tsx';
import { keptState } from '../parts/links.tsx';
import { ReportList } from '../parts/report-list.tsx';

type Difference = z.infer<typeof diffSchema>;

const DayForm = ({ input, input: { query } }: { input: PageInput }) => (
  <FilterForm action="/timeline" input={input} button="Show">
    <label>
      From
      <input type="date" name="from" value={query.from} />
    </label>
    <label>
      To
      <input type="date" name="to" value={query.to} />
    </label>
    <CompanyField name="group" label="Company" input={input} />
    <Choice name="kind" label="Kind" values={dealKinds} selected={query.kind} />
  </FilterForm>
);

/** Says the status and the amount of a record on one of the days. */
const describeSide = (side: Difference['data'][number]['after']): string =>
  [
    'status' in side ? toWords(side.status) : undefined,
    'amount' in side ? describeStatement(side.amount) : undefined,
    'percent' in side && side.percent != null ? describeInterval(side.percent, (percent) => `${percent}%`) : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(', ');

const Changes = ({ difference, from, to, input }: { difference: Difference; from: string; to: string; input: PageInput }) => (
  <section>
    <h2>
      What changed between {formatDate(from)} and {formatDate(to)}
    </h2>
    {input.query.kind === undefined ? null : <p class="note">The comparison includes deals of every kind.</p>}
    {difference.data.length === 0 ? <p>Nothing.</p> : null}
    <ul class="reports">
      {difference.data.map(({ collection, id, classes, before, after }) => (
        <li>
          <a href={toUrl(pagePath(collection, id), keptState(input))}>{'title' in after ? after.title : id}</a>{' '}
          {classes.map((one) => (
            <span class="tag">{toWords(one)}</span>
          ))}
          <div class="note">
            {before === null ? null : `${describeSide(before)} → `}
            {describeSide(after)}
          </div>
        </li>
      ))}
    </ul>
    {difference.page.next === null ? null : (
      <p>
        More changed than is shown. <a href={toUrl('/v1/diff', { fromOn: from, toOn: to, group: input.query.group })}>The API</a> has all of
        it.
      </p>
    )}
  </section>
);

/** With more, the page of a busy month would exceed the size that phones load quickly. */
const maxChanges = 60;

/** Reports by day, newest first, and what changed between two days. */
export const timelinePage: Page = {
  path: '/timeline',
  section: '/timeline',
  companyParameters: ['group'],
  build: async (read, input) => {
    const { query } = input;
    const { from, to, group, kind } = query;
    const filters = { group, kind, reportedFrom: from, reportedTo: to };
    const list = { ...filters, sort: '-reportedOn', include: ['deals', 'sources'], limit: 50, total: 'true', cursor: query.cursor };
    const [events, difference] = await Promise.all([
      read<List<DealEvent>>('/v1/events', list),
      from === undefined || to === undefined
        ? undefined
        : read<Difference>('/v1/diff', { fromOn: from, toOn: to, group, limit: maxChanges, asOf: undefined }),
    ]);
    const newest = events.data[0];
    const description =
      newest === undefined ? 'No report matches.' : `Reports of deals, newest first. The newest is of ${formatDate(newest.reportedOn)}.`;
    return {
      title: 'Timeline',
      sentence: description,
      description,
      json: toUrl('/v1/events', { ...filters, ...keptState(input) }),
      csv: toUrl('/v1/events', { ...filters, format: 'csv', ...keptState(input) }),
      state: { from, to, group, kind },
      body: (
        <>
          <DayForm input={input} />
          {difference === undefined || from === undefined || to === undefined ? (
            <p class="note">Choose two days to see what changed between them.</p>
          ) : (
            <Changes difference={difference} from={from} to={to} input={input} />
          )}
          <h2>{capitalize(countOf(events.page.total ?? events.data.length, 'report'))}</h2>
          <ReportList events={events.data} included={events.included} input={input} />
          {events.page.next === null ? null : (
            <p>
              <a href={toUrl('/timeline', { from, to, group, kind, ...keptState(input), cursor: events.page.next })}>Older reports</a>
            </p>
          )}
        </>
      ),
    };
  },
};
