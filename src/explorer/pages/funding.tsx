import type { CompanyDetail, Detail } from '../../api-client/answers.ts';
import { readFirst, toUrl } from '../../api-client/api.ts';
import { capitalize, countOf, describeSum, formatDate, toHeading, toWords } from '../../api-client/words.ts';
import type { Page } from '../page.ts';
import { Firmness } from '../parts/amount.tsx';
import { DealLink, GroupLink, keptState } from '../parts/links.tsx';
import { Table } from '../parts/table.tsx';
import { type Funding, type FundingTotal, readFundingOverTime } from './funding-over-time.ts';
import { FundingPicture, statusColumns, statuses } from './funding-section.tsx';

/** Says the parts of an amount that are not zero: `paid $30bn`. */
const statedParts = (sums: Pick<FundingTotal, (typeof statuses)[number]['status']>): string[] =>
  statuses.flatMap(({ status, text }) => {
    const { low, high, unknown } = sums[status];
    return low === 0 && !high && unknown === 0 ? [] : [`${text} ${describeSum(sums[status])}`];
  });

const describeTotal = (total: FundingTotal): string => `${toHeading(total.moneyClass)}: ${statedParts(total).join('; ')}.`;

/** What a company was paid and promised over time, and each deal behind it. */
export const fundingPage: Page = {
  path: '/groups/:id/funding',
  isEmbeddable: true,
  build: async (read, input) => {
    const id = input.params.id ?? '';
    const path = `/v1/companies/${encodeURIComponent(id)}/funding`;
    const [company, [funding, periods]] = await readFirst(
      read<Detail<CompanyDetail>>(`/v1/companies/${encodeURIComponent(id)}`),
      Promise.all([
        read<Funding & { names: { companies: Record<string, string> } }>(path, { names: 'true' }),
        readFundingOverTime(read, id),
      ]),
    );
    const { totals, deals } = funding.data;
    const { name } = company.data;
    const [first] = totals;
    const description =
      first === undefined
        ? `No funding of ${name} was known on this day.`
        : `${totals.map(describeTotal).join(' ')} The reports are of ${countOf(
            totals.reduce((sum, { count }) => sum + count, 0),
            'deal',
          )}.`;
    const names = Object.fromEntries(Object.entries(funding.names.companies).map(([one, text]) => [one, { name: text }]));
    return {
      title: `${name}: funding over time`,
      sentence: description,
      description,
      ...(first !== undefined && { picture: <FundingPicture periods={periods} moneyClass={first.moneyClass} /> }),
      json: toUrl(path, keptState(input)),
      csv: toUrl(path, { format: 'csv', ...keptState(input) }),
      citation: toUrl(`/v1/companies/${id}/citation`, keptState(input)),
      body: (
        <>
          <p class="note">
            {first === undefined ? null : `The picture shows ${toWords(first.moneyClass)}, as known on each day. `}
            “Conditional” depends on a condition that a report states. “Not specified” is announced or signed, but no report says what of it
            was paid. See also <GroupLink id={id} names={{ [id]: company.data }} input={input} />.
          </p>
          {totals.map(({ moneyClass }) => (
            <Table
              caption={`${toHeading(moneyClass)}, as known on`}
              rows={periods.flatMap(({ lastDay, totals: known }) => {
                const total = known.find((one) => one.moneyClass === moneyClass);
                return total === undefined ? [] : [{ ...total, lastDay }];
              })}
              columns={[{ heading: 'Day', cell: ({ lastDay }) => formatDate(lastDay) }, ...statusColumns]}
            />
          ))}
          <Table
            caption={`${capitalize(countOf(deals.length, 'deal'))} behind it`}
            rows={deals}
            columns={[
              { heading: 'Deal', cell: ({ deal, title }) => <DealLink id={deal} titles={{ [deal]: { title } }} input={input} /> },
              { heading: 'Payers', cell: ({ payers }) => payers.map((payer) => names[payer]?.name ?? payer).join(', ') },
              {
                heading: 'Amount by payment status',
                cell: ({ split, certainty }) => (
                  <>
                    {statedParts(split).map((part) => (
                      <div>{part}</div>
                    ))}
                    <Firmness certainty={certainty} />
                  </>
                ),
              },
            ]}
          />
        </>
      ),
    };
  },
};
