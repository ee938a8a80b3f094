import type { Cycles, DealEvent, List } from '../../api-client/answers.ts';
import { toUrl } from '../../api-client/api.ts';
import { capitalize, countOf, describeCertainty, describeSum, formatDate } from '../../api-client/words.ts';
import type { Page, PageInput } from '../page.ts';
import { Firmness } from '../parts/amount.tsx';
import { Choice } from '../parts/choice.tsx';
import { Key } from '../parts/key.tsx';
import { keptState, type Names } from '../parts/links.tsx';
import { ReportList } from '../parts/report-list.tsx';
import { Bars } from '../pictures/two-sided-bar.tsx';
import { byVolume, type FirmSum, type Loop, largestOf, toLoops } from './loops.ts';

/** Rows of the picture that other sites embed. The page has all. */
const embeddedRows = 12;
const barWidth = 400;

const circles = { class: 'circular_financing', maxLength: 2, limit: 200, include: ['companies'] };

interface LoopList {
  loops: readonly Loop[];
  names: Names;
}

const toLoopList = ({ data, included }: Cycles): LoopList => ({ loops: toLoops(data), names: included?.companies });

const certaintyOrder = ['binding', 'intended', 'speculative'] as const;

/** Says a sum with how firm its parts are: `$19bn to $112bn, of which $9bn binding`. */
const Firm = ({ usd }: { usd: FirmSum }) => {
  const present = certaintyOrder.filter((certainty) => usd.usdByCertainty[certainty] !== undefined);
  const [strongest = 'speculative'] = present;
  const part = usd.usdByCertainty[strongest];
  // An amount that states again what other rows state.
  if (usd.low === 0 && usd.high === 0 && usd.unknown === 0) return <span class="note">counted in other contracts</span>;
  return (
    <>
      {describeSum(usd)}
      {present.length > 1 && part !== undefined ? ` (of which ${describeSum(part)}` : ''} <Firmness certainty={strongest} />
      {present.length > 1 ? ')' : ''}
    </>
  );
};

const Support = ({ support: { financing, guarantee, warrant } }: Pick<Loop, 'support'>) => (
  <>
    {financing === undefined ? null : <Firm usd={financing} />}
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

const Row = ({ loop, names, largest, input }: { loop: Loop; names: Names; largest: number; input: PageInput }) => {
  const { supplier, customer, support, purchase, isPurchaseImplied } = loop;
  return (
    <tr>
      <th scope="row">
        <a href={toUrl(`/pairs/${supplier}/${customer}`, keptState(input))}>
          {names?.[supplier]?.name ?? supplier} ⇄ {names?.[customer]?.name ?? customer}
        </a>
      </th>
      <td class="number support" data-label="Gives:">
        <Support support={support} />
      </td>
      <td class="bars">
        <svg viewBox={`0 0 ${barWidth} 20`} preserveAspectRatio="none" aria-hidden="true">
          <Bars left={support.financing} right={purchase} largest={largest} width={barWidth} />
        </svg>
      </td>
      <td data-label="Sells:">
        <Firm usd={purchase} />
        {isPurchaseImplied ? <div class="note">implied, no report states it</div> : null}
      </td>
    </tr>
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
    const description =
      pairs === 0
        ? 'No supplier was known to finance its customers on this day.'
        : `${capitalize(countOf(suppliers, 'supplier'))} finance ${countOf(customers, 'customer')} (${countOf(pairs, 'pair')}) with ${describeSum(usd)}. Binding of this: ${binding}.`;
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
          <Key />
          <table class="cards ledger">
            <thead>
              <tr>
                <th scope="col">Supplier and customer</th>
                <th scope="col" class="number">
                  Supports its customer
                </th>
                <th scope="col" class="bars">
                  <span class="hidden">Both, as bars</span>
                </th>
                <th scope="col">Sells to its customer</th>
              </tr>
            </thead>
            <tbody>
              {loops.map((loop) => (
                <Row loop={loop} names={shown.names} largest={largest} input={input} />
              ))}
            </tbody>
          </table>
          {loops.length === 0 ? (
            <p>
              Show a later day, or <a href="/">what is known now</a>.
            </p>
          ) : null}
          <form class="filters" method="get" action="/">
            <Choice
              name="certainty"
              label="At least"
              values={['speculative', 'binding']}
              selected={input.query.certainty}
              none="intended"
              format={describeCertainty}
            />
            {input.query.asOf === undefined ? null : <input type="hidden" name="asOf" value={input.query.asOf} />}
            <button type="submit">Filter</button>
          </form>
          <h2>Newest reports</h2>
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
