import { z } from 'zod';
import { dealEventSchema, dealShape, dealTermShape, dealValuationSchema, trancheSchema } from '../domain/records/deal.ts';
import { dealTermsSchema } from '../domain/records/deal-terms.ts';
import { citationSchema, dateSchema, identifierSchema, moneySchema, namedObject, usdIntervalSchema } from '../domain/records/primitives.ts';
import { participantRoles, statuses } from '../domain/vocabulary.ts';
import {
  certaintyField,
  evidenceGradeField,
  knownFromField,
  lastReportedOnField,
  moneyClassField,
  statusField,
  versionField,
} from './derived-fields.ts';
import { trancheSumsSchema } from './money.ts';

export const evidenceSchema = namedObject('Evidence', "The event and citations that set one term of the deal's state.", {
  term: z
    .enum(['status', 'amount', 'tranches', 'valuation', 'termYears', 'terms', 'participant', 'participantAmount'])
    .describe('The term that the event set. The list of values may grow.'),
  company: identifierSchema.describe('Id of the participant that the evidence is about.').optional(),
  role: z.enum(participantRoles).describe('Role of that participant.').optional(),
  reportedOn: dateSchema.describe('`reportedOn` of the event that set the term.'),
  occurredOn: dateSchema.describe('`occurredOn` of that event, if it differs.').optional(),
  status: z.enum(statuses).describe('Status reported by that event.'),
  citations: z.array(citationSchema).describe('Citations of that event.'),
});

const reportedTermsSchema = z.object(dealTermShape).meta({
  id: 'ReportedTerms',
  description: 'Terms stated by a later report of weaker certainty, such as talks to enlarge a signed contract. They do not count.',
});

const { history: _history, summary, ...recordShape } = dealShape;

export const dealResponseSchema = namedObject('Deal', 'One agreement or prospective agreement, with its state folded from its reports.', {
  ...recordShape,
  summary: summary.optional().describe('A short description of the deal. Present only in its newest state.'),
  status: statusField,
  certainty: certaintyField,
  evidenceGrade: evidenceGradeField,
  moneyClass: moneyClassField,
  amount: moneySchema.nullable().describe("Total amount stated at the deal's certainty, in whole currency units; null if not stated."),
  amountUsd: usdIntervalSchema
    .nullable()
    .describe('The amount in whole US dollars. Sorting and filters use the headline: `max`, or `min` if there is no `max`.'),
  amountReportedOn: dateSchema
    .nullable()
    .describe(
      '`reportedOn` of the event that set the amount, or the tranches if no amount is stated. Totals count the amount in the year of this date.',
    ),
  valuation: dealValuationSchema.nullable().describe('Valuation at which the deal is made, in whole currency units; null if not stated.'),
  valuationUsd: usdIntervalSchema.nullable().describe('The valuation in whole US dollars.'),
  tranches: z.array(trancheSchema).nullable().describe('Stated tranches of the amount; null if none are stated.'),
  trancheSums: trancheSumsSchema.nullable().describe('The amount by payment status, in whole US dollars; null if no tranches are stated.'),
  termYears: z.number().nullable().describe('Length of the contract in years; null if not stated.'),
  terms: dealTermsSchema.nullable().describe('Other terms: round, security, debt, sites, warrants, guarantees; null if none are stated.'),
  reportedTerms: reportedTermsSchema.describe('Terms stated by a later report of weaker certainty. They do not count.').optional(),
  announcedOn: dateSchema
    .nullable()
    .describe('Date of the first event of at least `intended` certainty (letter of intent or announcement); null until then.'),
  closedOn: dateSchema.nullable().describe('Date of the first closing; null until then.'),
  knownFrom: knownFromField,
  lastReportedOn: lastReportedOnField,
  staleDays: z
    .int()
    .nonnegative()
    .describe('Days from the newest report to the asOf day. Only for deals in talks, in `/v1/deals` and in the lists of a company.')
    .optional(),
  supersededBy: z.array(identifierSchema).describe('Ids of the deals that replace this one.'),
  version: versionField,
  history: z.array(dealEventSchema).describe('Dated reports, oldest first. In lists only with `include=history`.').optional(),
  evidence: z.array(evidenceSchema).describe('The evidence for each term. Only with `include=evidence`.').optional(),
});
