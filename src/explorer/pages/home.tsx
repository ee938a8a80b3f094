import type { Cycles, DealEvent, List } from '../../api-client/answers.ts';
import { toUrl } from '../../api-client/api.ts';
import { capitalize, countOf, describeSum, formatDate } from '../../api-client/words.ts';
import type { Page, PageInput } from '../page.ts';
import { Firm } from '../parts/amount.tsx';
import { CertaintyChoice } from '../parts/choice.tsx';
import { FilterForm } from '../parts/filter-form.tsx';
import { Key } from '../parts/key.tsx';
import { keptState, type Names } from '../parts/links.tsx';
import { ReportList } from '../parts/report-list.tsx';
import { Table } from '../parts/table.tsx';
import { Bars } from '../pictures/two-sided-bar.tsx';
import { byVolume, type Loop, largestOf, toLoops } from './loops.ts';

/** Rows of the picture that other sites embed. The page has all. */
const embeddedRows = 12;
const barWidth = 400;

const monthBefore = (day: string): string => new Date(Date.parse(day) - 30 * 86_400_000).toISOString().slice(0, 10);

const circles = { class: 'circular_financing', maxLength: 2, limit: 200, include: ['companies'] };

interface LoopList {
  loops: readonly Loop[];
  names: Names;
}

const toLoopList = ({ data, included }: Cycles): LoopList => ({ loops: toLoops(data), names: included?.companies });

const Support = ({ support: { financing, guarantee, warrant } }: Pick<Loop, 'support'>) => (
  <>
    {financing === undefined ? null : <Firm sum={financing} />}
    {[
      { name: 'a guarantee', usd: guarantee },
      { name: 'a warrant', usd: warrant },
    ].map(({ name, usd }) =>
      usd === undefined ? null : (
        <div class="note">
          {name}: {describeSum(usd)}
        </div>
      ),
    )}
  </>
);

const Ledger = ({ loops, names, largest, input }: LoopList & { largest: number; input: PageInput }) => {
  const name = (id: string): string => names?.[id]?.name ?? id;
  return (
    <Table
      class="ledger"
      rows={loops}
      columns={[
        {
          heading: 'Supplier ⇄ customer',
          cell: ({ supplier, customer }) => (
            <a href={toUrl(`/pairs/${supplier}/${customer}`, keptState(input))}>
              {name(supplier)} ⇄ {name(customer)}
            </a>
          ),
        },
        {
          heading: 'The supplier gives',
          label: 'Gives:',
          class: 'number support',
          cell: ({ support }) => <Support support={support} />,
        },
        {
          heading: <span class="hidden">Both, as bars</span>,
          class: 'bars',
          cell: ({ support, purchase }) => (
            <svg viewBox={`0 0 ${barWidth} 20`} preserveAspectRatio="none" aria-hidden="true">
              <Bars left={support.financing} right={purchase} largest={largest} width={barWidth} />
            </svg>
          ),
        },
        {
          heading: 'The supplier sells',
          label: 'Sells:',
          cell: ({ purchase, isPurchaseImplied }) => (
            <>
              <Firm sum={purchase} />
              {isPurchaseImplied ? <div class="note">implied, no report states it</div> : null}
            </>
          ),
        },
      ]}
    />
  );
};

const rowHeight = 24;
const nameWidth = 260;

/** The largest loops as one picture. */
const Picture = ({ loops, names, largest }: LoopList & { largest: number }) => {
  const shown = loops.slice(0, embeddedRows);
  const name = (id: string): string => names?.[id]?.name ?? id;
  return (
    <svg
      viewBox={`0 0 ${nameWidth + barWidth} ${shown.length * rowHeight + 20}`}
      role="img"
      aria-label="Suppliers that finance their customers"
    >
      <text class="small" x={nameWidth + barWidth / 2 - 6} y="12" text-anchor="end">
        finances its customer
      </text>
      <text class="small" x={nameWidth + barWidth / 2 + 6} y="12">
        sells to its customer
      </text>
      {shown.map(({ supplier, customer, support, purchase }, index) => (
        <>
          <text x="0" y={20 + index * rowHeight + 15}>
            {`${name(supplier)} ⇄ ${name(customer)}`}
          </text>
          <Bars left={support.financing} right={purchase} largest={largest} width={barWidth} x={nameWidth} y={20 + index * rowHeight + 4} />
        </>
      ))}
    </svg>
  );
};

