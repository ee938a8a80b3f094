import type { z } from 'zod';
import { toUrl } from '../../api-client/api.ts';
import { toHeading } from '../../api-client/words.ts';
import type { fundingSchema } from '../../modules/funding/funding.schemas.ts';
import type { PageInput } from '../page.ts';
import { Sum } from '../parts/amount.tsx';
import { keptState } from '../parts/links.tsx';

export type Funding = z.infer<typeof fundingSchema>;

/** What was paid to the company, what is committed, and what depends on conditions. */
export const FundingSection = ({ funding, id, input }: { funding: Funding; id: string; input: PageInput }) =>
  funding.data.totals.length === 0 ? null : (
    <section>
      <h2>Funding by payment status</h2>
      <table class="cards">
        <thead>
          <tr>
            <th scope="col">Money</th>
            <th scope="col">Paid</th>
            <th scope="col">Committed</th>
            <th scope="col">Conditional</th>
            <th scope="col">Not specified</th>
          </tr>
        </thead>
        <tbody>
          {funding.data.totals.map(({ moneyClass, paid, committed, conditional, unspecified }) => (
            <tr>
              <th scope="row">{toHeading(moneyClass)}</th>
              <td data-label="Paid:">
                <Sum usd={paid} />
              </td>
              <td data-label="Committed:">
                <Sum usd={committed} />
              </td>
              <td data-label="Conditional:">
                <Sum usd={conditional} />
              </td>
              <td data-label="Not specified:">
                <Sum usd={unspecified} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <p class="note">
        “Not specified” is announced or signed, but no report says what of it was paid.{' '}
        <a href={toUrl(`/v1/companies/${id}/funding`, keptState(input))}>Each deal and tranche, with its evidence (JSON)</a>.
      </p>
    </section>
  );
