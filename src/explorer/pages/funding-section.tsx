import type { z } from 'zod';
import { toUrl } from '../../api-client/api.ts';
import { toHeading } from '../../api-client/words.ts';
import type { fundingSchema } from '../../modules/funding/funding.schemas.ts';
import type { PageInput } from '../page.ts';
import { Sum } from '../parts/amount.tsx';
import { keptState } from '../parts/links.tsx';
import { Table } from '../parts/table.tsx';

export type Funding = z.infer<typeof fundingSchema>;

/** What was paid to the company, what is committed, and what depends on conditions. */
export const FundingSection = ({ funding, id, input }: { funding: Funding; id: string; input: PageInput }) =>
  funding.data.totals.length === 0 ? null : (
    <section>
      <h2>Funding by payment status</h2>
      <Table
        rows={funding.data.totals}
        columns={[
          { heading: 'Money', cell: ({ moneyClass }) => toHeading(moneyClass) },
          { heading: 'Paid', label: 'Paid:', cell: ({ paid }) => <Sum usd={paid} /> },
          { heading: 'Committed', label: 'Committed:', cell: ({ committed }) => <Sum usd={committed} /> },
          { heading: 'Conditional', label: 'Conditional:', cell: ({ conditional }) => <Sum usd={conditional} /> },
          { heading: 'Not specified', label: 'Not specified:', cell: ({ unspecified }) => <Sum usd={unspecified} /> },
        ]}
      />
      <p class="note">
        “Not specified” is announced or signed, but no report says what of it was paid.{' '}
        <a href={toUrl(`/v1/companies/${id}/funding`, keptState(input))}>Each deal and tranche, with its evidence (JSON)</a>.
      </p>
    </section>
  );
