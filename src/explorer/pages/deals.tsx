import type { Deal, List } from '../../api-client/answers.ts';
import { toUrl } from '../../api-client/api.ts';
import { describeCertainty, describeStep, formatDate, toWords } from '../../api-client/words.ts';
import { certainties, dealKinds, statuses } from '../../domain/vocabulary.ts';
import type { Page, PageInput } from '../page.ts';
import { Firmness, Stated } from '../parts/amount.tsx';
import { Choice } from '../parts/choice.tsx';
import { CompanyField } from '../parts/company-field.tsx';
import { FilterForm, HiddenFields } from '../parts/filter-form.tsx';
import { DealLink, GroupLink, keptState } from '../parts/links.tsx';
import { Table } from '../parts/table.tsx';

/** The number of parties of a deal in the table. */
const shownParties = 4;

/** Filters of the page, which are those of the API. */
const filterNames = [
  'q',
  'company',
  'group',
  'counterparty',
  'counterpartyGroup',
  'kind',
  'status',
  'certainty',
  'amountUsdMin',
  'reportedFrom',
  'reportedTo',
  'publisher',
];

const Filters = ({ input, input: { query }, counts }: { input: PageInput; counts: List<Deal>['page']['facets'] }) => (
  <FilterForm action="/deals" input={input}>
    <label>
      Words
      <input type="search" name="q" value={query.q} />
    </label>
    {query.company === undefined ? (
      <CompanyField name="group" label="Company" input={input} />
    ) : (
      <CompanyField name="company" label="Company without subsidiaries" input={input} />
    )}
    <CompanyField name="counterpartyGroup" label="And company" input={input} />
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
    <HiddenFields values={{ sort: query.sort }} />
  </FilterForm>
);

/** Returns the heading of a column that can be sorted by, and its current order. */
const toSortable = ({ key, name }: { key: string; name: string }, input: PageInput, state: Record<string, string | undefined>) => {
  const current = input.query.sort ?? '-lastReportedOn';
  const sort = current === `-${key}` ? ('descending' as const) : current === key ? ('ascending' as const) : undefined;
  const next = sort === 'descending' || (sort === undefined && key === 'title') ? key : `-${key}`;
  return {
    sort,
    heading: (
      <a href={toUrl('/deals', { ...state, ...keptState(input), sort: next })}>
        {name}
        {sort === undefined ? '' : sort === 'descending' ? ' ↓' : ' ↑'}
      </a>
    ),
  };
};

/** The table of deals with filters, sorting and pages. */
export const dealsPage: Page = {
  path: '/deals',
  section: '/deals',
  companyParameters: ['group', 'company', 'counterparty', 'counterpartyGroup'],
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
    const sortable = (key: string, name: string) => toSortable({ key, name }, input, state);
    const description =
      page.total === 0
        ? 'No deal matches.'
        : page.total === 1
          ? 'One deal matches.'
          : `${(page.total ?? 0).toLocaleString('en-US')} deals match.`;
    return {
      title: 'Deals',
      sentence: description,
      description: 'Deals of AI financing with their amounts, status, parties and sources.',
      json: toUrl('/v1/deals', { ...filters, sort, ...keptState(input) }),
      csv: toUrl('/v1/deals', { ...filters, sort, format: 'csv', ...keptState(input) }),
      state,
      body: (
        <>
          <Filters input={input} counts={page.facets} />
          <Table<Deal>
            rows={data}
            columns={[
              {
                ...sortable('title', 'Deal'),
                cell: (deal) => (
                  <>
                    <DealLink id={deal.id} titles={{ [deal.id]: deal }} input={input} />
                    <div class="note">{toWords(deal.kind)}</div>
                  </>
                ),
              },
              {
                heading: 'Parties',
                cell: ({ participants }) => (
                  <>
                    {participants.slice(0, shownParties).map(({ company }, index) => (
                      <>
                        {index === 0 ? null : ', '}
                        <GroupLink id={company} names={included?.companies} input={input} />
                      </>
                    ))}
                    {participants.length > shownParties ? ` and ${participants.length - shownParties} more` : null}
                  </>
                ),
              },
              {
                heading: 'Firmness',
                cell: ({ certainty, status }) => (
                  <>
                    <Firmness certainty={certainty} />{' '}
                    {toWords(status) === describeCertainty(certainty) ? null : <span class="note">{toWords(status)}</span>}
                  </>
                ),
              },
              { ...sortable('amountUsd', 'Amount'), label: 'Amount', cell: ({ amount }) => <Stated amount={amount} /> },
              {
                ...sortable('announcedOn', 'Announced'),
                label: 'Announced',
                cell: ({ announcedOn, certainty }) => describeStep(announcedOn, certainty),
              },
              {
                ...sortable('lastReportedOn', 'Newest report'),
                label: 'Newest report',
                cell: ({ lastReportedOn }) => formatDate(lastReportedOn),
              },
            ]}
          />
          {data.length > 0 ? null : (
            <p>
              Remove a filter, show a later day, or see <a href="/deals">all deals known now</a>.
            </p>
          )}
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
