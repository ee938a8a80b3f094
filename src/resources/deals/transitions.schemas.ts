import { z } from 'zod';
import { metaSchema } from '../../answers/envelope.ts';
import { statuses } from '../../domain/vocabulary.ts';
import { asOfParameter } from '../../lists/as-of.ts';
import { formatParameter } from '../../lists/list-query.ts';
import { dealListFilterShape } from './deals.schemas.ts';

export const transitionQuerySchema = z.strictObject({ ...dealListFilterShape, asOf: asOfParameter, format: formatParameter });
export type TransitionQuery = z.infer<typeof transitionQuerySchema>;

const count = z.int().nonnegative();
const medianDays = z
  .number()
  .nullable()
  .describe('Median of the days between the reports; null where there are none. A reduced date counts as its last day.');

const spanSchema = z
  .object({ count: count.describe('Deals that went this way.'), medianDays })
  .meta({ id: 'Span', description: 'How many deals went a way, and how long it took them.' });

const transitionSchema = z
  .object({
    from: z.enum(statuses).describe('Status that was left. The list of values may grow.'),
    to: z.enum(statuses).describe('Status that was entered. The list of values may grow.'),
    count: count.describe('How often deals went this way.'),
    medianDays,
  })
  .meta({
    id: 'Transition',
    description: 'From status to status: how often, and how long after the first report of the status that was left.',
  });

const lapsedSchema = z
  .object({
    count: count.describe('Deals that lapsed or were terminated at some time.'),
    ofDeals: count.describe('Deals that passed the filters.'),
  })
  .meta({ id: 'Lapsed', description: 'How many deals came to nothing, at least once.' });

export const transitionsSchema = z
  .object({
    data: z
      .object({
        deals: count.describe('Deals that passed the filters.'),
        transitions: z.array(transitionSchema).describe('Every way from status to status, the most frequent first.'),
        talksToSigned: spanSchema.describe('From the first rumour or talk to the first signing.'),
        announcedToClosed: spanSchema.describe('From the first announcement to the first closing.'),
        lapsed: lapsedSchema,
      })
      .meta({ id: 'Transitions', description: 'How deals move from status to status.' }),
    meta: metaSchema,
  })
  .meta({ id: 'TransitionsDocument', description: 'How the deals that pass the filters moved from status to status.' });
