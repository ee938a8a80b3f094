import { z } from 'zod';
import { namedObject } from '../../domain/records/primitives.ts';
import { statuses } from '../../domain/vocabulary.ts';
import { asOfParameter } from '../../http/parameters.ts';
import { formatShape } from '../../lists/list-query.ts';
import { metaSchema } from '../../responses/envelope.ts';
import { dealListFilterShape } from './deals.schemas.ts';

export const transitionQuerySchema = z.strictObject({ ...dealListFilterShape, asOf: asOfParameter, ...formatShape });
export type TransitionQuery = z.infer<typeof transitionQuerySchema>;

const count = z.int().nonnegative();
const medianDays = z
  .number()
  .nullable()
  .describe('Median number of days between the reports; null if there are none. A date of reduced precision counts as its last day.');

const durationSchema = z
  .object({ count: count.describe('Number of deals.'), medianDays })
  .meta({ id: 'Span', description: 'Number of deals and how long they took.' });

const transitionSchema = z
  .object({
    from: z.enum(statuses).describe('Previous status. The list of values may grow.'),
    to: z.enum(statuses).describe('Next status. The list of values may grow.'),
    count: count.describe('Number of transitions.'),
    medianDays,
  })
  .meta({
    id: 'Transition',
    description: 'A transition between two statuses: how often it happened, and how long after the first report of the previous status.',
  });

const lapsedSchema = namedObject('Lapsed', 'How many deals lapsed or were terminated at least once.', {
  count: count.describe('Deals that lapsed or were terminated at any time.'),
  ofDeals: count.describe('Deals that match the filters.'),
});

export const transitionsSchema = namedObject('TransitionsDocument', 'Status transitions of the matching deals.', {
  data: namedObject('Transitions', 'How deals move between statuses.', {
    deals: count.describe('Deals that match the filters.'),
    transitions: z.array(transitionSchema).describe('Every transition, most frequent first.'),
    talksToSigned: durationSchema.describe('From the first rumor or talks to the first signing.'),
    announcedToClosed: durationSchema.describe('From the first announcement to the first closing.'),
    lapsed: lapsedSchema,
  }),
  meta: metaSchema,
});
