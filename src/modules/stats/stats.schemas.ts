import { z } from 'zod';
import { namedObject } from '../../domain/records/primitives.ts';
import { asOfParameter, listParameter, namesParameter } from '../../http/parameters.ts';
import { formatShape } from '../../lists/list-query.ts';
import { metaSchema } from '../../responses/envelope.ts';
import { excludedSchema } from '../../responses/flow.ts';
import { moneySumShape } from '../../responses/money.ts';
import { namesSchema } from '../../responses/names.ts';

/** The lists that can be summed, their keys, and the keys whose rows add up to the total. */
export const groupings = {
  deals: {
    keys: ['kind', 'moneyClass', 'status', 'certainty', 'year', 'quarter', 'announcedYear', 'company', 'role', 'country'],
    partitions: ['kind', 'moneyClass', 'status', 'certainty', 'year', 'quarter', 'announcedYear'],
  },
  flows: {
    keys: ['nature', 'from', 'to', 'fromGroup', 'toGroup', 'certainty', 'year'],
    partitions: ['nature', 'certainty', 'year'],
  },
  'chip-commitments': {
    keys: ['buyer', 'provider', 'chipVendor', 'chip', 'status', 'year'],
    partitions: ['buyer', 'provider', 'chipVendor', 'status', 'year'],
  },
} as const satisfies Record<string, { keys: readonly string[]; partitions: readonly string[] }>;

export type SummedList = keyof typeof groupings;
export const summed = ['deals', 'flows', 'chip-commitments'] as const satisfies readonly SummedList[];

/** Maximum number of rows in a response. The largest are returned. */
export const maxRows = 5_000;

const allKeys = [...new Set(Object.values(groupings).flatMap(({ keys }) => [...keys]))];

export type FilterShapes = Readonly<Record<SummedList, Readonly<Record<string, z.ZodType>>>>;

/** Merges the filters of all lists. Each description names the lists that it applies to. */
const mergeShapes = (shapes: FilterShapes): Record<string, z.ZodType> => {
  const merged: Record<string, z.ZodType> = {};
  for (const name of new Set(Object.values(shapes).flatMap((shape) => Object.keys(shape)))) {
    const owners = summed.filter((of) => shapes[of][name] !== undefined);
    const [first] = owners;
    const schema = first === undefined ? undefined : shapes[first][name];
    if (schema === undefined) continue;
    const texts = owners.map((of) => `of=${of}: ${shapes[of][name]?.description ?? ''}`);
    merged[name] = schema.describe(texts.join(' '));
  }
  return merged;
};

/** Builds the query schema of `/v1/stats`: what to sum, the keys, and the filters of every list. */
export const statsQuerySchema = (shapes: FilterShapes) =>
  z.strictObject({
    of: z.enum(summed).default('deals').describe('What to sum.'),
    groupBy: listParameter(z.enum(allKeys))
      .pipe(z.array(z.enum(allKeys)).max(2, { error: 'At most two keys are allowed.' }))
      .optional()
      .describe(
        `One or two keys. ${summed.map((of) => `of=${of}: ${groupings[of].keys.join(', ')}.`).join(' ')} Year and quarter are those of the report that set the amount of the deal or flow (its announcement if no amount is stated), or of the chip commitment's start. announcedYear is that of the announcement.`,
      )
      .meta({ examples: [['kind', 'year']] }),
    ...mergeShapes(shapes),
    asOf: asOfParameter,
    names: namesParameter,
    ...formatShape,
  });

export interface StatsQuery {
  of: SummedList;
  groupBy?: readonly string[] | undefined;
  asOf?: string | undefined;
}

const quantitySumSchema = namedObject('QuantitySum', 'A sum of quantities as an interval.', {
  low: z.number().nonnegative().describe('Lower bound.'),
  high: z.number().nonnegative().nullable().describe('Upper bound: the sum of the known upper bounds; null if no term has one.'),
  unknown: z.int().nonnegative().describe('Number of terms without an upper bound. `high` does not include them.'),
  openEnded: z.int().nonnegative().describe('Number of terms with a minimum only. `high` includes that minimum.'),
});

const sumShape = {
  count: z.int().nonnegative().describe('Number of counted items.'),
  ...moneySumShape,
  units: quantitySumSchema.describe('Number of chips. Only for chip commitments.').optional(),
  powerMw: quantitySumSchema.describe('Megawatts. Only for chip commitments.').optional(),
};

export const statsSchema = namedObject('StatsDocument', 'Totals by group.', {
  data: namedObject('Stats', 'Totals in which nothing is counted twice.', {
    total: z
      .object(sumShape)
      .meta({ id: 'StatsTotal', description: 'Everything that is counted.' })
      .describe('Everything that is counted.'),
    rows: z
      .array(
        namedObject('StatsRow', 'One row of a grouping.', {
          key: z
            .record(z.string(), z.string())
            .describe(
              'Keys of the row. `unknown` means a missing date or country, or a date that is not precise enough; `none` means that there is no provider.',
            ),
          ...sumShape,
        }),
      )
      .describe('The rows, ordered by key. Empty without `groupBy`.'),
    excluded: z.array(excludedSchema).describe('Matching items that are not counted, and why.'),
  }),
  names: namesSchema.optional(),
  meta: namedObject('StatsMeta', 'The state of the data behind the response, and whether its rows add up.', {
    ...metaSchema.shape,
    partitions: z.boolean().describe('True if each counted item is in exactly one row, so the rows add up to the total.'),
    truncated: z.boolean().describe(`True if there are more than ${maxRows} rows. The largest are returned.`),
  }),
});
