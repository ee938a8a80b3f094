import { z } from 'zod';
import type { Stats } from '../../api-client/answers.ts';
import { toUrl } from '../../api-client/api.ts';
import { describeSum, formatPower, toWords } from '../../api-client/words.ts';
import { certainties, dealKinds, flowNatures } from '../../domain/vocabulary.ts';
import { groupings, summed } from '../../modules/stats/stats.schemas.ts';
import { parseCursor, toBoundedText } from '../bounded-text.ts';
import { findGroup } from '../companies.ts';
import { describeByNature } from '../phrases.ts';
import { asOfInput, cursorInput, defineTool } from '../tool.ts';

type Sum = Stats['data']['total'];
type Row = Stats['data']['rows'][number];

/** Says a sum of money. Money of several classes or natures is not added up. */
const describeMoney = ({ usd, byClass = {}, byNature = {} }: Pick<Sum, 'usd' | 'byClass' | 'byNature'>): string =>
  usd === null
    ? [
        ...Object.entries(byClass).map(([moneyClass, one]) => `${moneyClass} ${describeSum(one.usd)}`),
        ...(Object.keys(byNature).length > 0 ? [describeByNature(byNature)] : []),
      ].join(', ')
    : describeSum(usd);

const describeRow = (sum: Sum): string => {
  const { count, units, powerMw } = sum;
  return [
    `${count} counted`,
    describeMoney(sum),
    ...(units === undefined ? [] : [`chips ${describeSum(units, (value) => value.toLocaleString('en-US'))}`]),
    ...(powerMw === undefined ? [] : [`power ${describeSum(powerMw, formatPower)}`]),
  ].join(' | ');
};

/** Rows with a date in its order, others with the largest first. */
const toOrdered = (rows: readonly Row[], groupBy: readonly string[]): Row[] =>
  groupBy.some((key) => key === 'year' || key === 'quarter')
    ? [...rows]
    : rows.toSorted((a, b) => (b.usd?.low ?? 0) - (a.usd?.low ?? 0) || (b.usd?.high ?? 0) - (a.usd?.high ?? 0) || b.count - a.count);

const maxRows = 40;

/** Sums without counting anything twice. */
export const totalsTool = defineTool({
  name: 'totals',
  title: 'Totals',
  description: `Sums that count nothing twice, and what they leave out. groupBy: ${summed.map((of) => `${of}: ${groupings[of].keys.join(' ')}`).join('; ')}.`,
  input: z.strictObject({
    of: z.enum(summed).default('deals'),
    groupBy: z.array(z.string()).max(2).default([]),
    company: z.string().optional().describe('Id or name; includes subsidiaries.'),
    kind: z.enum(dealKinds).optional(),
    certainty: z.enum(certainties).optional(),
    nature: z.enum(flowNatures).optional().describe('Only of flows.'),
    cursor: cursorInput,
    asOf: asOfInput,
  }),
  run: async ({ read, baseUrl }, { of, groupBy, company, kind, certainty, nature, cursor }) => {
    const position = parseCursor(cursor);
    const group = await findGroup(read, company);
    const parameters = { of, groupBy: groupBy.length === 0 ? undefined : groupBy, group, kind, certainty, nature };
    const { data, meta } = await read<Stats>('/v1/stats', parameters);
    const rows = toOrdered(data.rows, groupBy);
    const excluded = data.excluded
      .filter(({ count }) => count > 0)
      .map((sum) => `${toWords(sum.reason)}: ${sum.count}, ${describeMoney(sum)}`);
    const notes = [
      `Left out: ${excluded.length === 0 ? 'nothing' : excluded.join('; ')}.`,
      ...(groupBy.length === 0 || meta.partitions ? [] : ['Rows overlap, so they do not add up to the total.']),
      ...(rows.length > maxRows ? [`Only ${maxRows} of ${rows.length} rows are shown.`] : []),
      `Exact figures: ${baseUrl}${toUrl('/v1/stats', parameters)}`,
    ];
    return {
      text: await toBoundedText(read, {
        heading: `Total of ${toWords(of)}${group === undefined ? '' : ` of ${group}`}: ${describeRow(data.total)}.`,
        lines: rows.slice(0, maxRows).map((row) => `${Object.values(row.key).map(toWords).join(', ')}: ${describeRow(row)}`),
        notes,
        position,
      }),
    };
  },
});
