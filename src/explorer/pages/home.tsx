import type { Cycle, DealEvent, Graph, List } from '../../api-client/answers.ts';
import { type Read, toUrl } from '../../api-client/api.ts';
import { countOf, describeSum, formatDate, toWords } from '../../api-client/words.ts';
import type { Page, PageInput } from '../page.ts';
import { Firmness } from '../parts/amount.tsx';
import { Choice } from '../parts/choice.tsx';
import { Key } from '../parts/key.tsx';
import { keptState, type Names } from '../parts/links.tsx';
import { ReportList } from '../parts/report-list.tsx';
import { Bars } from '../pictures/two-sided-bar.tsx';
import { byVolume, type Loop, type LoopSide, largestOf, toLoops } from './loops.ts';

/** Rows of the picture that other sites embed. The page has all. */
const embeddedRows = 12;
const barWidth = 400;

const circles = { class: 'circular_financing', maxLength: 2, limit: 200, include: ['companies'] };

interface LoopList {
  loops: readonly Loop[];
  names: Names;
}

/** Reads the loops as known on a day. */
const readLoops = async (read: Read, certaintyMin: string, day: { asOf?: undefined }): Promise<LoopList> => {
  const [cycles, graph] = await Promise.all([
    read<List<Cycle>>('/v1/cycles', { ...circles, certaintyMin, ...day }),
    read<Graph>('/v1/graph', { certaintyMin, ...day }),
  ]);
  return { loops: toLoops(cycles.data, graph.links), names: cycles.included?.companies };
};

const describeSide = ({ usd, contingent }: LoopSide): string =>
  [
    usd.low === 0 && usd.high === null && usd.unknown === 0 ? undefined : describeSum(usd),
    ...contingent.map((nature) => `a ${toWords(nature)}`),
  ]
    .filter((part) => part !== undefined)
    .join(' and ');

const Row = ({ loop, names, largest, input }: { loop: Loop; names: Names; largest: number; input: PageInput }) => {
  const { supplier, customer, support, purchase } = loop;
  return (
    <tr>
      <th scope="row">
        <a href={toUrl(`/pairs/${supplier}/${customer}`, keptState(input))}>
          {names?.[supplier]?.name ?? supplier} ⇄ {names?.[customer]?.name ?? customer}
        </a>
      </th>
      <td class="number support" data-label="Finances:">
        {describeSide(support)}, <Firmness certainty={support.certainty} />
      </td>
      <td class="bars">
        <svg viewBox={`0 0 ${barWidth} 20`} preserveAspectRatio="none" aria-hidden="true">
          <Bars left={support} right={purchase} largest={largest} width={barWidth} />
        </svg>
      </td>
      <td data-label="Sells:">
        {describeSide(purchase)}, <Firmness certainty={purchase.certainty} />
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
          <Bars left={support} right={purchase} largest={largest} width={barWidth} x={nameWidth} y={20 + index * rowHeight + 4} />
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
    const { query } = input;
    const certaintyMin = query.certainty ?? 'intended';
    const [shown, now, events] = await Promise.all([
      readLoops(read, certaintyMin, {}),
      readLoops(read, certaintyMin, { asOf: undefined }),
      read<List<DealEvent>>('/v1/events', { limit: 3, include: ['deals', 'sources'] }),
    ]);
    // Rows keep their places while the day changes: they are ordered by their volume of today.
    const places = new Map(now.loops.toSorted(byVolume).map(({ supplier, customer }, index) => [`${supplier} ${customer}`, index]));
    const place = ({ supplier, customer }: Loop): number => places.get(`${supplier} ${customer}`) ?? places.size;
    const loops = shown.loops.toSorted((a, b) => place(a) - place(b));
    const largest = Math.max(0, ...now.loops.flatMap(({ support, purchase }) => [largestOf(support), largestOf(purchase)]));
    const suppliers = new Set(loops.map(({ supplier }) => supplier)).size;
    const customers = new Set(loops.map(({ customer }) => customer)).size;
    const description =
      loops.length === 0
        ? 'No supplier was known to finance its customers on this day.'
        : `${countOf(suppliers, 'supplier')} support ${countOf(customers, 'company', 'companies')} that buy from them, in ${countOf(loops.length, 'pair')}.`;
    return {
      title: 'Who finances its own customers',
      sentence: description,
      description: `${description} AI financing with a source for every fact, as known on any day.`,
      embedded: <Picture loops={loops} names={shown.names} largest={largest} />,
      json: toUrl('/v1/cycles', { ...circles, certaintyMin, ...keptState(input) }),
      csv: toUrl('/v1/cycles', { class: circles.class, maxLength: 2, certaintyMin, format: 'csv', ...keptState(input) }),
      state: { certainty: query.certainty },
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
            <Choice name="certainty" label="At least" values={['speculative', 'binding']} selected={query.certainty} none="intended" />
            {query.asOf === undefined ? null : <input type="hidden" name="asOf" value={query.asOf} />}
            <button type="submit">Filter</button>
          </form>
          <h2>Newest reports</h2>
          <ReportList events={events.data} included={events.included} input={input} />
          <p>
            <a href={toUrl('/timeline', keptState(input))}>All reports</a>
            {query.asOf === undefined ? null : ` known on ${formatDate(query.asOf)}`}
          </p>
        </>
      ),
    };
  },
};
