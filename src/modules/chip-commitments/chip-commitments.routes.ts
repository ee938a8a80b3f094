import { collectionRoutes } from '../../endpoints/collection-routes.ts';
import { chipCommitmentSchemas } from './chip-commitments.schemas.ts';

export const chipCommitmentRoutes = collectionRoutes({
  collection: 'chip-commitments',
  tag: 'chip commitments',
  schemas: chipCommitmentSchemas,
  list: {
    operationId: 'listChipCommitments',
    summary: 'List chip commitments',
    description:
      'Lists commitments to buy, rent or deploy AI accelerators, with units, megawatts, amounts and dates, the buyer, the chip vendor and the cloud provider in between.',
    example: '/v1/chip-commitments?buyer=openai&chipVendor=nvidia&limit=1',
  },
  record: {
    operationId: 'getChipCommitment',
    summary: 'Get a chip commitment',
    description: 'Returns one chip commitment with its full history.',
    example: '/v1/chip-commitments/openai-aws-nvidia-2025',
  },
  companyList: {
    operationId: 'listCompanyChipCommitments',
    summary: 'List the chip commitments of a company',
    description: 'Lists chip commitments in which the company is buyer, provider or chip vendor.',
    example: '/v1/companies/anthropic/chip-commitments?buyer=anthropic&limit=1',
  },
});
