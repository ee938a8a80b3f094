import type { ChipCommitment, List, Stats } from '../../api-client/answers.ts';
import { toUrl } from '../../api-client/api.ts';
import { capitalize, countOf, describeSum, formatPower } from '../../api-client/words.ts';
import type { Page } from '../page.ts';
import { CompanyField } from '../parts/company-field.tsx';
import { FilterForm } from '../parts/filter-form.tsx';
import { GroupLink, keptState } from '../parts/links.tsx';
import { Table } from '../parts/table.tsx';
import { ChipTable } from './group-tables.tsx';

/** The number of commitments on the page. */
const maxCommitments = 200;

const describeCell = ({ count, powerMw }: Stats['data']['rows'][number]): string => {
  const isStated = powerMw !== undefined && (powerMw.low > 0 || powerMw.high);
  return isStated ? describeSum(powerMw, formatPower) : countOf(count, 'commitment');
};

/** Returns the values of a key, those with the most commitments first. */
const byCount = (rows: Stats['data']['rows'], key: string): string[] => {
  const counts = new Map<string, number>();
  for (const row of rows) counts.set(row.key[key] ?? '', (counts.get(row.key[key] ?? '') ?? 0) + row.count);
  return [...counts].sort(([, first], [, second]) => second - first).map(([value]) => value);
};

/** Who has promised to buy, rent or deploy whose chips. */
export const chipsPage: Page = {
  path: '/chips',
  section: '/chips',
  companyParameters: ['group', 'chipVendor'],
  build: async (read, input) => {
    const filters = { group: input.query.group, chipVendor: input.query.chipVendor };
    const query = { ...filters, include: ['companies', 'deals'], limit: maxCommitments, sort: '-amountUsd' };
    const [commitments, { data, names }] = await Promise.all([
      read<List<ChipCommitment>>('/v1/chip-commitments', query),
      read<Stats>('/v1/stats', { of: 'chip-commitments', groupBy: ['buyer', 'chipVendor'], ...filters, names: 'true' }),
    ]);
    const { total, rows } = data;
    const companies = Object.fromEntries(Object.entries(names?.companies ?? {}).map(([id, name]) => [id, { name }]));
    const cells = new Map(rows.map((row) => [`${row.key.buyer} ${row.key.chipVendor}`, describeCell(row)]));
    const [buyers, vendors] = [byCount(rows, 'buyer'), byCount(rows, 'chipVendor')];
    const description =
      total.count === 0
        ? 'No such commitment was known on this day.'
        : `${capitalize(countOf(buyers.length, 'buyer'))} ${buyers.length === 1 ? 'has' : 'have'} committed to chips of ${countOf(vendors.length, 'vendor')}, in ${countOf(total.count, 'commitment')}.`;
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
            caption="Stated electric power by buyer and vendor, without commitments in talks"
            rows={buyers}
            columns={[
              { heading: 'Buyer', cell: (buyer) => <GroupLink id={buyer} names={companies} input={input} /> },
              ...vendors.map((vendor) => ({
                heading: <GroupLink id={vendor} names={companies} input={input} />,
                cell: (buyer: string) => cells.get(`${buyer} ${vendor}`) ?? '',
              })),
            ]}
          />
          <ChipTable commitments={commitments} input={input} />
        </>
      ),
    };
  },
};
