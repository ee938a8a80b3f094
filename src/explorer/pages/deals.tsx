import type { Deal, List } from '../../api-client/answers.ts';
import { toUrl } from '../../api-client/api.ts';
import { describeCertainty, formatDate, toWords } from '../../api-client/words.ts';
import { certainties, dealKinds, statuses } from '../../domain/vocabulary.ts';
import type { Page, PageInput } from '../page.ts';
import { Firmness, Stated } from '../parts/amount.tsx';
import { Choice } from '../parts/choice.tsx';
import { DealLink, GroupLink, keptState } from '../parts/links.tsx';

/** Filters of the page, which are those of the API. */
const filterNames = [
  'q',
  'company',
  'group',
  'counterparty',
  'kind',
  'status',
  'certainty',
  'amountUsdMin',
  'reportedFrom',
  'reportedTo',
  'publisher',
];

/** Columns that can be sorted by. */
const sortable = [
  { key: 'title', name: 'Deal' },
  { key: 'amountUsd', name: 'Amount' },
  { key: 'announcedOn', name: 'Announced' },
  { key: 'lastReportedOn', name: 'Newest report' },
];

const Filters = ({ query, counts }: { query: PageInput['query']; counts: List<Deal>['page']['facets'] }) => (
  <form class="filters" method="get" action="/deals">
    <label>
      Words
      <input type="search" name="q" value={query.q} />
    </label>
    <label>
      Company (id)
      <input name="company" value={query.company} />
    </label>
    <Choice name="kind" label="Kind" values={dealKinds} selected={query.kind} counts={counts?.kind} />
    <Choice name="status" label="Status" values={statuses} selected={query.status} counts={counts?.status} />
    <Choice
      name="certainty"
      label="Firmness"
      values={certainties}
      selected={query.certainty}
      counts={counts?.certainty}
      format={describeCertainty}
    />
    <label>
      At least, in US dollars
      <input name="amountUsdMin" inputMode="numeric" value={query.amountUsdMin} />
    </label>
    {['sort', 'asOf', 'dataVersion'].map((name) =>
      query[name] === undefined ? null : <input type="hidden" name={name} value={query[name]} />,
    )}
    <button type="submit">Filter</button>
  </form>
);

const SortLink = ({
  column,
  input,
  state,
}: {
  column: (typeof sortable)[number];
  input: PageInput;
  state: Record<string, string | undefined>;
}) => {
  const current = input.query.sort ?? '-lastReportedOn';
  const isDescending = current === `-${column.key}`;
  const isSorted = isDescending || current === column.key;
  const next = isDescending || (!isSorted && column.key === 'title') ? column.key : `-${column.key}`;
  return (
    <th scope="col" {...(isSorted && { 'aria-sort': isDescending ? ('descending' as const) : ('ascending' as const) })}>
      <a href={toUrl('/deals', { ...state, ...keptState(input), sort: next })}>
        {column.name}
        {isSorted ? (isDescending ? ' ↓' : ' ↑') : ''}
      </a>
    </th>
  );
};

/** The table of deals with filters, sorting and pages. */
export const dealsPage: Page = {
  path: '/deals',
  section: '/deals',
  build: async (read, input) => {
    const { query } = input;
    const filters = Object.fromEntries(filterNames.map((name) => [name, query[name]]));
    const sort = query.sort ?? '-lastReportedOn';
    const { data, page, included } = await read<List<Deal>>('/v1/deals', {
      ...filters,
      sort,
      cursor: query.cursor,
      include: ['companies'],
      total: 'true',
      facets: ['kind', 'status', 'certainty'],
    });
    const state = { ...filters, sort: query.sort };
    const description = page.total === 1 ? 'One deal matches.' : `${(page.total ?? 0).toLocaleString('en-US')} deals match.`;
    return {
      title: 'Deals',
      sentence: description,
      description: 'Deals of AI financing with their amounts, status, parties and sources.',
      json: toUrl('/v1/deals', { ...filters, sort, ...keptState(input) }),
      csv: toUrl('/v1/deals', { ...filters, sort, format: 'csv', ...keptState(input) }),
      state,
      body: (
        <>
          <Filters query={query} counts={page.facets} />
          <table class="cards">
            <thead>
              <tr>
                {sortable.slice(0, 1).map((column) => (
                  <SortLink column={column} input={input} state={state} />
                ))}
                <th scope="col">Parties</th>
                <th scope="col">Firmness</th>
                {sortable.slice(1).map((column) => (
                  <SortLink column={column} input={input} state={state} />
                ))}
              </tr>
            </thead>
            <tbody>
              {data.map((deal) => (
                <tr>
                  <th scope="row">
                    <DealLink id={deal.id} included={{ deals: { [deal.id]: deal } }} input={input} />
                    <div class="note">{toWords(deal.kind)}</div>
                  </th>
                  <td>
                    {deal.participants.slice(0, 4).map(({ company }, index) => (
                      <>
                        {index === 0 ? null : ', '}
                        <GroupLink id={company} names={included?.companies} input={input} />
                      </>
                    ))}
                    {deal.participants.length > 4 ? ` and ${deal.participants.length - 4} more` : null}
                  </td>
                  <td>
                    <Firmness certainty={deal.certainty} />{' '}
                    {toWords(deal.status) === describeCertainty(deal.certainty) ? null : <span class="note">{toWords(deal.status)}</span>}
                  </td>
                  <td data-label="Amount">
                    <Stated amount={deal.amount} />
                  </td>
                  <td data-label="Announced">{deal.announcedOn === null ? 'not yet' : formatDate(deal.announcedOn)}</td>
                  <td data-label="Newest report">{formatDate(deal.lastReportedOn)}</td>
                </tr>
              ))}
            </tbody>
          </table>
          {page.next === null ? null : (
            <p>
              <a href={toUrl('/deals', { ...state, ...keptState(input), cursor: page.next })}>Next page</a>
            </p>
          )}
        </>
      ),
    };
  },
};
