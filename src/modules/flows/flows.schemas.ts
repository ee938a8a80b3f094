import { z } from 'zod';
import { namedObject } from '../../domain/records/primitives.ts';
import { certainties, dealKinds, flowNatures } from '../../domain/vocabulary.ts';
import { enumListParameter, identifierListParameter, maxCountParameter, minCountParameter } from '../../http/parameters.ts';
import { facetsParameter, listQuerySchema } from '../../lists/list-query.ts';
import { chipCommitmentResponseSchema } from '../../responses/chip-commitment.ts';
import { companyResponseSchema } from '../../responses/company.ts';
import { dealResponseSchema } from '../../responses/deal.ts';
import { includedSchema, listResponseSchema, metaSchema } from '../../responses/envelope.ts';
import { excludedSchema, flowResponseSchema } from '../../responses/flow.ts';

const flagWord = z.enum(['true', 'false']);

/** Every filter of flows. */
export const flowFilterShape = {
  from: identifierListParameter().optional().describe('Only flows paid by one of these companies.'),
  to: identifierListParameter().optional().describe('Only flows received by one of these companies.'),
  fromGroup: identifierListParameter().optional().describe('Only flows paid by one of these companies or its subsidiaries.'),
  toGroup: identifierListParameter().optional().describe('Only flows received by one of these companies or its subsidiaries.'),
  company: identifierListParameter().optional().describe('Only flows with one of these companies at either end.'),
  group: identifierListParameter().optional().describe('Only flows with one of these companies or its subsidiaries at either end.'),
  deal: identifierListParameter().optional().describe('Only flows derived from these deals.'),
  chipCommitment: identifierListParameter().optional().describe('Only flows derived from these chip commitments.'),
  kind: enumListParameter(dealKinds).optional().describe('Only flows of deals of these kinds.'),
  nature: enumListParameter(flowNatures).optional().describe('Only flows of these natures.'),
  certainty: enumListParameter(certainties).optional().describe('Only flows of these certainties.'),
  implied: flagWord.optional().describe('`true` returns only implied flows, `false` only stated ones.'),
  contingent: flagWord.optional().describe('`true` returns only contingent flows (guarantees and warrants), `false` excludes them.'),
  amountUsdMin: minCountParameter().optional().describe('Minimum upper bound in US dollars. Flows without an upper bound do not match.'),
  amountUsdMax: maxCountParameter().optional().describe('Maximum upper bound in US dollars. Flows without an upper bound do not match.'),
};

export const flowListQuerySchema = listQuerySchema(
  {
    fields: flowResponseSchema.keyof().options,
    includes: ['companies', 'deals', 'chipCommitments'],
    sorts: ['amountUsd', 'knownFrom', 'id'],
    defaultSort: '-amountUsd',
  },
  { ...flowFilterShape, facets: facetsParameter(['kind', 'nature', 'certainty']) },
);

const flowMetaSchema = namedObject('FlowMeta', 'The state of the data behind the response, and the deals without flows.', {
  ...metaSchema.shape,
  excluded: z.array(excludedSchema).describe('Matching deals that have no flow.'),
});

export const flowListSchema = listResponseSchema(
  'FlowList',
  flowResponseSchema,
  includedSchema('FlowIncluded', {
    companies: companyResponseSchema,
    deals: dealResponseSchema,
    chipCommitments: chipCommitmentResponseSchema,
  }),
  flowMetaSchema,
);
