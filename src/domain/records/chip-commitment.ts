import { z } from 'zod';
import { statuses } from '../vocabulary.ts';
import {
  citationsSchema,
  identifierSchema,
  maxListItems,
  moneySchema,
  overlapsSchema,
  quantitySchema,
  recordDateSchema,
  termYearsSchema,
  textSchema,
} from './primitives.ts';

/** Terms of a chip commitment. An event can state them, and the folded state shows them. */
const commitmentTermShape = {
  units: quantitySchema.describe('Number of chips.').optional(),
  powerMw: quantitySchema.describe('Power of the deployment in megawatts.').optional(),
  amount: moneySchema.describe('Value of the commitment in whole currency units.').optional(),
  startsOn: recordDateSchema.describe('Date on which the first chips are due.').optional(),
  endsOn: recordDateSchema.describe('Date on which the commitment ends.').optional(),
  termYears: termYearsSchema.describe('Length of the commitment in years.').optional(),
};

export const commitmentEventSchema = z
  .strictObject({
    reportedOn: recordDateSchema.describe('When the public could first know it.'),
    status: z.enum(statuses).describe('Status of the commitment according to this report. The list of values may grow.'),
    ...commitmentTermShape,
    note: textSchema.describe('Anything else that the report states.').optional(),
    citations: citationsSchema.describe('The sources that state it, with their attribution.'),
  })
  .meta({ id: 'ChipCommitmentEvent', description: 'One dated report in the history of a chip commitment.' });
export type CommitmentEvent = z.infer<typeof commitmentEventSchema>;

export const chipCommitmentShape = {
  id: identifierSchema.describe('Id of the commitment. Never reused.'),
  deal: identifierSchema.describe('Id of the deal under which it is made.').optional(),
  buyer: identifierSchema.describe('Id of the company that will use the chips.'),
  chipVendor: identifierSchema.describe('Id of the company that designs the chips.'),
  provider: identifierSchema.describe('Id of the cloud provider in between, which buys the chips and rents them out.').optional(),
  chips: z.array(identifierSchema).min(1).max(maxListItems).describe('Ids of the chips.'),
  overlaps: overlapsSchema,
  history: z.array(commitmentEventSchema).min(1).max(maxListItems).describe('Dated reports, oldest first.'),
  note: textSchema.describe('Anything else that a reader should know.').optional(),
};

export const chipCommitmentRecordSchema = z
  .strictObject(chipCommitmentShape)
  .refine((commitment) => commitment.provider !== commitment.buyer, {
    path: ['provider'],
    error: 'provider must differ from buyer. Omit provider if the buyer operates the chips itself.',
  })
  .meta({ id: 'ChipCommitmentRecord', description: 'A stored chip commitment: a commitment to buy, rent or deploy AI accelerators.' });
export type ChipCommitmentRecord = z.infer<typeof chipCommitmentRecordSchema>;
