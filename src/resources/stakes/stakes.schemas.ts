import { z } from 'zod';
import { companyAnswerSchema } from '../../answers/company.ts';
import { dealAnswerSchema } from '../../answers/deal.ts';
import { includedSchema, listAnswerSchema, recordAnswerSchema } from '../../answers/envelope.ts';
import { sourceAnswerSchema } from '../../answers/source.ts';
import { stakeAnswerSchema } from '../../answers/stake.ts';
import { attributions, stakeBases } from '../../domain/vocabulary.ts';
import { amountParameter, fromDate, identifierList, textList, toDate, wholeFrom, wholeTo, wordsOf } from '../../http/parameters.ts';
import { listQuerySchema } from '../../lists/list-query.ts';
import { recordQuerySchema } from '../../records/record-query.ts';

const fields = stakeAnswerSchema.keyof().options;
const includes = ['companies', 'sources', 'deals'] as const;

const filterShape = {
  holder: identifierList().optional().describe('Stakes that one of these companies holds.'),
  issuer: identifierList().optional().describe('Stakes in one of these companies.'),
  deal: identifierList().optional().describe('Stakes that came from one of these deals.'),
  basis: wordsOf(stakeBases).optional().describe('Stakes on one of these bases.'),
  percentMin: amountParameter().optional().describe('Least headline share, in percent.'),
  percentMax: amountParameter().optional().describe('Greatest headline share, in percent.'),
  valueUsdMin: wholeFrom().optional().describe('Least headline worth, in US dollars.'),
  valueUsdMax: wholeTo().optional().describe('Greatest headline worth, in US dollars.'),
  observedFrom: fromDate().optional().describe('Observed on this date or later.'),
  observedTo: toDate().optional().describe('Observed on this date or earlier.'),
  source: identifierList()
    .optional()
    .describe('Stakes that cite one of these sources; `publisher` and `attribution` then belong to the same citation.'),
  publisher: textList().optional().describe('Stakes that cite one of these publishers, by its full name.'),
  attribution: wordsOf(attributions).optional().describe('Stakes with a citation of one of these attributions.'),
  q: z.string().min(1).max(200).optional().describe('Stakes in whose holder, issuer or note every word occurs, or begins so.'),
};

const choices = { fields, includes, sorts: ['observedOn', 'percent', 'valueUsd', 'knownFrom', 'id'], defaultSort: '-observedOn' } as const;

export const stakeListQuerySchema = listQuerySchema(choices, {
  company: identifierList().optional().describe('Stakes in which one of these companies is holder or issuer.'),
  group: identifierList().optional().describe('Stakes in which one of these companies, or a company below it, is holder or issuer.'),
  ...filterShape,
});
export const companyStakeListQuerySchema = listQuerySchema(choices, filterShape);
export const stakeQuerySchema = recordQuerySchema({ fields, includes });

const stakeIncludedSchema = includedSchema('StakeIncluded', {
  companies: companyAnswerSchema,
  sources: sourceAnswerSchema,
  deals: dealAnswerSchema,
});
export const stakeListSchema = listAnswerSchema('StakeList', stakeAnswerSchema, stakeIncludedSchema);
export const stakeSchema = recordAnswerSchema('StakeDocument', stakeAnswerSchema, stakeIncludedSchema);
