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
  from: identifierList().optional().describe('Only flows paid by one of these companies.'),
  to: identifierList().optional().describe('Only flows received by one of these companies.'),
  fromGroup: identifierList().optional().describe('Only flows paid by one of these companies or its subsidiaries.'),
  toGroup: identifierList().optional().describe('Only flows received by one of these companies or its subsidiaries.'),
  company: identifierList().optional().describe('Only flows with one of these companies at either end.'),
  group: identifierList().optional().describe('Only flows with one of these companies or its subsidiaries at either end.'),
  deal: identifierList().optional().describe('Only flows derived from these deals.'),
  chipCommitment: identifierList().optional().describe('Only flows derived from these chip commitments.'),
  kind: wordsOf(dealKinds).optional().describe('Only flows of deals of these kinds.'),
  nature: wordsOf(flowNatures).optional().describe('Only flows of these natures.'),
  certainty: wordsOf(certainties).optional().describe('Only flows of these certainties.'),
  implied: flagWord.optional().describe('`true` returns only implied flows, `false` only stated ones.'),
  contingent: flagWord.optional().describe('`true` returns only contingent flows (guarantees), `false` excludes them.'),
  amountUsdMin: wholeFrom().optional().describe('Minimum upper bound in US dollars. Flows without an upper bound do not match.'),
  amountUsdMax: wholeTo().optional().describe('Maximum upper bound in US dollars. Flows without an upper bound do not match.'),
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
    excluded: z.array(excludedSchema).describe('Matching deals that have no flow.'),
  })
  .meta({ id: 'FlowMeta', description: 'The state of the data behind the response, and the deals without flows.' });

export const flowListSchema = listAnswerSchema(
  'FlowList',
  flowAnswerSchema,
  includedSchema('FlowIncluded', { companies: companyAnswerSchema, deals: dealAnswerSchema, chipCommitments: chipCommitmentAnswerSchema }),
  flowMetaSchema,
);
