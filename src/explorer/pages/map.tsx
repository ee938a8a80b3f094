import type { Company, Cycle, Cycles } from '../../api-client/answers.ts';
import { toUrl } from '../../api-client/api.ts';
import { capitalize, countOf } from '../../api-client/words.ts';
import type { Page, PageInput } from '../page.ts';
import { SumsByNature } from '../parts/amount.tsx';
import { CertaintyChoice } from '../parts/choice.tsx';
import { FilterForm } from '../parts/filter-form.tsx';
import { Key } from '../parts/key.tsx';
import { GroupLink, keptState, type Names } from '../parts/links.tsx';
import { Table } from '../parts/table.tsx';
import { type LaneLink, type LaneNode, Lanes } from '../pictures/lanes.tsx';
import { largestOf } from './loops.ts';

type Leg = Cycle['legs'][number];

const circles = { class: 'circular_financing', maxLength: 3, limit: 200, include: ['companies'] };

/** The lanes, and the roles that put a group in one. The first role of this list that a group has decides. */
const lanes = [
  { name: 'Chips', roles: ['chip_designer', 'foundry'] },
  { name: 'Clouds', roles: ['cloud_provider', 'neocloud', 'data_center_operator'] },
  { name: 'Labs and software', roles: ['ai_lab', 'software', 'robotics'] },
  { name: 'Funders and others', roles: [] },
];
const roleOrder = ['cloud_provider', 'chip_designer', 'foundry', 'ai_lab', 'neocloud', 'data_center_operator', 'software', 'robotics'];

const laneOf = ({ roles }: Pick<Company, 'roles'>): number => {
  const role = roleOrder.find((one) => roles.some((own) => own === one));
  const lane = lanes.findIndex((candidate) => role !== undefined && candidate.roles.includes(role));
  return lane === -1 ? lanes.length - 1 : lane;
};

/** The distinct legs of the circles. */
const distinctLegs = (cycles: readonly Cycle[]): Leg[] => [
  ...new Map(cycles.flatMap(({ legs }) => legs.map((leg) => [`${leg.from} ${leg.to}`, leg] as const))).values(),
];

/** A leg has a line for its support and one for its purchases. */
const toLinks = (legs: readonly Leg[]): LaneLink[] =>
  legs.flatMap(({ from, to, certainty, usdByNature }) => {
    const { purchase, impliedPurchase, financing, guarantee, warrant } = usdByNature;
    const support = financing ?? guarantee ?? warrant;
    const bought = purchase ?? impliedPurchase;
    return [
      ...(support === undefined ? [] : [{ from, to, certainty, color: 'finance' as const, amount: financing?.low ?? 0 }]),
      ...(bought === undefined ? [] : [{ from, to, certainty, color: 'purchase' as const, amount: purchase?.low ?? 0 }]),
    ];
  });

/** Places the groups of today's circles, the largest on top, so that they do not move with the day. */
const placeNodes = (legs: readonly Leg[], companies: Readonly<Record<string, Company>>, input: PageInput): LaneNode[] => {
  const volumes = new Map<string, number>();
  for (const { from, to, usd } of legs) for (const id of [from, to]) volumes.set(id, (volumes.get(id) ?? 0) + largestOf(usd));
  const ordered = [...volumes].sort(([, a], [, b]) => b - a).map(([id]) => id);
  const next = lanes.map(() => 0);
  return ordered.map((id) => {
    const company = companies[id];
    const lane = company === undefined ? lanes.length - 1 : laneOf(company);
    const place = next[lane] ?? 0;
    next[lane] = place + 1;
    return {
      id,
      name: company?.name ?? id,
      lane,
      place,
      href: toUrl('/map', { focus: id, certainty: input.query.certainty, ...keptState(input) }),
    };
  });
};

const LinkTable = ({ legs, names, input }: { legs: readonly Leg[]; names: Names; input: PageInput }) => (
  <Table
    caption="The same as a table"
    rows={legs}
    columns={[
      {
        heading: 'From, to',
        cell: ({ from, to }) => (
          <>
            <GroupLink id={from} names={names} input={input} /> → <GroupLink id={to} names={names} input={input} />
          </>
        ),
      },
      { heading: 'Amounts', cell: ({ usdByNature }) => <SumsByNature sums={usdByNature} /> },
      {
        heading: 'Reports',
        cell: ({ from, to, deals }) => (
          <a href={toUrl(`/pairs/${from}/${to}`, keptState(input))}>{deals.length === 0 ? 'both' : countOf(deals.length, 'deal')}</a>
        ),
      },
    ]}
  />
);

