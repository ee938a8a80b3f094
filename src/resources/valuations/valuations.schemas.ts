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
  deal: identifierList().optional().describe('Only valuations set by these deals.'),
  basis: wordsOf(valuationBases).optional().describe('Only valuations with one of these bases.'),
  amountUsdMin: wholeFrom().optional().describe('Minimum headline valuation in US dollars.'),
  amountUsdMax: wholeTo().optional().describe('Maximum headline valuation in US dollars.'),
  observedFrom: fromDate().optional().describe('Only observations on or after this date.'),
  observedTo: toDate().optional().describe('Only observations on or before this date.'),
  source: identifierList()
    .optional()
    .describe('Only valuations that cite one of these sources. `publisher` and `attribution` must match the same citation.'),
  publisher: textList().optional().describe('Only valuations that cite one of these publishers. Use the full name.'),
  attribution: wordsOf(attributions).optional().describe('Only valuations with a citation of one of these attributions.'),
  q: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Only valuations whose company name contains every word or a word that starts with it.'),
};

const choices = { fields, includes, sorts: ['observedOn', 'amountUsd', 'knownFrom', 'id'], defaultSort: '-observedOn' } as const;

export const valuationListQuerySchema = listQuerySchema(choices, {
  company: identifierList().optional().describe('Only valuations of these companies.'),
  group: identifierList().optional().describe('Only valuations of these companies or their subsidiaries.'),
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
