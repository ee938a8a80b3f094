import type { z } from 'zod';
import { toUrl } from '../../api-client/api.ts';
import { capitalize, countOf, describeSum, formatDate } from '../../api-client/words.ts';
import type { outlookSchema } from '../../modules/outlook/outlook.schemas.ts';
import type { Page } from '../page.ts';
import { Sum } from '../parts/amount.tsx';
import { DealLink, keptState } from '../parts/links.tsx';
import { Table } from '../parts/table.tsx';
import { YearBars } from '../pictures/year-bars.tsx';
import { readTitles } from './titles.ts';

type Outlook = z.infer<typeof outlookSchema>;
type Unit = Outlook['data']['unscheduledUnits'][number];

/** The number of deals in each list. */
const shownUnits = 25;

/** Committed spending by calendar year. */
export const outlookPage: Page = {
  path: '/outlook',
  section: '/outlook',
  isEmbeddable: true,
  build: async (read, input) => {
    const { data } = await read<Outlook>('/v1/outlook');
    const { years, total, scheduled, unscheduled, unscheduledUnits } = data;
    const titles = await readTitles(read, [...scheduled.slice(0, shownUnits), ...unscheduledUnits.slice(0, shownUnits)]);
    const name = ({ deal, chipCommitment }: Pick<Unit, 'deal' | 'chipCommitment'>) =>
      deal === null ? (
        <a href={`/v1/chip-commitments/${chipCommitment}`}>{chipCommitment}</a>
      ) : (
        <DealLink id={deal} included={{ deals: titles }} input={input} />
      );
    const amount = ({ usd, isIntermediate }: Unit) => (
      <>
        <Sum usd={usd} />
        {isIntermediate ? <span class="note"> (intermediate)</span> : null}
      </>
    );
    const description =
      total.count === 0
        ? 'No purchase with a commitment was known on this day.'
        : `${capitalize(countOf(total.count, 'purchase'))} are committed, ${describeSum(total.final)} by final buyers; ${describeSum(unscheduled.usd)} without a stated term.`;
    return {
      title: 'Committed spending by year',
      sentence: description,
      description,
      ...(years.length > 0 && {
        picture: (
          <YearBars
            years={years.map(({ year, final, intermediate }) => ({ year, parts: [final, intermediate] }))}
            label="Committed spending by calendar year: final buyers in the darker part, clouds that buy to resell in the lighter part."
          />
        ),
      }),
      json: toUrl('/v1/outlook', keptState(input)),
      csv: toUrl('/v1/outlook', { format: 'csv', ...keptState(input) }),
      body: (
        <>
          <p class="note">
            Binding and intended purchases, spread evenly over their terms. “Final” is paid by buyers that use the compute; “intermediate”
            by clouds that buy chips or capacity to resell it, so the two are never added. The picture shows the highest stated amounts.
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
