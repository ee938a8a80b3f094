import { collectionSchemas } from '../../endpoints/collection-schemas.ts';
import { amountParameter, identifierListParameter } from '../../http/parameters.ts';
import {
  amountFilters,
  citationFilters,
  counterpartyFilters,
  facetsParameter,
  reportDateFilters,
  stateFilters,
  textFilter,
} from '../../lists/list-query.ts';
import { chipResponseSchema } from '../../responses/chip.ts';
import { chipCommitmentResponseSchema } from '../../responses/chip-commitment.ts';
import { companyResponseSchema } from '../../responses/company.ts';
import { dealResponseSchema } from '../../responses/deal.ts';
import { sourceResponseSchema } from '../../responses/source.ts';

const filterShape = {
  buyer: identifierListParameter().optional().describe('Only commitments whose buyer is one of these companies.'),
  provider: identifierListParameter().optional().describe('Only commitments whose cloud provider is one of these companies.'),
  chipVendor: identifierListParameter().optional().describe('Only commitments to chips of these vendors.'),
  chip: identifierListParameter().optional().describe('Only commitments to these chips.'),
  deal: identifierListParameter().optional().describe('Only commitments made under these deals.'),
  ...stateFilters('commitments'),
  ...amountFilters('value'),
  unitsMin: amountParameter().optional().describe('Minimum headline number of chips.'),
  unitsMax: amountParameter().optional().describe('Maximum headline number of chips.'),
  powerMwMin: amountParameter().optional().describe('Minimum headline power in megawatts.'),
  powerMwMax: amountParameter().optional().describe('Maximum headline power in megawatts.'),
  ...reportDateFilters,
  ...counterpartyFilters('commitments'),
  ...citationFilters('commitments'),
  q: textFilter('commitments whose companies, chips or notes contain'),
};

const companyFilters = {
  company: identifierListParameter()
    .optional()
    .describe('Only commitments in which one of these companies is buyer, provider or chip vendor.'),
  group: identifierListParameter()
    .optional()
    .describe('Only commitments in which one of these companies or its subsidiaries is buyer, provider or chip vendor.'),
};

/** Every filter of chip commitments. */
export const chipCommitmentFilterShape = { ...companyFilters, ...filterShape };

export const chipCommitmentSchemas = collectionSchemas({
  name: 'ChipCommitment',
  item: chipCommitmentResponseSchema,
  included: {
    companies: companyResponseSchema,
    sources: sourceResponseSchema,
    chips: chipResponseSchema,
    deals: dealResponseSchema,
  },
  sorts: ['lastReportedOn', 'amountUsd', 'units', 'powerMw', 'startsOn', 'id'],
  defaultSort: '-lastReportedOn',
  companyFilters,
  filters: { ...filterShape, facets: facetsParameter(['status', 'certainty', 'evidenceGrade']) },
});
