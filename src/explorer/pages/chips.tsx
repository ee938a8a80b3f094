import type { ChipCommitment, List } from '../../api-client/answers.ts';
import { toUrl } from '../../api-client/api.ts';
import { capitalize, countOf, describeInterval, formatPower } from '../../api-client/words.ts';
import type { Page } from '../page.ts';
import { CompanyField } from '../parts/company-field.tsx';
import { FilterForm } from '../parts/filter-form.tsx';
import { GroupLink, keptState } from '../parts/links.tsx';
import { Table } from '../parts/table.tsx';
import { ChipTable } from './group-tables.tsx';

/** The number of commitments on the page. */
const maxCommitments = 200;

interface Cell {
  count: number;
  /** Stated power of the commitments that state it, in megawatts. */
  low: number;
  high: number;
  unstated: number;
}

const emptyCell: Cell = { count: 0, low: 0, high: 0, unstated: 0 };

const addTo = ({ count, low, high, unstated }: Cell, { powerMw }: ChipCommitment): Cell => ({
  count: count + 1,
  low: low + (powerMw?.min ?? 0),
  high: high + (powerMw?.max ?? powerMw?.min ?? 0),
  unstated: unstated + (powerMw === null ? 1 : 0),
});

const describeCell = ({ count, low, high, unstated }: Cell): string => {
  if (count === unstated) return countOf(count, 'commitment');
  const power = describeInterval({ min: low, max: high }, formatPower);
  return unstated === 0 ? power : `${power}, ${countOf(unstated, 'more', 'more')} not stated`;
};

/** Who has promised to buy, rent or deploy whose chips. */
export const chipsPage: Page = {
  path: '/chips',
  section: '/chips',
  companyParameters: ['group', 'chipVendor'],
  build: async (read, input) => {
    const filters = { group: input.query.group, chipVendor: input.query.chipVendor };
    const query = { ...filters, include: ['companies', 'deals'], limit: maxCommitments, sort: '-amountUsd' };
    const commitments = await read<List<ChipCommitment>>('/v1/chip-commitments', query);
    const live = commitments.data.filter(({ certainty }) => certainty !== 'dead');
    const names = commitments.included?.companies;
    const cells = new Map<string, Cell>();
    for (const commitment of live) {
      const key = `${commitment.buyer} ${commitment.chipVendor}`;
      cells.set(key, addTo(cells.get(key) ?? emptyCell, commitment));
    }
    const byFrequency = (ids: readonly string[]): string[] => {
      const counts = new Map<string, number>();
      for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
      return [...counts].sort(([, a], [, b]) => b - a).map(([id]) => id);
    };
    const vendors = byFrequency(live.map(({ chipVendor }) => chipVendor));
    const buyers = byFrequency(live.map(({ buyer }) => buyer));
    const description =
      live.length === 0
        ? 'No such commitment was known on this day.'
        : `${capitalize(countOf(buyers.length, 'buyer'))} ${buyers.length === 1 ? 'has' : 'have'} committed to chips of ${countOf(vendors.length, 'vendor')}, in ${countOf(live.length, 'commitment')}.`;
    return {
      title: 'Chip commitments',
      sentence: description,
      description,
      json: toUrl('/v1/chip-commitments', { ...query, ...keptState(input) }),
      csv: toUrl('/v1/chip-commitments', { ...filters, format: 'csv', ...keptState(input) }),
      state: filters,
      body: (
        <>
          <FilterForm action="/chips" input={input}>
            <CompanyField name="group" label="Company" input={input} />
            <CompanyField name="chipVendor" label="Chips of" input={input} />
          </FilterForm>
          {commitments.page.next === null ? null : <p>Only the {maxCommitments} largest commitments are shown.</p>}
          <Table
            isMatrix
            caption="Buyers and vendors, by electric power of the deployments that state it"
            rows={buyers}
            columns={[
              { heading: 'Buyer', cell: (buyer) => <GroupLink id={buyer} names={names} input={input} /> },
              ...vendors.map((vendor) => ({
                heading: <GroupLink id={vendor} names={names} input={input} />,
                cell: (buyer: string) => {
                  const cell = cells.get(`${buyer} ${vendor}`);
                  return cell === undefined ? '' : describeCell(cell);
                },
              })),
            ]}
          />
          <ChipTable commitments={commitments} input={input} />
        </>
      ),
    };
  },
};
