import { z } from 'zod';
import { dealKinds, dealValuationBases, participantRoles, statuses, trancheStatuses } from '../vocabulary.ts';
import { dealTermsSchema } from './deal-terms.ts';
import {
  citationsSchema,
  identifierSchema,
  maxListItems,
  moneySchema,
  moneyShape,
  nameSchema,
  overlapsSchema,
  recordDateSchema,
  termYearsSchema,
  textSchema,
  withFieldOfStatus,
  withMoneyRules,
  withRequiredField,
  withUniqueItems,
} from './primitives.ts';

export const participantShape = {
  company: identifierSchema.describe('Id of the participating company.'),
  role: z.enum(participantRoles).describe('Its role. The list of values may grow.'),
  reportedOn: recordDateSchema.describe('`reportedOn` of the event that disclosed the participant. If absent, the first event.').optional(),
  amount: moneySchema.describe('Its share of the amount, in whole currency units.').optional(),
  amountReportedOn: recordDateSchema.describe('`reportedOn` of the event that disclosed its share, if later than its name.').optional(),
};

export const participantSchema = withRequiredField(z.strictObject(participantShape), 'amountReportedOn', 'amount').meta({
  id: 'Participant',
  description: 'A company with its role in the deal.',
});
export type Participant = z.infer<typeof participantSchema>;

const trancheShape = {
  label: nameSchema.describe('Name of the tranche.'),
  amount: moneySchema.describe('Amount of the tranche in whole currency units.'),
  condition: textSchema.describe('The condition that it depends on.').optional(),
  status: z.enum(trancheStatuses).describe('Whether the tranche is committed, conditional, paid or cancelled.'),
  restated: z.literal(true).describe('True if the amount of another deal already contains this money. Totals leave it out.').optional(),
  paidOn: recordDateSchema.describe('When it was paid. Only for a paid tranche.').optional(),
};

export const trancheSchema = withFieldOfStatus(
  withFieldOfStatus(z.strictObject(trancheShape), 'paidOn', 'paid'),
  'condition',
  'conditional',
  'cancelled',
).meta({ id: 'Tranche', description: 'A stated part of the amount. The headline amount is not the cash paid.' });

export type Tranche = z.infer<typeof trancheSchema>;

export const dealValuationSchema = withMoneyRules(
  z.strictObject({ ...moneyShape, basis: z.enum(dealValuationBases).describe('Pre-money, post-money or not stated.') }),
).meta({ id: 'DealValuation', description: 'Valuation of the issuer or target that the deal states, in whole currency units.' });

/** Terms of a deal. An event can state them, and the folded state shows them. */
export const dealTermShape = {
  amount: moneySchema.describe('Total amount of the deal in whole currency units.').optional(),
  tranches: z
    .array(trancheSchema)
    .min(1)
    .max(maxListItems)
    .describe('Stated tranches of the amount. The list replaces that of earlier events.')
    .optional(),
  valuation: dealValuationSchema.describe('Valuation at which the deal is made.').optional(),
  termYears: termYearsSchema.describe('Length of the contract in years.').optional(),
  terms: dealTermsSchema
    .describe('Other terms: round, security, debt, sites, warrants, guarantees. They replace those of earlier events.')
    .optional(),
};

export const dealEventSchema = z
  .strictObject({
    reportedOn: recordDateSchema.describe('When the public could first know it.'),
    occurredOn: recordDateSchema.describe('When it happened, if that differs from reportedOn.').optional(),
    status: z.enum(statuses).describe('Status of the deal according to this report. The list of values may grow.'),
    ...dealTermShape,
    note: textSchema.describe('Anything else that the report states.').optional(),
    citations: citationsSchema.describe('The sources that state it, with their attribution.'),
  })
  .meta({ id: 'DealEvent', description: 'One dated report in the history of a deal. It states only what it changed or confirmed.' });
export type DealEvent = z.infer<typeof dealEventSchema>;

export const dealShape = {
  id: identifierSchema.describe('Id of the deal. Never reused.'),
  title: nameSchema.describe('Title. It states no figure or outcome that the first event does not state.'),
  kind: z.enum(dealKinds).describe('Kind of agreement. The list of values may grow.'),
  participants: withUniqueItems(
    z.array(participantSchema).min(1).max(maxListItems),
    ['company', 'role'],
    'The same company appears twice with the same role.',
  ).describe('Participants and their roles.'),
  hasOtherParties: z
    .literal(true)
    .describe('True if parties that are not named also pay, such as the rest of a consortium. No named party then pays the whole amount.')
    .optional(),
  partOf: identifierSchema.describe('Id of the umbrella deal that contains it, so that it is not counted twice.').optional(),
  overlaps: overlapsSchema,
  supersedes: z.array(identifierSchema).min(1).max(maxListItems).describe('Ids of older deals that it replaces.').optional(),
  summary: textSchema.describe('A short description of the deal.'),
  history: z.array(dealEventSchema).min(1).max(maxListItems).describe('Dated reports, oldest first.'),
};

export const dealRecordSchema = z
  .strictObject(dealShape)
  .meta({ id: 'DealRecord', description: 'A stored deal: one agreement or prospective agreement.' });
export type DealRecord = z.infer<typeof dealRecordSchema>;
