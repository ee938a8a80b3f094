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
    .describe(
      'Only deals with a participant in one of these roles. Combined with `company` or `group`, that participant must have the role.',
    ),
  kind: wordsOf(dealKinds).optional().describe('Only deals of these kinds.'),
  status: wordsOf(statuses).optional().describe('Only deals with one of these statuses.'),
  certainty: wordsOf(certainties).optional().describe('Only deals with one of these certainties.'),
  country: textList().optional().describe('Only deals with a participant headquartered in one of these countries (ISO 3166-1 alpha-2).'),
  source: identifierList()
    .optional()
    .describe('Only deals that cite one of these sources. `publisher` and `attribution` must match the same citation.'),
  publisher: textList().optional().describe('Only deals that cite one of these publishers. Use the full name.'),
  attribution: wordsOf(attributions).optional().describe('Only deals with a citation of one of these attributions.'),
  amountUsdMin: wholeFrom().optional().describe('Minimum headline amount in US dollars.'),
  amountUsdMax: wholeTo().optional().describe('Maximum headline amount in US dollars.'),
  announcedFrom: fromDate().optional().describe('Only deals announced on or after this date.'),
  announcedTo: toDate().optional().describe('Only deals announced on or before this date.'),
  reportedFrom: fromDate().optional().describe('Only records whose newest report is on or after this date.'),
  reportedTo: toDate().optional().describe('Only records whose newest report is on or before this date.'),
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
  company: identifierList().optional().describe('Only deals in which one of these companies participates.'),
  group: identifierList().optional().describe('Only deals in which one of these companies or its subsidiaries participates.'),
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
