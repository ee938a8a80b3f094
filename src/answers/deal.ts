import { z } from 'zod';
import { moneySchema, usdIntervalSchema } from '../domain/quantities.ts';
import { dealEventSchema, dealShape, dealTermShape, dealValuationSchema, trancheSchema } from '../domain/records/deal.ts';
import { citationSchema, dateSchema, identifierSchema } from '../domain/records/primitives.ts';
import { participantRoles, statuses } from '../domain/vocabulary.ts';
import { certaintyField, knownFromField, lastReportedOnField, statusField, versionField } from './derived.ts';

export const evidenceSchema = z
  .object({
    term: z
      .enum(['status', 'amount', 'tranches', 'valuation', 'termYears', 'participant', 'participantAmount'])
      .describe('What was set. The list of values may grow.'),
    company: identifierSchema.describe('The participant that it is about.').optional(),
    role: z.enum(participantRoles).describe('The role of that participant.').optional(),
    reportedOn: dateSchema.describe('Date of the event that set it.'),
    occurredOn: dateSchema.describe('When that happened, if at another time.').optional(),
    status: z.enum(statuses).describe('Status by that event.'),
    citations: z.array(citationSchema).describe('The sources of that event.'),
  })
  .meta({ id: 'Evidence', description: 'The event and the citations that set one term of the folded state.' });

export const reportedTermsSchema = z.object(dealTermShape).meta({
  id: 'ReportedTerms',
  description: 'What a weaker, later report states and is not used, such as talks to enlarge a signed contract.',
});

const { history: _history, summary, ...recordShape } = dealShape;

export const dealAnswerSchema = z
  .object({
    ...recordShape,
    summary: summary.optional().describe('The deal in a few sentences; only in its newest state.'),
    status: statusField,
    certainty: certaintyField,
    amount: moneySchema
      .nullable()
      .describe('Headline total as it counts at the certainty of the deal, in whole currency units; null where none is stated.'),
    amountUsd: usdIntervalSchema
      .nullable()
      .describe('The amount in whole US dollars. Sorting and filters use its headline: max, else min.'),
    valuation: dealValuationSchema
      .nullable()
      .describe('Valuation at which the deal is done, in whole currency units; null where none is stated.'),
    valuationUsd: usdIntervalSchema.nullable().describe('The valuation in whole US dollars.'),
    tranches: z.array(trancheSchema).nullable().describe('The stated parts of the amount; null where none are stated.'),
    termYears: z.number().nullable().describe('Length of the contract in years; null where none is stated.'),
    reportedTerms: reportedTermsSchema.describe('What a weaker, later report states and is not used.').optional(),
    announcedOn: dateSchema
      .nullable()
      .describe('First event that was at least intended (letter of intent, announcement), by when it happened; null before.'),
    closedOn: dateSchema.nullable().describe('First closing, by when it happened; null before.'),
    knownFrom: knownFromField,
    lastReportedOn: lastReportedOnField,
    supersededBy: z.array(identifierSchema).describe('Ids of the deals that take the place of this one.'),
    version: versionField,
    history: z.array(dealEventSchema).describe('The dated reports, oldest first; in lists only with `include=history`.').optional(),
    evidence: z.array(evidenceSchema).describe('What set each term; only with `include=evidence`.').optional(),
  })
  .meta({ id: 'Deal', description: 'One agreement, or one prospective agreement, in its folded state.' });
