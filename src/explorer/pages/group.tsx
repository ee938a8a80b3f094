import type {
  ChipCommitment,
  CompanyDetail,
  Detail,
  Financial,
  Graph,
  GraphLink,
  List,
  Stake,
  Valuation,
} from '../../api-client/answers.ts';
import { readFirst, toUrl } from '../../api-client/api.ts';
import { capitalize, countInWords, countOf, toWords } from '../../api-client/words.ts';
import type { Page, PageInput } from '../page.ts';
import { Firm } from '../parts/amount.tsx';
import { Key } from '../parts/key.tsx';
import { keptState } from '../parts/links.tsx';
import { Table } from '../parts/table.tsx';
import { WholeGroup } from '../parts/whole-group.tsx';
import { MoneyInOut, type Side } from '../pictures/money-in-out.tsx';
import { CompanyFacts, toOrganization } from './company-facts.tsx';
import { FinancialTable } from './financial-table.tsx';
import { readFundingOverTime } from './funding-over-time.ts';
import { FundingSection } from './funding-section.tsx';
import { ChipTable, type Exposure, FailureTable, RatioTable, StakeTable, ValuationSection } from './group-tables.tsx';

/** The number of counterparties on each side of the picture, and in the tables until the reader asks for more. */
const shownCounterparties = 14;

const countOrNone = (count: number): string => (count === 0 ? 'none' : countInWords(count));

/** Links to or from a counterparty, the largest first. Amounts that nothing states come last. */
const byCounterparty = (links: readonly GraphLink[], end: 'source' | 'target'): [string, GraphLink[]][] => {
  const groups = new Map<string, GraphLink[]>();
  for (const link of links) groups.set(link[end], [...(groups.get(link[end]) ?? []), link]);
  const size = (list: readonly GraphLink[]): number =>
    Math.max(...list.map(({ usd }) => usd.low)) * 1e3 + Math.max(...list.map(({ usd }) => usd.high ?? 0));
  return [...groups].sort(([, a], [, b]) => size(b) - size(a));
};

const toSides = (groups: readonly [string, GraphLink[]][], onBothSides: ReadonlySet<string>, name: (id: string) => string): Side[] =>
  groups.slice(0, shownCounterparties).map(([id, links]) => ({
    name: name(id),
    isOnBothSides: onBothSides.has(id),
    links,
  }));

/** The counterparties of one direction: the largest at once, the others on demand. */
const Counterparties = ({
  heading,
  groups,
  end,
  group,
  name,
  input,
}: {
  heading: string;
  groups: readonly [string, GraphLink[]][];
  end: 'source' | 'target';
  group: string;
  name: (id: string) => string;
  input: PageInput;
}) => {
  const toRows = (some: typeof groups) => some.flatMap(([, links]) => links);
  return (
    <section>
      <h2>
        {heading} ({groups.length})
      </h2>
      <Table<GraphLink>
        rows={toRows(groups.slice(0, shownCounterparties))}
        more={toRows(groups.slice(shownCounterparties))}
        columns={[
          { heading: 'Group', cell: (link) => <a href={toUrl(`/groups/${link[end]}`, keptState(input))}>{name(link[end])}</a> },
          {
            heading: 'For',
            cell: ({ nature, implied }) => (
              <>
                {toWords(nature)}
                {implied ? <span class="note"> (implied)</span> : null}
              </>
            ),
          },
          { heading: 'Amount', cell: ({ usd, usdByCertainty }) => <Firm sum={{ ...usd, usdByCertainty }} /> },
          {
            heading: 'Reports',
            cell: ({ source, target, deals }) => (
              <a href={toUrl(`/pairs/${end === 'source' ? `${source}/${group}` : `${group}/${target}`}`, keptState(input))}>
                {countOf(deals.length, 'deal')}
              </a>
            ),
          },
        ]}
      />
    </section>
  );
};

/** Everything about one group: money in and out, what depends on whom, stakes, valuations and chips. */
export const groupPage: Page = {
  path: '/groups/:id',
  isEmbeddable: true,
  build: async (read, input) => {
    const id = input.params.id ?? '';
    const [company, [graph, exposure, funding, stakes, valuations, financials, chips]] = await readFirst(
      read<Detail<CompanyDetail>>(`/v1/companies/${encodeURIComponent(id)}`),
      Promise.all([
        read<Graph>('/v1/graph', { group: id }),
        read<Exposure>(`/v1/companies/${encodeURIComponent(id)}/exposure`),
        readFundingOverTime(read, id),
        read<List<Stake>>('/v1/stakes', { company: id, include: ['companies'], limit: 100 }),
        read<List<Valuation>>('/v1/valuations', { company: id, sort: 'observedOn', limit: 200 }),
        read<List<Financial>>('/v1/financials', { company: id, include: ['sources'], limit: 100 }),
        read<List<ChipCommitment>>('/v1/chip-commitments', { group: id, include: ['companies', 'deals'], limit: 100 }),
      ]),
    );
    const { group } = company.data;
    const names = new Map(graph.nodes.map((node) => [node.id, node.name]));
    const name = (one: string): string => names.get(one) ?? one;
    const moneyIn = byCounterparty(
      graph.links.filter(({ target }) => target === group),
      'source',
    );
    const moneyOut = byCounterparty(
      graph.links.filter(({ source }) => source === group),
      'target',
    );
    const paid = new Set(moneyOut.map(([one]) => one));
    const both = new Set(moneyIn.map(([one]) => one).filter((one) => paid.has(one)));
    const title = company.data.name;
    const sides = { name: title, left: toSides(moneyIn, both, name), right: toSides(moneyOut, both, name) };
    const description =
      moneyIn.length + moneyOut.length === 0
        ? `No money is known to flow to or from ${title} on this day.`
        : `${capitalize(countOf(moneyIn.length, 'group'))} ${moneyIn.length === 1 ? 'pays' : 'pay'} ${title}; it pays ${countOrNone(moneyOut.length)}. Money flows both ways (⟲) with ${countOrNone(both.size)} of them.`;
    return {
      title: `${title}: money in and out`,
      sentence: description,
      description,
      ...(moneyIn.length + moneyOut.length > 0 && {
        picture: <MoneyInOut {...sides} />,
      }),
      json: toUrl(`/v1/companies/${id}/exposure`, keptState(input)),
      csv: toUrl('/v1/flows', { group, format: 'csv', ...keptState(input) }),
      citation: toUrl(`/v1/companies/${id}/citation`, keptState(input)),
      structuredData: toOrganization(company.data),
      body: (
        <>
          <Key />
          <CompanyFacts company={company.data} />
          <WholeGroup company={company.data} names={{ [group]: { name: name(group) } }} input={input} />
          <div class="columns">
            <Counterparties heading="Money in" groups={moneyIn} end="source" group={group} name={name} input={input} />
            <Counterparties heading="Money out" groups={moneyOut} end="target" group={group} name={name} input={input} />
          </div>
          <FundingSection periods={funding} id={id} input={input} />
          <RatioTable exposure={exposure} name={name} />
          <FailureTable exposure={exposure} name={name} input={input} />
          <ValuationSection valuations={valuations} asOf={valuations.meta.asOf} />
          <FinancialTable financials={financials} />
          <StakeTable caption="Who owns it" stakes={stakes} company={id} is="issuer" input={input} />
          <StakeTable caption="What it owns" stakes={stakes} company={id} is="holder" input={input} />
          <ChipTable commitments={chips} input={input} />
        </>
      ),
    };
  },
};
