import { toUrl } from '../../api-client/api.ts';
import { toHeading } from '../../api-client/words.ts';
import type { PageInput } from '../page.ts';
import { Sum } from '../parts/amount.tsx';
import { keptState } from '../parts/links.tsx';
import { Table } from '../parts/table.tsx';
import { Columns } from '../pictures/columns.tsx';
import type { FundingPeriod, FundingTotal } from './funding-over-time.ts';

/** The parts of an amount by payment status, with their colors. */
export const statuses = [
  { class: 'finance', text: 'paid', status: 'paid' },
  { class: 'finance intended', text: 'committed', status: 'committed' },
  { class: 'finance conditional', text: 'conditional', status: 'conditional' },
  { class: 'plain unspecified', text: 'not specified', status: 'unspecified' },
] as const;

/** Columns of tables of funding. */
export const statusColumns = statuses.map(({ text, status }) => ({
  heading: toHeading(text),
  label: `${toHeading(text)}:`,
  cell: (total: FundingTotal) => <Sum usd={total[status]} />,
}));

/** Draws what was known of one class of money, by payment status. Classes of money are never added up. */
export const FundingPicture = ({ periods, moneyClass }: { periods: readonly FundingPeriod[]; moneyClass: string }) => (
  <Columns
    periods={periods.map(({ lastDay, totals }) => {
      const total = totals.find((one) => one.moneyClass === moneyClass);
      return {
        year: lastDay.slice(0, 4),
        stacks: [total === undefined ? [] : statuses.map(({ class: classes, status }) => ({ class: classes, usd: total[status] }))],
      };
    })}
    entries={[...statuses, { class: 'finance high', text: 'stated at most' }]}
    label={`${toHeading(moneyClass)} funding by payment status, as known over time.`}
  />
);

/** What was paid to the company, what is committed, and what depends on conditions: now, and as known over time. */
export const FundingSection = ({ periods, id, input }: { periods: readonly FundingPeriod[]; id: string; input: PageInput }) => {
  const totals = periods.at(-1)?.totals ?? [];
  const [first] = totals;
  if (first === undefined) return null;
  return (
    <section>
      <h2>Funding by payment status</h2>
      {periods.length < 2 ? null : (
        <figure class="picture">
          <FundingPicture periods={periods} moneyClass={first.moneyClass} />
          <figcaption class="note">{toHeading(first.moneyClass)}, as known at the time.</figcaption>
        </figure>
      )}
      <Table rows={totals} columns={[{ heading: 'Money', cell: ({ moneyClass }) => toHeading(moneyClass) }, ...statusColumns]} />
      <p>
        <a href={toUrl(`/groups/${id}/funding`, keptState(input))}>The same over time as a table, and each deal with its evidence</a>
      </p>
    </section>
  );
};
