import { z } from 'zod';
import { chipCommitmentAnswerSchema } from '../../answers/chip-commitment.ts';
import { companyAnswerSchema } from '../../answers/company.ts';
import { dealAnswerSchema } from '../../answers/deal.ts';
import { includedSchema, listAnswerSchema, metaSchema } from '../../answers/envelope.ts';
import { excludedSchema, flowAnswerSchema } from '../../answers/flow.ts';
import { certainties, dealKinds, flowNatures } from '../../domain/vocabulary.ts';
import { identifierList, wholeFrom, wholeTo, wordsOf } from '../../http/parameters.ts';
import { listQuerySchema } from '../../lists/list-query.ts';

const flagWord = z.enum(['true', 'false']);

/** Every filter on flows. */
export const flowFilterShape = {
  from: identifierList().optional().describe('Flows that one of these companies pays.'),
  to: identifierList().optional().describe('Flows that one of these companies is paid.'),
  fromGroup: identifierList().optional().describe('Flows that one of these companies, or a company below it, pays.'),
  toGroup: identifierList().optional().describe('Flows that one of these companies, or a company below it, is paid.'),
  company: identifierList().optional().describe('Flows with one of these companies at either end.'),
  group: identifierList().optional().describe('Flows with one of these companies, or a company below it, at either end.'),
  deal: identifierList().optional().describe('Flows that one of these deals gives.'),
  chipCommitment: identifierList().optional().describe('Flows that one of these chip commitments gives.'),
  kind: wordsOf(dealKinds).optional().describe('Flows of deals of one of these kinds.'),
  nature: wordsOf(flowNatures).optional().describe('Flows of one of these natures.'),
  certainty: wordsOf(certainties).optional().describe('Flows of one of these certainties.'),
  implied: flagWord.optional().describe('true: only flows that are implied; false: only those that are stated.'),
  contingent: flagWord.optional().describe('true: only guarantees; false: none of them.'),
  amountUsdMin: wholeFrom().optional().describe('Least upper bound, in US dollars. A flow without one does not pass.'),
  amountUsdMax: wholeTo().optional().describe('Greatest upper bound, in US dollars. A flow without one does not pass.'),
};

export const flowListQuerySchema = listQuerySchema(
  {
    fields: flowAnswerSchema.keyof().options,
    includes: ['companies', 'deals', 'chipCommitments'],
    sorts: ['amountUsd', 'knownFrom', 'id'],
    defaultSort: '-amountUsd',
  },
  flowFilterShape,
);

const flowMetaSchema = z
  .object({
    ...metaSchema.shape,
    excluded: z.array(excludedSchema).describe('Deals that pass the filters, as far as they can be asked of a deal, and give no flow.'),
  })
  .meta({ id: 'FlowMeta', description: 'By which state of the data the answer was made, and what gives no flow.' });

export const flowListSchema = listAnswerSchema(
  'FlowList',
  flowAnswerSchema,
  includedSchema('FlowIncluded', { companies: companyAnswerSchema, deals: dealAnswerSchema, chipCommitments: chipCommitmentAnswerSchema }),
  flowMetaSchema,
);
