import { z } from 'zod';
import { moneySchema, moneyShape, withMoneyRules } from '../quantities.ts';
import { dealKinds, dealValuationBases, participantRoles, statuses, trancheStatuses } from '../vocabulary.ts';
import { citationsSchema, dateSchema, identifierSchema, listItemsMax, nameSchema, textSchema } from './primitives.ts';

export const participantShape = {
  company: identifierSchema.describe('Id of the company that takes part.'),
  role: z.enum(participantRoles).describe('In which role. The list of values may grow.'),
  reportedOn: dateSchema.describe('The event with which it became known; absent: the first event.').optional(),
  amount: moneySchema.describe('Its own share of the amount, in whole currency units.').optional(),
  amountReportedOn: dateSchema.describe('The event with which its share became known, if later than its name.').optional(),
};

export const participantSchema = z
  .strictObject(participantShape)
  .refine((participant) => participant.amountReportedOn === undefined || participant.amount !== undefined, {
    path: ['amountReportedOn'],
    error: 'amountReportedOn needs an amount.',
  })
  .meta({ id: 'Participant', description: 'A company in a role of the deal.' });
export type Participant = z.infer<typeof participantSchema>;

export const trancheSchema = z
  .strictObject({
    label: nameSchema.describe('What the part is called.'),
    amount: moneySchema.describe('Amount of the part, in whole currency units.'),
    condition: textSchema.describe('What it hangs on.').optional(),
    status: z.enum(trancheStatuses).describe('Whether it is committed, conditional, paid or cancelled.'),
  })
  .meta({ id: 'Tranche', description: 'A stated part of the amount: the headline is not the cash.' });

export const dealValuationSchema = withMoneyRules(
  z.strictObject({ ...moneyShape, basis: z.enum(dealValuationBases).describe('Before or after the new money, or not said.') }),
).meta({ id: 'DealValuation', description: 'What the deal says the issuer or target is worth, in whole currency units.' });

/** Terms of a deal. An event can state them, and the folded state shows them. */
export const dealTermShape = {
  amount: moneySchema.describe('Headline total of the deal, in whole currency units.').optional(),
  tranches: z.array(trancheSchema).min(1).max(listItemsMax).describe('The stated parts of the amount.').optional(),
  valuation: dealValuationSchema.describe('Valuation at which the deal is done.').optional(),
  termYears: z.number().positive().describe('Length of the contract in years.').optional(),
};

export const dealEventSchema = z
  .strictObject({
    reportedOn: dateSchema.describe('When the public could know it.'),
    occurredOn: dateSchema.describe('When it happened, if at another time.').optional(),
    status: z.enum(statuses).describe('Status of the deal by this report. The list of values may grow.'),
    ...dealTermShape,
    note: textSchema.describe('What the report says besides.').optional(),
    citations: citationsSchema.describe('The sources that state it.'),
  })
  .meta({ id: 'DealEvent', description: 'One dated report in the history of a deal. It restates only what it changed or confirmed.' });
export type DealEvent = z.infer<typeof dealEventSchema>;

export const dealShape = {
  id: identifierSchema.describe('Id of the deal; never reused.'),
  title: nameSchema.describe('A title that gives no figure or outcome that the first event does not.'),
  kind: z.enum(dealKinds).describe('What kind of agreement it is. The list of values may grow.'),
  participants: z
    .array(participantSchema)
    .min(1)
    .max(listItemsMax)
    .refine((list) => new Set(list.map(({ company, role }) => `${company} ${role}`)).size === list.length, {
      error: 'The same company stands twice in one role.',
    })
    .describe('Who takes part, and in which role.'),
  partOf: identifierSchema.describe('Id of the umbrella deal that it belongs to, so that it is not counted twice.').optional(),
  supersedes: z.array(identifierSchema).min(1).max(listItemsMax).describe('Ids of the older deals that it takes the place of.').optional(),
  summary: textSchema.describe('The deal in a few sentences.'),
  history: z.array(dealEventSchema).min(1).max(listItemsMax).describe('The dated reports, oldest first.'),
};

export const dealRecordSchema = z
  .strictObject(dealShape)
  .meta({ id: 'DealRecord', description: 'A deal as it is stored: one agreement, or one prospective agreement.' });
export type DealRecord = z.infer<typeof dealRecordSchema>;
