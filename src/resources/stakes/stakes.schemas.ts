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
  holder: identifierList().optional().describe('Only stakes held by these companies.'),
  issuer: identifierList().optional().describe('Only stakes in these companies.'),
  deal: identifierList().optional().describe('Only stakes created by these deals.'),
  basis: wordsOf(stakeBases).optional().describe('Only stakes with one of these bases.'),
  percentMin: amountParameter().optional().describe('Minimum headline percentage.'),
  percentMax: amountParameter().optional().describe('Maximum headline percentage.'),
  valueUsdMin: wholeFrom().optional().describe('Minimum headline value in US dollars.'),
  valueUsdMax: wholeTo().optional().describe('Maximum headline value in US dollars.'),
  observedFrom: fromDate().optional().describe('Only observations on or after this date.'),
  observedTo: toDate().optional().describe('Only observations on or before this date.'),
  source: identifierList()
    .optional()
    .describe('Only stakes that cite one of these sources. `publisher` and `attribution` must match the same citation.'),
  publisher: textList().optional().describe('Only stakes that cite one of these publishers. Use the full name.'),
  attribution: wordsOf(attributions).optional().describe('Only stakes with a citation of one of these attributions.'),
  q: z
    .string()
    .min(1)
    .max(200)
    .optional()
    .describe('Only stakes whose holder, issuer or note contains every word or a word that starts with it.'),
};

const choices = { fields, includes, sorts: ['observedOn', 'percent', 'valueUsd', 'knownFrom', 'id'], defaultSort: '-observedOn' } as const;

export const stakeListQuerySchema = listQuerySchema(choices, {
  company: identifierList().optional().describe('Only stakes in which one of these companies is holder or issuer.'),
  group: identifierList().optional().describe('Only stakes in which one of these companies or its subsidiaries is holder or issuer.'),
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
