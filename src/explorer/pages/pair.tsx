import type { Company, CompanyDetail, DealEvent, Detail, Graph, List, Stake } from '../../api-client/answers.ts';
import { readFirst, toUrl } from '../../api-client/api.ts';
import { countOf, formatDate, natureVerbs, toWords } from '../../api-client/words.ts';
import type { Page } from '../page.ts';
import { describeFirmSum, Firm, Firmness, Stated } from '../parts/amount.tsx';
import { DealLink, GroupLink, keptState } from '../parts/links.tsx';
import { ReportList } from '../parts/report-list.tsx';
import { Table } from '../parts/table.tsx';
import { WholeGroup } from '../parts/whole-group.tsx';
import { StakeTable } from './group-tables.tsx';

/** The maximum number of deals behind the page, which is that of ids in a filter, and of their reports. */
const maxDeals = 50;
const maxReports = 200;

/** What two groups pay each other, and what was reported about it, by whom. */
export const pairPage: Page = {
  path: '/pairs/:a/:b',
  build: async (read, input) => {
    const { a = '', b = '' } = input.params;
    const [[first, second], [graph, stakes]] = await readFirst(
      Promise.all([
        read<Detail<CompanyDetail>>(`/v1/companies/${encodeURIComponent(a)}`),
        read<Detail<CompanyDetail>>(`/v1/companies/${encodeURIComponent(b)}`),
      ]),
      Promise.all([
        read<Graph>('/v1/graph', { group: a }),
        read<List<Stake>>('/v1/stakes', { holder: [a, b], issuer: [a, b], include: ['companies'], limit: 100 }),
      ]),
    );
    const [groupA, groupB] = [first.data.group, second.data.group];
    const known = [...graph.nodes, first.data, second.data];
    const others = [...new Set([groupA, groupB])].filter((id) => known.every((one) => one.id !== id));
    const groups = others.length === 0 ? [] : (await read<List<Company>>('/v1/companies', { id: others })).data;
    const companies = Object.fromEntries([...known, ...groups].map((one) => [one.id, one]));
    const name = (id: string): string => companies[id]?.name ?? id;
    const links = graph.links.filter(
      ({ source, target }) => (source === groupA && target === groupB) || (source === groupB && target === groupA),
    );
    const deals = [...new Set(links.flatMap((link) => link.deals))];
    const query = { deal: deals.slice(0, maxDeals), include: ['deals', 'sources'], sort: 'reportedOn', limit: maxReports };
    const reports = deals.length === 0 ? undefined : await read<List<DealEvent>>('/v1/events', query);
    const sentences = links.map(
      ({ source, target, nature, usd, usdByCertainty }) =>
        `${name(source)} ${natureVerbs[nature]} ${name(target)}: ${describeFirmSum({ ...usd, usdByCertainty })}`,
    );
    const nothing =
      groupA === groupB
        ? `${name(a)} and ${name(b)} belong to the same group. Money within a group does not count.`
        : `No money is known to flow between ${name(a)} and ${name(b)} on this day.`;
    const description = sentences.length === 0 ? nothing : `${sentences.join('; ')}.`;
    return {
      title: `${name(a)} and ${name(b)}`,
      sentence: description,
      description,
      ...(reports === undefined
        ? { json: toUrl('/v1/graph', { group: a, ...keptState(input) }) }
        : {
            json: toUrl('/v1/events', { ...query, ...keptState(input) }),
            csv: toUrl('/v1/events', { deal: query.deal, sort: 'reportedOn', format: 'csv', ...keptState(input) }),
          }),
      body: (
        <>
          <WholeGroup company={first.data} names={companies} input={input} />
          <WholeGroup company={second.data} names={companies} input={input} />
          <Table
            caption="Who pays whom"
            rows={links}
            columns={[
              {
                heading: 'From, to',
                cell: ({ source, target, nature }) => (
                  <>
                    <GroupLink id={source} names={companies} input={input} /> {natureVerbs[nature]}{' '}
                    <GroupLink id={target} names={companies} input={input} />
                  </>
                ),
              },
              {
                heading: 'Amount',
                cell: ({ usd, usdByCertainty, implied }) => (
                  <>
                    <Firm sum={{ ...usd, usdByCertainty }} />
                    {implied ? <span class="note"> (implied, no report states it)</span> : null}
                  </>
                ),
              },
              { heading: 'Deals', cell: (link) => countOf(link.deals.length, 'deal') },
            ]}
          />
          <Table
            caption="The deals behind it"
            rows={deals.flatMap((id) => reports?.included?.deals?.[id] ?? [])}
            columns={[
              { heading: 'Deal', cell: ({ id }) => <DealLink id={id} titles={reports?.included?.deals} input={input} /> },
              { heading: 'Kind', cell: ({ kind }) => toWords(kind) },
              {
                heading: 'Whole amount',
                cell: ({ amount, certainty }) => (
                  <>
                    <Stated amount={amount} /> <Firmness certainty={certainty} />
                  </>
                ),
              },
              { heading: 'Newest report', label: 'Newest report', cell: ({ lastReportedOn }) => formatDate(lastReportedOn) },
            ]}
          />
          <StakeTable caption={`What ${name(a)} owns of ${name(b)}`} stakes={stakes} company={a} is="holder" input={input} />
          <StakeTable caption={`What ${name(b)} owns of ${name(a)}`} stakes={stakes} company={b} is="holder" input={input} />
          <h2>What was reported, and by whom</h2>
          {reports === undefined ? <p>Nothing yet.</p> : <ReportList events={reports.data} included={reports.included} input={input} />}
          {deals.length > maxDeals || reports?.page.next != null ? <p>Only the first reports are shown. The API has all of them.</p> : null}
        </>
      ),
    };
  },
};