/** Other questions that many readers have. */
const questions = (day: string) => [
  { text: 'The largest deals in talks', path: '/deals', parameters: { certainty: 'speculative', sort: '-amountUsd' } },
  { text: 'The largest binding deals', path: '/deals', parameters: { certainty: 'binding', sort: '-amountUsd' } },
  { text: 'What changed in the last month', path: '/timeline', parameters: { from: monthBefore(day), to: day } },
  { text: 'What is promised for the next years', path: '/outlook', parameters: {} },
];

/** The start page: who finances its own customers. */
export const homePage: Page = {
  path: '/',
  section: '/',
  isEmbeddable: true,
  build: async (read, input) => {
    const certaintyMin = input.query.certainty ?? 'intended';
    const query = { ...circles, certaintyMin };
    const [known, today, events] = await Promise.all([
      read<Cycles>('/v1/cycles', query),
      read<Cycles>('/v1/cycles', { ...query, asOf: undefined }),
      read<List<DealEvent>>('/v1/events', { limit: 3, include: ['deals', 'sources'] }),
    ]);
    const [shown, now] = [toLoopList(known), toLoopList(today)];
    // Rows keep their places while the day changes: they are ordered by their volume of today.
    const places = new Map(now.loops.toSorted(byVolume).map(({ supplier, customer }, index) => [`${supplier} ${customer}`, index]));
    const place = ({ supplier, customer }: Loop): number => places.get(`${supplier} ${customer}`) ?? places.size;
    const loops = shown.loops.toSorted((a, b) => place(a) - place(b));
    const largest = Math.max(0, ...now.loops.flatMap(({ support, purchase }) => [largestOf(support.financing), largestOf(purchase)]));
    const { suppliers, customers, pairs, usd, usdByCertainty } = known.meta.supplierFinancing;
    const binding = usdByCertainty.binding === undefined ? 'nothing' : describeSum(usdByCertainty.binding);
    const incentives = loops.filter(({ support }) => support.financing === undefined).length;
    const more =
      incentives === 0
        ? ''
        : ` ${capitalize(countOf(incentives, 'more pair'))} ${incentives === 1 ? 'has' : 'have'} only a guarantee or a warrant.`;
    const description =
      pairs === 0
        ? 'No supplier was known to finance its customers on this day.'
        : `${capitalize(countOf(suppliers, 'supplier'))} ${suppliers === 1 ? 'finances' : 'finance'} ${countOf(customers, 'customer')} (${countOf(pairs, 'pair')}) with ${describeSum(usd)}. Binding of this: ${binding}.${more}`;
    return {
      title: 'Who finances its own customers',
      sentence: description,
      description: `${description} AI financing with a source for every fact, as known on any day.`,
      embedded: <Picture loops={loops} names={shown.names} largest={largest} />,
      json: toUrl('/v1/cycles', { ...query, ...keptState(input) }),
      csv: toUrl('/v1/cycles', { class: circles.class, maxLength: 2, certaintyMin, format: 'csv', ...keptState(input) }),
      state: { certainty: input.query.certainty },
      body: (
        <>
          <p class="tools">
            Also:
            {questions(known.meta.asOf).map(({ text, path, parameters }) => (
              <a href={toUrl(path, { ...parameters, ...keptState(input) })}>{text}</a>
            ))}
          </p>
          <Key />
          <FilterForm action="/" input={input}>
            <CertaintyChoice selected={input.query.certainty} />
          </FilterForm>
          <Ledger loops={loops} names={shown.names} largest={largest} input={input} />
          {loops.length === 0 ? (
            <p>
              Show a later day, or <a href="/">what is known now</a>.
            </p>
          ) : null}
          {events.data.length === 0 ? null : <h2>Newest reports</h2>}
          <ReportList events={events.data} included={events.included} input={input} />
          <p>
            <a href={toUrl('/timeline', keptState(input))}>All reports</a>
            {input.query.asOf === undefined ? null : ` known on ${formatDate(input.query.asOf)}`}
          </p>
        </>
      ),
    };
  },
};
