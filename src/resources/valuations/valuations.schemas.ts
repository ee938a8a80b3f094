import { z } from 'zod';
import { companyAnswerSchema } from '../../answers/company.ts';
import { dealAnswerSchema } from '../../answers/deal.ts';
import { includedSchema, listAnswerSchema, recordAnswerSchema } from '../../answers/envelope.ts';
import { sourceAnswerSchema } from '../../answers/source.ts';
import { valuationAnswerSchema } from '../../answers/valuation.ts';
import { attributions, valuationBases } from '../../domain/vocabulary.ts';
import { fromDate, identifierList, textList, toDate, wholeFrom, wholeTo, wordsOf } from '../../http/parameters.ts';
import { listQuerySchema } from '../../lists/list-query.ts';
import { recordQuerySchema } from '../../records/record-query.ts';

const fields = valuationAnswerSchema.keyof().options;
const includes = ['companies', 'sources', 'deals'] as const;

const filterShape = {
  deal: identifierList().optional().describe('Valuations that came from one of these deals.'),
  basis: wordsOf(valuationBases).optional().describe('Valuations on one of these bases.'),
  amountUsdMin: wholeFrom().optional().describe('Least headline valuation, in US dollars.'),
  amountUsdMax: wholeTo().optional().describe('Greatest headline valuation, in US dollars.'),
  observedFrom: fromDate().optional().describe('Observed on this date or later.'),
  observedTo: toDate().optional().describe('Observed on this date or earlier.'),
  source: identifierList()
    .optional()
    .describe('Valuations that cite one of these sources; `publisher` and `attribution` then belong to the same citation.'),
  publisher: textList().optional().describe('Valuations that cite one of these publishers, by its full name.'),
  attribution: wordsOf(attributions).optional().describe('Valuations with a citation of one of these attributions.'),
  q: z.string().min(1).max(200).optional().describe('Valuations in the name of whose company every word occurs, or begins so.'),
};

const choices = { fields, includes, sorts: ['observedOn', 'amountUsd', 'knownFrom', 'id'], defaultSort: '-observedOn' } as const;

export const valuationListQuerySchema = listQuerySchema(choices, {
  company: identifierList().optional().describe('Valuations of one of these companies.'),
  group: identifierList().optional().describe('Valuations of one of these companies, or of a company below it.'),
  ...filterShape,
});
export const companyValuationListQuerySchema = listQuerySchema(choices, filterShape);
export const valuationQuerySchema = recordQuerySchema({ fields, includes });

const valuationIncludedSchema = includedSchema('ValuationIncluded', {
  companies: companyAnswerSchema,
  sources: sourceAnswerSchema,
  deals: dealAnswerSchema,
});
export const valuationListSchema = listAnswerSchema('ValuationList', valuationAnswerSchema, valuationIncludedSchema);
export const valuationSchema = recordAnswerSchema('ValuationDocument', valuationAnswerSchema, valuationIncludedSchema);
