import { z } from 'zod';
import { moneySchema, quantitySchema } from '../quantities.ts';
import { statuses } from '../vocabulary.ts';
import { citationsSchema, dateSchema, identifierSchema, listItemsMax, textSchema } from './primitives.ts';

/** Terms of a chip commitment. An event can state them, and the folded state shows them. */
export const commitmentTermShape = {
  units: quantitySchema.describe('Number of chips.').optional(),
  powerMw: quantitySchema.describe('Power of the deployment in megawatts.').optional(),
  amount: moneySchema.describe('Worth of the commitment, in whole currency units.').optional(),
  startsOn: dateSchema.describe('Date on which the first chips are due.').optional(),
  endsOn: dateSchema.describe('Date on which the commitment ends.').optional(),
  termYears: z.number().positive().describe('Length of the commitment in years.').optional(),
};

export const commitmentEventSchema = z
  .strictObject({
    reportedOn: dateSchema.describe('When the public could know it.'),
    status: z.enum(statuses).describe('Status of the commitment by this report. The list of values may grow.'),
    ...commitmentTermShape,
    note: textSchema.describe('What the report says besides.').optional(),
    citations: citationsSchema.describe('The sources that state it.'),
  })
  .meta({ id: 'ChipCommitmentEvent', description: 'One dated report in the history of a chip commitment.' });
export type CommitmentEvent = z.infer<typeof commitmentEventSchema>;

export const chipCommitmentShape = {
  id: identifierSchema.describe('Id of the commitment; never reused.'),
  deal: identifierSchema.describe('Id of the deal that it is made under.').optional(),
  buyer: identifierSchema.describe('Id of the company that will use the chips.'),
  chipVendor: identifierSchema.describe('Id of the company whose chips they are.'),
  provider: identifierSchema.describe('Id of the cloud in between, which buys the chips and rents them out.').optional(),
  chips: z.array(identifierSchema).min(1).max(listItemsMax).describe('Ids of the chips.'),
  history: z.array(commitmentEventSchema).min(1).max(listItemsMax).describe('The dated reports, oldest first.'),
  note: textSchema.describe('What a reader should know besides.').optional(),
};

export const chipCommitmentRecordSchema = z
  .strictObject(chipCommitmentShape)
  .refine((commitment) => commitment.provider !== commitment.buyer, { path: ['provider'], error: 'The provider is the buyer.' })
  .meta({ id: 'ChipCommitmentRecord', description: 'A chip commitment as it is stored: a promise to buy, rent or deploy accelerators.' });
export type ChipCommitmentRecord = z.infer<typeof chipCommitmentRecordSchema>;
