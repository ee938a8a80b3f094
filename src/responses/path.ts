import { z } from 'zod';
import { identifierSchema, namedObject } from '../domain/records/primitives.ts';
import { certainties, cycleClasses, cyclePatterns, flowNatures } from '../domain/vocabulary.ts';
import { usdByCertaintySchema, usdByNatureSchema, usdSumSchema } from './money.ts';

const legSchema = namedObject('Leg', 'All flows from one group to another, combined.', {
  from: identifierSchema.describe('Id of the paying group.'),
  to: identifierSchema.describe('Id of the receiving group.'),
  natures: z.array(z.enum(flowNatures)).describe('Natures of its flows, `financing` first.'),
  certainty: z
    .enum(certainties)
    .describe('Certainty of its strongest stated flow of cash. If it has none, of its implied flows, guarantees and warrants.'),
  implied: z.boolean().describe('True if all its flows are implied.'),
  contingent: z.boolean().describe('True if the leg supports its receiver only by guarantees and warrants.'),
  usd: usdSumSchema.describe(
    'Cash at the certainty of the leg. Guarantees, warrants and implied flows count only if there is nothing else.',
  ),
  weakerUsd: usdSumSchema.describe('The same, at weaker certainties.'),
  usdByCertainty: usdByCertaintySchema.describe('`usd` and `weakerUsd`, by certainty.'),
  usdByNature: usdByNatureSchema.describe('All its flows by nature.'),
  flows: z.array(z.string()).describe('Ids of its flows.'),
  deals: z.array(identifierSchema).describe('Ids of the deals behind the flows.'),
  chipCommitments: z.array(identifierSchema).describe('Ids of the chip commitments behind the flows.'),
});

const pathShape = {
  length: z.int().positive().describe('Number of legs.'),
  groups: z.array(identifierSchema).describe('Groups in the order of the legs.'),
  certainty: z.enum(certainties).describe('Certainty of the weakest leg.'),
  implied: z.boolean().describe('True if any leg is implied.'),
  usd: usdSumSchema.describe('The amount that could move through every leg: the smallest `low` and the smallest known `high` of the legs.'),
  unknownLegs: z.int().nonnegative().describe('Number of legs without an upper bound.'),
  legs: z.array(legSchema).describe('The legs in order. Each starts where the previous one ends.'),
};

export const cycleSchema = z
  .object({
    id: z.string().describe('The group ids in order, joined by periods. Stable for the same groups in the same order.'),
    class: z
      .enum(cycleClasses)
      .describe(
        '`circular_financing` has a leg that finances, guarantees or grants a warrant, and a purchase leg; `cross_holding` has no purchase leg; `trade_loop` has purchase legs only.',
      ),
    pattern: z
      .enum(cyclePatterns)
      .nullable()
      .describe(
        'For circular financing between two groups: `mutual` if one of them also finances the company it buys from, otherwise `supplier_finances_customer`, or `supplier_incentive` if the supplier gives only a guarantee or a warrant. The list of values may grow.',
      ),
    ...pathShape,
    groups: pathShape.groups.describe('Group ids in the order of the legs, starting with the smallest id.'),
  })
  .meta({
    id: 'Cycle',
    description: 'A closed path of flows through distinct groups. "Circular" describes a shape; it is not an accusation.',
  });

export const pathSchema = z
  .object({ ...pathShape, groups: pathShape.groups.describe('Ids of the groups along the path, including both ends.') })
  .meta({ id: 'Path', description: 'A path of flows from one group to another through distinct groups.' });
