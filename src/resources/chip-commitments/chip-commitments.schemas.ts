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
  buyer: identifierList().optional().describe('Only commitments whose buyer is one of these companies.'),
  provider: identifierList().optional().describe('Only commitments whose cloud provider is one of these companies.'),
  chipVendor: identifierList().optional().describe('Only commitments to chips of these vendors.'),
  chip: identifierList().optional().describe('Only commitments to these chips.'),
  deal: identifierList().optional().describe('Only commitments made under these deals.'),
  status: wordsOf(statuses).optional().describe('Only commitments with one of these statuses.'),
  certainty: wordsOf(certainties).optional().describe('Only commitments with one of these certainties.'),
  amountUsdMin: wholeFrom().optional().describe('Minimum headline value in US dollars.'),
  amountUsdMax: wholeTo().optional().describe('Maximum headline value in US dollars.'),
  unitsMin: amountParameter().optional().describe('Minimum headline number of chips.'),
  unitsMax: amountParameter().optional().describe('Maximum headline number of chips.'),
  powerMwMin: amountParameter().optional().describe('Minimum headline power in megawatts.'),
  powerMwMax: amountParameter().optional().describe('Maximum headline power in megawatts.'),
  reportedFrom: fromDate().optional().describe('Only records whose newest report is on or after this date.'),
  reportedTo: toDate().optional().describe('Only records whose newest report is on or before this date.'),
  source: identifierList()
    .optional()
    .describe('Only commitments that cite one of these sources. `publisher` and `attribution` must match the same citation.'),
  publisher: textList().optional().describe('Only commitments that cite one of these publishers. Use the full name.'),
  attribution: wordsOf(attributions).optional().describe('Only commitments with a citation of one of these attributions.'),
  q: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Only commitments whose companies, chips or notes contain every word or a word that starts with it.'),
};

const choices = {
  fields,
  includes,
  sorts: ['lastReportedOn', 'amountUsd', 'units', 'powerMw', 'startsOn', 'id'],
  defaultSort: '-lastReportedOn',
} as const;

/** Every filter on chip commitments. */
export const chipCommitmentFilterShape = {
  company: identifierList().optional().describe('Only commitments in which one of these companies is buyer, provider or chip vendor.'),
  group: identifierList()
    .optional()
    .describe('Only commitments in which one of these companies or its subsidiaries is buyer, provider or chip vendor.'),
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
