import { z } from 'zod';
import { chipCommitmentAnswerSchema } from '../../answers/chip-commitment.ts';
import { companyAnswerSchema } from '../../answers/company.ts';
import { dealAnswerSchema } from '../../answers/deal.ts';
import { includedSchema, listAnswerSchema, recordAnswerSchema } from '../../answers/envelope.ts';
import { sourceAnswerSchema } from '../../answers/source.ts';
import { stakeAnswerSchema } from '../../answers/stake.ts';
import { attributions, certainties, dealKinds, participantRoles, statuses } from '../../domain/vocabulary.ts';
import { fromDate, identifierList, textList, toDate, wholeFrom, wholeTo, wordsOf } from '../../http/parameters.ts';
import { listQuerySchema } from '../../lists/list-query.ts';
import { recordQuerySchema } from '../../records/record-query.ts';

const fields = dealAnswerSchema.keyof().options;
const includes = ['companies', 'sources', 'stakes', 'chipCommitments', 'history', 'evidence'] as const;

/** Filters on deals, which the deals of one company take too. */
const dealFilterShape = {
  role: wordsOf(participantRoles)
    .optional()
    .describe('Deals with a participant in one of these roles; beside `company` or `group`, that very participant.'),
  kind: wordsOf(dealKinds).optional().describe('Deals of one of these kinds.'),
  status: wordsOf(statuses).optional().describe('Deals in one of these statuses.'),
  certainty: wordsOf(certainties).optional().describe('Deals of one of these certainties.'),
  country: textList().optional().describe('Deals with a participant that has its seat in one of these countries (ISO 3166-1 alpha-2).'),
  source: identifierList()
    .optional()
    .describe('Deals that cite one of these sources; `publisher` and `attribution` then belong to the same citation.'),
  publisher: textList().optional().describe('Deals that cite one of these publishers, by its full name.'),
  attribution: wordsOf(attributions).optional().describe('Deals with a citation of one of these attributions.'),
  amountUsdMin: wholeFrom().optional().describe('Least headline amount, in US dollars.'),
  amountUsdMax: wholeTo().optional().describe('Greatest headline amount, in US dollars.'),
  announcedFrom: fromDate().optional().describe('Announced on this date or later.'),
  announcedTo: toDate().optional().describe('Announced on this date or earlier.'),
  reportedFrom: fromDate().optional().describe('Newest report on this date or later.'),
  reportedTo: toDate().optional().describe('Newest report on this date or earlier.'),
  q: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Deals in whose title, participants, summary or notes every word occurs, or begins so.'),
};

const dealChoices = {
  fields,
  includes,
  sorts: ['lastReportedOn', 'amountUsd', 'valuationUsd', 'announcedOn', 'closedOn', 'knownFrom', 'title', 'id'],
  defaultSort: '-lastReportedOn',
} as const;

/** Every filter on deals. */
export const dealListFilterShape = {
  company: identifierList().optional().describe('Deals in which one of these companies takes part.'),
  group: identifierList().optional().describe('Deals in which one of these companies, or a company below it, takes part.'),
  ...dealFilterShape,
};

export const dealListQuerySchema = listQuerySchema(dealChoices, dealListFilterShape);

export const dealQuerySchema = recordQuerySchema({ fields, includes });

const dealIncludedSchema = includedSchema('DealIncluded', {
  companies: companyAnswerSchema,
  sources: sourceAnswerSchema,
  stakes: stakeAnswerSchema,
  chipCommitments: chipCommitmentAnswerSchema,
});

export const dealListSchema = listAnswerSchema('DealList', dealAnswerSchema, dealIncludedSchema);
export const dealSchema = recordAnswerSchema('DealDocument', dealAnswerSchema, dealIncludedSchema);
export const companyDealListQuerySchema = listQuerySchema(dealChoices, dealFilterShape);
