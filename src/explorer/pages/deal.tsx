import type { ComponentChildren } from 'preact';
import type { Deal, Detail, Included } from '../../api-client/answers.ts';
import { toUrl } from '../../api-client/api.ts';
import { describeDealTerms } from '../../api-client/deal-terms.ts';
import { describeCertainty, describeStatement, describeStep, formatDate, formatYears, toHeading, toWords } from '../../api-client/words.ts';
import type { Page, PageInput } from '../page.ts';
import { Firmness, Stated } from '../parts/amount.tsx';
import { Citations } from '../parts/citations.tsx';
import { DealLink, GroupLink, keptState, type Titles } from '../parts/links.tsx';
import { Table } from '../parts/table.tsx';
import { readTitles } from './titles.ts';

type Evidence = NonNullable<Deal['evidence']>[number];

/** Finds the evidence for a term. */
const evidenceFor = ({ evidence = [] }: Deal, term: Evidence['term'], company?: string) =>
  evidence.find((one) => one.term === term && (company === undefined || one.company === company));

const Said = ({ evidence, included }: { evidence: Evidence | undefined; included: Included | undefined }) =>
  evidence === undefined ? null : (
    <small class="note">
      {' '}
      said {formatDate(evidence.reportedOn)} by <Citations citations={evidence.citations} included={included} />
    </small>
  );

const Fact = ({ name, children }: { name: string; children: ComponentChildren }) => (
  <>
    <dt>{name}</dt>
    <dd>{children}</dd>
  </>
);

const Facts = ({ deal, included, titles, input }: { deal: Deal; included: Included | undefined; titles: Titles; input: PageInput }) => (
  <dl class="facts">
    <Fact name="Kind">{toHeading(deal.kind)}</Fact>
    <Fact name="Status">
      {toHeading(deal.status)} (<Firmness certainty={deal.certainty} />)
      <Said evidence={evidenceFor(deal, 'status')} included={included} />
    </Fact>
    <Fact name="Amount">
      <Stated amount={deal.amount} />
      {deal.amount?.stated === undefined ? null : <q class="stated">{deal.amount.stated}</q>}
      <Said evidence={evidenceFor(deal, 'amount')} included={included} />
    </Fact>
    {deal.tranches === null ? null : (
      <Fact name="Tranches">
        <ul>
          {deal.tranches.map((tranche) => (
            <li>
              {tranche.label}: {describeStatement(tranche.amount)}, {tranche.status}
              {tranche.condition === undefined ? null : <span class="note">: {tranche.condition}</span>}
            </li>
          ))}
        </ul>
        <Said evidence={evidenceFor(deal, 'tranches')} included={included} />
      </Fact>
    )}
    {deal.valuation === null ? null : (
      <Fact name="Valuation">
        {describeStatement(deal.valuation)} ({toWords(deal.valuation.basis)})
        <Said evidence={evidenceFor(deal, 'valuation')} included={included} />
      </Fact>
    )}
    {deal.termYears === null ? null : (
      <Fact name="Term">
        {formatYears(deal.termYears)}
        <Said evidence={evidenceFor(deal, 'termYears')} included={included} />
      </Fact>
    )}
    {(deal.terms === null ? [] : describeDealTerms(deal.terms)).map(([name, text], index) => (
      <Fact name={name}>
        {text}
        {index === 0 ? <Said evidence={evidenceFor(deal, 'terms')} included={included} /> : null}
      </Fact>
    ))}
    <Fact name="Announced">{describeStep(deal.announcedOn, deal.certainty)}</Fact>
    <Fact name="Closed">{describeStep(deal.closedOn, deal.certainty)}</Fact>
    <Fact name="Known since">{formatDate(deal.knownFrom)}</Fact>
    {deal.partOf === undefined ? null : (
      <Fact name="Part of">
        <DealLink id={deal.partOf} titles={titles} input={input} />
      </Fact>
    )}
    {deal.supersededBy.length === 0 ? null : (
      <Fact name="Replaced by">
        {deal.supersededBy.map((id) => (
          <DealLink id={id} titles={titles} input={input} />
        ))}
      </Fact>
    )}
  </dl>
);

const Parties = ({ deal, included, input }: { deal: Deal; included: Included | undefined; input: PageInput }) => (
  <Table
    caption="Who takes part"
    rows={deal.participants}
    columns={[
      { heading: 'Company', cell: ({ company }) => <GroupLink id={company} names={included?.companies} input={input} /> },
      { heading: 'Role', label: 'Role', cell: ({ role }) => toWords(role) },
      {
        heading: 'Share',
        label: 'Share',
        cell: ({ amount }) => (amount === undefined ? 'not stated' : <Stated amount={amount} />),
      },
      { heading: 'Evidence', cell: ({ company }) => <Said evidence={evidenceFor(deal, 'participant', company)} included={included} /> },
    ]}
  />
);

const History = ({ deal, included }: { deal: Deal; included: Included | undefined }) => (
  <section>
    <h2>What was reported, and by whom</h2>
    <ol class="reports">
      {(deal.history ?? []).map((event) => (
        <li>
          <time dateTime={event.reportedOn}>{formatDate(event.reportedOn)}</time> <span class="tag">{toWords(event.status)}</span>
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
  </section>
);

/** A fact sheet: each claim, who said it, since when it was known, and what came of it. */
export const dealPage: Page = {
  path: '/deals/:id',
  section: '/deals',
  build: async (read, input) => {
    const id = input.params.id ?? '';
    const parameters = { include: ['companies', 'evidence', 'history', 'sources'] };
    const path = `/v1/deals/${encodeURIComponent(id)}`;
    const { data: deal, included } = await read<Detail<Deal>>(path, parameters);
    const related = [...(deal.partOf === undefined ? [] : [deal.partOf]), ...deal.supersededBy];
    const deals = await readTitles(
      read,
      related.map((one) => ({ deal: one })),
    );
    const amount = deal.amount === null ? 'amount not stated' : describeStatement(deal.amount);
    const sentence = `${toHeading(deal.kind)}, ${describeCertainty(deal.certainty)}: ${amount}. Known since ${formatDate(deal.knownFrom)}, newest report ${formatDate(deal.lastReportedOn)}.`;
    return {
      title: deal.title,
      sentence,
      description: deal.summary ?? sentence,
      json: toUrl(path, { ...parameters, ...keptState(input) }),
      citation: toUrl(`${path}/citation`, keptState(input)),
      body: (
        <>
          {deal.summary === undefined ? null : <p>{deal.summary}</p>}
          <Facts deal={deal} included={included} titles={deals} input={input} />
          <Parties deal={deal} included={included} input={input} />
          <History deal={deal} included={included} />
        </>
      ),
    };
  },
};
