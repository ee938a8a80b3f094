import { dealKinds, participantRoles, roundStages, securities, seniorities } from '../../domain/vocabulary.ts';
import { collectionSchemas } from '../../endpoints/collection-schemas.ts';
import {
  enumListParameter,
  fromDateParameter,
  identifierListParameter,
  integerParameter,
  textListParameter,
  toDateParameter,
} from '../../http/parameters.ts';
import {
  amountFilters,
  citationFilters,
  counterpartyFilters,
  facetsParameter,
  reportDateFilters,
  stateFilters,
  textFilter,
} from '../../lists/list-query.ts';
import { chipCommitmentResponseSchema } from '../../responses/chip-commitment.ts';
import { companyResponseSchema } from '../../responses/company.ts';
import { dealResponseSchema } from '../../responses/deal.ts';
import { sourceResponseSchema } from '../../responses/source.ts';
import { stakeResponseSchema } from '../../responses/stake.ts';

/** The filters of deals that the list of one company also accepts. */
const dealFilterShape = {
  role: enumListParameter(participantRoles)
    .optional()
    .describe(
      'Only deals with a participant in one of these roles. Combined with `company` or `group`, that participant must have the role.',
    ),
  kind: enumListParameter(dealKinds).optional().describe('Only deals of these kinds.'),
  ...stateFilters('deals'),
  country: textListParameter()
    .optional()
    .describe('Only deals with a participant headquartered in one of these countries (ISO 3166-1 alpha-2).'),
  chipVendor: identifierListParameter().optional().describe('Only deals with a chip commitment to chips of one of these vendors.'),
  ...counterpartyFilters('deals'),
  ...citationFilters('deals'),
  ...amountFilters('amount'),
  announcedFrom: fromDateParameter().optional().describe('Only deals announced on or after this date.'),
  announcedTo: toDateParameter().optional().describe('Only deals announced on or before this date.'),
  ...reportDateFilters,
  stage: enumListParameter(roundStages).optional().describe('Only equity rounds of these stages.'),
  security: enumListParameter(securities).optional().describe('Only deals in which investors or lenders receive one of these securities.'),
  seniority: enumListParameter(seniorities).optional().describe('Only debt of one of these ranks.'),
  maturesFrom: fromDateParameter().optional().describe('Only debt that matures on or after this date.'),
  maturesTo: toDateParameter().optional().describe('Only debt that matures on or before this date.'),
  staleDaysMin: integerParameter(0, 36_500)
    .optional()
    .describe('Only deals in talks without a report for at least this many days, up to the asOf day.'),
  q: textFilter('deals whose title, participants, summary or notes contain'),
};

const companyFilters = {
  company: identifierListParameter().optional().describe('Only deals in which one of these companies participates.'),
  group: identifierListParameter().optional().describe('Only deals in which one of these companies or its subsidiaries participates.'),
};

/** Every filter of deals. */
export const dealListFilterShape = { ...companyFilters, ...dealFilterShape };

export const dealSchemas = collectionSchemas({
  name: 'Deal',
  item: dealResponseSchema,
  included: {
    companies: companyResponseSchema,
    sources: sourceResponseSchema,
    stakes: stakeResponseSchema,
    chipCommitments: chipCommitmentResponseSchema,
  },
  includedFields: ['history', 'evidence'],
  sorts: ['lastReportedOn', 'amountUsd', 'valuationUsd', 'announcedOn', 'closedOn', 'knownFrom', 'title', 'id'],
  defaultSort: '-lastReportedOn',
  companyFilters,
  filters: { ...dealFilterShape, facets: facetsParameter(['kind', 'status', 'certainty', 'evidenceGrade']) },
});
