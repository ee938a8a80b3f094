import type { Company, DealEvent, Detail, Graph, List } from '../../api-client/answers.ts';
import { toUrl } from '../../api-client/api.ts';
import { countOf, describeCertainty, describeSum, natureVerbs } from '../../api-client/words.ts';
import type { Page } from '../page.ts';
import { Firmness, Sum } from '../parts/amount.tsx';
import { GroupLink, keptState } from '../parts/links.tsx';
import { ReportList } from '../parts/report-list.tsx';

/** The maximum number of reports on the page. */
const maxReports = 200;

/** What two groups pay each other, and what was reported about it, by whom. */
export const pairPage: Page = {
  path: '/pairs/:a/:b',
  example: 'amazon/openai',
  build: async (read, input) => {
    const { a = '', b = '' } = input.params;
    // Before the graph, whose filter does not lead from former ids to current ones.
    const [first, second] = await Promise.all([
      read<Detail<Company>>(`/v1/companies/${encodeURIComponent(a)}`),
      read<Detail<Company>>(`/v1/companies/${encodeURIComponent(b)}`),
    ]);
    const graph = await read<Graph>('/v1/graph', { group: a });
    const companies = { [a]: first.data, [b]: second.data };
    const links = graph.links.filter(({ source, target }) => [source, target].includes(a) && [source, target].includes(b));
    const deals = [...new Set(links.flatMap((link) => link.deals))];
    const query = { deal: deals, include: ['deals', 'sources'], sort: 'reportedOn', limit: maxReports };
    const reports = deals.length === 0 ? undefined : await read<List<DealEvent>>('/v1/events', query);
    const name = (id: string): string => companies[id]?.name ?? id;
    const sentences = links.map(
      ({ source, target, nature, usd, certainty }) =>
        `${name(source)} ${natureVerbs[nature]} ${name(target)}: ${describeSum(usd)}, ${describeCertainty(certainty)}`,
    );
    const description =
      sentences.length === 0 ? `No money is known to flow between ${name(a)} and ${name(b)} on this day.` : `${sentences.join('; ')}.`;
    return {
      title: `${name(a)} and ${name(b)}`,
      sentence: description,
      description,
      json: toUrl('/v1/events', { ...query, ...keptState(input) }),
      csv: toUrl('/v1/events', { deal: deals, sort: 'reportedOn', format: 'csv', ...keptState(input) }),
      body: (
        <>
          {links.length === 0 ? null : (
            <table class="cards">
              <caption>Who pays whom</caption>
              <thead>
                <tr>
                  <th scope="col">From, to</th>
                  <th scope="col">Amount</th>
                  <th scope="col">Firmness</th>
                  <th scope="col">Deals</th>
                </tr>
              </thead>
              <tbody>
                {links.map(({ source, target, nature, usd, certainty, deals: behind, implied }) => (
                  <tr>
                    <th scope="row">
                      <GroupLink id={source} names={companies} input={input} /> {natureVerbs[nature]}{' '}
                      <GroupLink id={target} names={companies} input={input} />
                    </th>
                    <td data-label="Amount">
                      <Sum usd={usd} />
                      {implied ? <span class="note"> (implied, no report states it)</span> : null}
                    </td>
                    <td data-label="Firmness">
                      <Firmness certainty={certainty} />
                    </td>
                    <td>{countOf(behind.length, 'deal')}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
          <h2>What was reported, and by whom</h2>
          {reports === undefined ? <p>Nothing yet.</p> : <ReportList events={reports.data} included={reports.included} input={input} />}
          {reports?.page.next == null ? null : <p>Only the first {maxReports} reports are shown.</p>}
        </>
      ),
    };
  },
};