const short: Readonly<Record<string, string>> = { financing: 'F', guarantee: 'G', warrant: 'W', purchase: 'B' };

const Matrix = ({ nodes, legs }: { nodes: readonly LaneNode[]; legs: readonly Leg[] }) => {
  const ordered = nodes.toSorted((a, b) => a.lane - b.lane || a.place - b.place);
  const natures = new Map(legs.map((leg) => [`${leg.from} ${leg.to}`, leg.natures]));
  return (
    <details>
      <summary>The same as a matrix</summary>
      <p class="note">Rows pay columns. F finances, G guarantees, W grants warrants, B buys.</p>
      <Table
        isMatrix
        caption="Which group pays which"
        rows={ordered}
        columns={[
          { heading: 'pays', cell: ({ name }) => name },
          ...ordered.map((column) => ({
            heading: <span>{column.name}</span>,
            cell: (row: LaneNode) => (natures.get(`${row.id} ${column.id}`) ?? []).map((nature) => short[nature]).join(''),
          })),
        ]}
      />
    </details>
  );
};

/** The groups that are part of circles, in lanes, with one group in focus. */
export const mapPage: Page = {
  path: '/map',
  section: '/map',
  isEmbeddable: true,
  build: async (read, input) => {
    const { focus, certainty } = input.query;
    const query = { ...circles, certaintyMin: certainty ?? 'intended' };
    const [known, today] = await Promise.all([
      read<Cycles>('/v1/cycles', query),
      read<Cycles>('/v1/cycles', { ...query, asOf: undefined }),
    ]);
    const companies = { ...today.included?.companies, ...known.included?.companies };
    const nodes = placeNodes(distinctLegs(today.data), companies, input);
    const all = distinctLegs(known.data);
    const legs = focus === undefined ? all : all.filter(({ from, to }) => from === focus || to === focus);
    const groups = new Set(all.flatMap(({ from, to }) => [from, to])).size;
    const name = focus === undefined ? undefined : (companies[focus]?.name ?? focus);
    const description =
      groups === 0
        ? 'No circle of two or three groups was known on this day.'
        : `${capitalize(countOf(groups, 'group'))} are part of ${countOf(known.data.length, 'circle')} of two or three.${name === undefined ? '' : ` Shown: what touches ${name}.`}`;
    return {
      title: 'The circular core',
      sentence: (
        <>
          {description}{' '}
          {focus === undefined ? (
            'Choose a group to see its circles.'
          ) : (
            <a href={toUrl('/map', { certainty, ...keptState(input) })}>Show all</a>
          )}
        </>
      ),
      description,
      picture: <Lanes lanes={lanes.map((lane) => lane.name)} nodes={nodes} links={toLinks(all)} focus={focus} />,
      json: toUrl('/v1/cycles', { ...query, contains: focus, ...keptState(input) }),
      csv: toUrl('/v1/cycles', {
        class: circles.class,
        maxLength: circles.maxLength,
        certaintyMin: query.certaintyMin,
        contains: focus,
        format: 'csv',
        ...keptState(input),
      }),
      state: { focus, certainty },
      body: (
        <>
          <Key />
          {known.page.next === null && !known.meta.truncated ? null : (
            <p>There are more circles than are shown. The API has all of them.</p>
          )}
          <FilterForm action="/map" input={input} button="Show">
            <label>
              Group in focus
              <select name="focus">
                <option value="">none</option>
                {nodes
                  .toSorted((a, b) => a.name.localeCompare(b.name))
                  .map((node) => (
                    <option value={node.id} selected={node.id === focus}>
                      {node.name}
                    </option>
                  ))}
              </select>
            </label>
            <CertaintyChoice selected={certainty} />
          </FilterForm>
          {focus === undefined ? null : (
            <p>
              <GroupLink id={focus} names={companies} input={input} />: everything about this group.
            </p>
          )}
          <LinkTable legs={legs} names={companies} input={input} />
          <Matrix nodes={nodes} legs={all} />
        </>
      ),
    };
  },
};
