import { listColumns } from '../../endpoints/export-response.ts';
import type { Column } from '../../formats/tabular/columns.ts';
import { type StatsQuery, statsSchema } from './stats.schemas.ts';

const columns = listColumns(statsSchema, ['data', 'rows']);

/** Returns the CSV columns of totals: one per key in `groupBy`, then the sums. */
export const toStatsColumns = ({ of, groupBy = [] }: Pick<StatsQuery, 'of' | 'groupBy'>): Column[] => [
  ...groupBy.map(
    (key): Column => ({
      name: `key${key.charAt(0).toUpperCase()}${key.slice(1)}`,
      path: ['key', key],
      type: 'string',
      description: 'A key of the row.',
      isRequired: true,
    }),
  ),
  ...columns.filter(({ path: [field = ''] }) => field !== 'key' && (of === 'chip-commitments' || !['units', 'powerMw'].includes(field))),
];
