import { z } from 'zod';
import { chipAnswerSchema } from '../../answers/chip.ts';
import { chipCommitmentAnswerSchema } from '../../answers/chip-commitment.ts';
import { companyAnswerSchema } from '../../answers/company.ts';
import { dealAnswerSchema } from '../../answers/deal.ts';
import { includedSchema, listAnswerSchema, recordAnswerSchema } from '../../answers/envelope.ts';
import { sourceAnswerSchema } from '../../answers/source.ts';
import { attributions, certainties, statuses } from '../../domain/vocabulary.ts';
import { amountParameter, fromDate, identifierList, textList, toDate, wholeFrom, wholeTo, wordsOf } from '../../http/parameters.ts';
import { listQuerySchema } from '../../lists/list-query.ts';
import { recordQuerySchema } from '../../records/record-query.ts';

const fields = chipCommitmentAnswerSchema.keyof().options;
const includes = ['companies', 'sources', 'chips', 'deals'] as const;

const filterShape = {
  buyer: identifierList().optional().describe('Commitments of which one of these companies is the buyer.'),
  provider: identifierList().optional().describe('Commitments in which one of these companies is the cloud in between.'),
  chipVendor: identifierList().optional().describe('Commitments to chips of one of these companies.'),
  chip: identifierList().optional().describe('Commitments to one of these chips.'),
  deal: identifierList().optional().describe('Commitments made under one of these deals.'),
  status: wordsOf(statuses).optional().describe('Commitments in one of these statuses.'),
  certainty: wordsOf(certainties).optional().describe('Commitments of one of these certainties.'),
  amountUsdMin: wholeFrom().optional().describe('Least headline worth, in US dollars.'),
  amountUsdMax: wholeTo().optional().describe('Greatest headline worth, in US dollars.'),
  unitsMin: amountParameter().optional().describe('Least headline number of chips.'),
  unitsMax: amountParameter().optional().describe('Greatest headline number of chips.'),
  powerMwMin: amountParameter().optional().describe('Least headline power, in megawatts.'),
  powerMwMax: amountParameter().optional().describe('Greatest headline power, in megawatts.'),
  reportedFrom: fromDate().optional().describe('Newest report on this date or later.'),
  reportedTo: toDate().optional().describe('Newest report on this date or earlier.'),
  source: identifierList()
    .optional()
    .describe('Commitments that cite one of these sources; `publisher` and `attribution` then belong to the same citation.'),
  publisher: textList().optional().describe('Commitments that cite one of these publishers, by its full name.'),
  attribution: wordsOf(attributions).optional().describe('Commitments with a citation of one of these attributions.'),
  q: z.string().min(1).max(200).optional().describe('Commitments in whose companies, chips or notes every word occurs, or begins so.'),
};

const choices = {
  fields,
  includes,
  sorts: ['lastReportedOn', 'amountUsd', 'units', 'powerMw', 'startsOn', 'id'],
  defaultSort: '-lastReportedOn',
} as const;

/** Every filter on chip commitments. */
export const chipCommitmentFilterShape = {
  company: identifierList().optional().describe('Commitments in which one of these companies is buyer, provider or chip vendor.'),
  group: identifierList()
    .optional()
    .describe('Commitments in which one of these companies, or a company below it, is buyer, provider or chip vendor.'),
  ...filterShape,
};
export const chipCommitmentListQuerySchema = listQuerySchema(choices, chipCommitmentFilterShape);
export const companyChipCommitmentListQuerySchema = listQuerySchema(choices, filterShape);
export const chipCommitmentQuerySchema = recordQuerySchema({ fields, includes });

const includedShapes = includedSchema('ChipCommitmentIncluded', {
  companies: companyAnswerSchema,
  sources: sourceAnswerSchema,
  chips: chipAnswerSchema,
  deals: dealAnswerSchema,
});
export const chipCommitmentListSchema = listAnswerSchema('ChipCommitmentList', chipCommitmentAnswerSchema, includedShapes);
export const chipCommitmentSchema = recordAnswerSchema('ChipCommitmentDocument', chipCommitmentAnswerSchema, includedShapes);
