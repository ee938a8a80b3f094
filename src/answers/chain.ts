import { z } from 'zod';
import { identifierSchema } from '../domain/records/primitives.ts';
import { certainties, cycleClasses, cyclePatterns, flowNatures } from '../domain/vocabulary.ts';
import { usdSumSchema } from './flow.ts';

const legSchema = z
  .object({
    from: identifierSchema.describe('Group that pays.'),
    to: identifierSchema.describe('Group that is paid.'),
    natures: z.array(z.enum(flowNatures)).describe('Natures of its flows, financing first.'),
    certainty: z.enum(certainties).describe('Certainty of its strongest flow.'),
    implied: z.boolean().describe('True where all its flows are implied.'),
    usd: usdSumSchema.describe('Sum of its flows.'),
    flows: z.array(z.string()).describe('Ids of its flows.'),
    deals: z.array(identifierSchema).describe('Deals that give them.'),
    chipCommitments: z.array(identifierSchema).describe('Chip commitments that give them.'),
  })
  .meta({ id: 'Leg', description: 'All flows from one group to another.' });

const chainShape = {
  length: z.int().positive().describe('Number of legs.'),
  groups: z.array(identifierSchema).describe('Groups in the order of the legs.'),
  certainty: z.enum(certainties).describe('Certainty of the weakest leg.'),
  implied: z.boolean().describe('True where a leg is implied.'),
  usd: usdSumSchema.describe('What could go along all legs: the least low, and the least known high, of the legs.'),
  unknownLegs: z.int().nonnegative().describe('Legs without an upper bound.'),
  legs: z.array(legSchema).describe('The legs; each begins where the one before it ends.'),
};

export const cycleAnswerSchema = z
  .object({
    id: z.string().describe('The groups in order, joined by full stops: stable for the same groups in the same order.'),
    class: z
      .enum(cycleClasses)
      .describe(
        '`circular_financing` has a financing leg and a purchase leg; `cross_holding` financing legs alone; `trade_loop` purchase legs alone.',
      ),
    pattern: z
      .enum(cyclePatterns)
      .nullable()
      .describe(
        'Of circular financing between two: `mutual` where one also finances the very company that it buys from, else `supplier_finances_customer`.',
      ),
    ...chainShape,
    groups: chainShape.groups.describe('Groups in the order of the legs, the smallest id first.'),
  })
  .meta({ id: 'Cycle', description: 'A closed chain of flows through distinct groups. Circular is a shape, not an accusation.' });

export const pathAnswerSchema = z
  .object({ ...chainShape, groups: chainShape.groups.describe('Groups along the way, both ends included.') })
  .meta({ id: 'Path', description: 'A chain of flows from one group to another through distinct groups.' });
