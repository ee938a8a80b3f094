import type { Financial, List } from '../../api-client/answers.ts';
import { describeStatement, formatDate, toHeading, toWords } from '../../api-client/words.ts';
import { Citations } from '../parts/citations.tsx';
import { Table } from '../parts/table.tsx';

/** Revenue, capital expenditure, cash and the like, newest period first. */
export const FinancialTable = ({ financials: { data, included } }: { financials: List<Financial> }) => (
  <Table
    caption="Financial figures"
    rows={data}
    columns={[
      { heading: 'Figure', cell: ({ metric }) => toHeading(metric) },
      {
        heading: 'Period',
        label: 'Period:',
        cell: ({ periodEnd, periodMonths }) =>
          periodMonths === undefined ? formatDate(periodEnd) : `${periodMonths} months to ${formatDate(periodEnd)}`,
      },
      { heading: 'Amount', label: 'Amount:', cell: ({ amount }) => describeStatement(amount) },
      { heading: 'Basis', label: 'Basis:', cell: ({ basis }) => toWords(basis) },
      { heading: 'Evidence', cell: ({ citations }) => <Citations citations={citations} included={included} /> },
    ]}
  />
);
