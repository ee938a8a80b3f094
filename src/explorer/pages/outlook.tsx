import type { z } from 'zod';
import { toUrl } from '../../api-client/api.ts';
import { capitalize, countOf, describeSum, formatDate } from '../../api-client/words.ts';
import type { outlookSchema } from '../../modules/outlook/outlook.schemas.ts';
import type { Page } from '../page.ts';
import { Sum } from '../parts/amount.tsx';
import { CompanyField } from '../parts/company-field.tsx';
import { FilterForm } from '../parts/filter-form.tsx';
import { DealLink, keptState } from '../parts/links.tsx';
import { Table } from '../parts/table.tsx';
import { Columns } from '../pictures/columns.tsx';
import { readCommitmentTitles, readTitles } from './titles.ts';

type Outlook = z.infer<typeof outlookSchema>;
type Unit = Outlook['data']['unscheduledUnits'][number];

/** The number of deals in each list. */
const shownUnits = 25;

/** Committed spending by calendar year. */
export const outlookPage: Page = {
  path: '/outlook',
  section: '/outlook',
  isEmbeddable: true,
  companyParameters: ['group'],
  build: async (read, input) => {
    const { group } = input.query;
    const { data } = await read<Outlook>('/v1/outlook', { group });
    const { years, total, scheduled, unscheduled, unscheduledUnits } = data;
    const listed = [...scheduled.slice(0, shownUnits), ...unscheduledUnits.slice(0, shownUnits)];
    const [titles, commitments] = await Promise.all([readTitles(read, listed), readCommitmentTitles(read, listed)]);
    const name = ({ deal, chipCommitment }: Pick<Unit, 'deal' | 'chipCommitment'>) => {
      if (deal !== null) return <DealLink id={deal} titles={titles} input={input} />;
      const { title, buyer, chipVendor } = commitments[chipCommitment ?? ''] ?? { title: chipCommitment };
      return <a href={toUrl('/chips', { group: buyer, chipVendor, ...keptState(input) })}>{title}</a>;
    };
    const picture = {
      periods: years.map(({ year, final, intermediate }) => ({
        year,
        stacks: [[{ class: 'purchase', usd: final }], [{ class: 'plain', usd: intermediate }]],
      })),
      entries: [
        { class: 'purchase', text: 'final buyers' },
        { class: 'plain', text: 'clouds that resell' },
        { class: 'purchase high', text: 'stated at most' },
      ],
      label: 'Committed spending by calendar year: of final buyers, and of clouds that buy to resell.',
    };
    const amount = ({ usd, isIntermediate }: Unit) => (
      <>
        <Sum usd={usd} />
        {isIntermediate ? <span class="note"> (intermediate)</span> : null}
      </>
    );
    const company = input.companyNames?.group ?? group;
    const description =
      total.count === 0
        ? `No purchase with a commitment${company === undefined ? '' : ` of ${company}`} was known on this day.`
        : `${capitalize(countOf(total.count, 'purchase'))} ${total.count === 1 ? 'is' : 'are'} committed. By final buyers: ${describeSum(total.final)}. Without a stated term: ${describeSum(unscheduled.usd)}.`;
    return {
      title: `Committed spending by year${company === undefined ? '' : `: deals of ${company}`}`,
      sentence: description,
      description,
      ...(years.length > 0 && { picture: <Columns {...picture} /> }),
      json: toUrl('/v1/outlook', { group, ...keptState(input) }),
      csv: toUrl('/v1/outlook', { group, format: 'csv', ...keptState(input) }),
      state: { group },
      body: (
        <>
          <FilterForm action="/outlook" input={input}>
            <CompanyField name="group" label="Company" input={input} />
          </FilterForm>
          <p class="note">
            Binding and intended purchases, spread evenly over their terms. “Final” is paid by buyers that use the compute; “intermediate”
            by clouds that buy chips or capacity to resell it, so the two are never added. The pale part of a column is what reports state
            at most.
          </p>
          <Table
            caption="By calendar year"
            rows={years}
            columns={[
              { heading: 'Year', cell: ({ year }) => year },
              { heading: 'Final', label: 'Final:', cell: ({ final }) => <Sum usd={final} /> },
              { heading: 'Intermediate', label: 'Intermediate:', cell: ({ intermediate }) => <Sum usd={intermediate} /> },
              { heading: 'Purchases', label: 'Purchases:', class: 'number', cell: ({ count }) => count },
            ]}
          />
          <Table
            caption="The largest with a term"
            rows={scheduled.slice(0, shownUnits)}
            columns={[
              { heading: 'Purchase', cell: name },
              { heading: 'Amount', cell: amount },
              {
                heading: 'Starts',
                cell: ({ startsOn, assumedStart }) => (
                  <>
                    {formatDate(startsOn)}
                    {assumedStart ? <span class="note"> (assumed: its announcement)</span> : null}
                  </>
                ),
              },
            ]}
          />
          <Table
            caption="The largest without a stated term"
            rows={unscheduledUnits.slice(0, shownUnits)}
            columns={[
              { heading: 'Purchase', cell: name },
              { heading: 'Amount', cell: amount },
            ]}
          />
        </>
      ),
    };
  },
};
