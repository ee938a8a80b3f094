import { type RouteContext, registerCompanyList, registerList, registerRecord } from '../../endpoints/collection-routes.ts';
import type { App } from '../../http/routes.ts';
import {
  chipCommitmentListQuerySchema,
  chipCommitmentListSchema,
  chipCommitmentQuerySchema,
  chipCommitmentSchema,
  companyChipCommitmentListQuerySchema,
} from './chip-commitments.schemas.ts';

const tag = 'chip commitments';

export const chipCommitmentRoutes = (app: App, context: RouteContext): void => {
  registerList(app, context, {
    list: 'chip-commitments',
    tag,
    operation: {
      operationId: 'listChipCommitments',
      summary: 'List chip commitments',
      description:
        'Lists commitments to buy, rent or deploy AI accelerators, with units, megawatts, amounts and dates, the buyer, the chip vendor and the cloud provider in between.',
      example: '/v1/chip-commitments?buyer=openai&chipVendor=nvidia&limit=1',
    },
    querystring: chipCommitmentListQuerySchema,
    responseSchema: chipCommitmentListSchema,
  });
  registerRecord(app, context, {
    list: 'chip-commitments',
    tag,
    operation: {
      operationId: 'getChipCommitment',
      summary: 'Get a chip commitment',
      description: 'Returns one chip commitment with its full history.',
      example: '/v1/chip-commitments/openai-aws-nvidia-2025',
    },
    querystring: chipCommitmentQuerySchema,
    responseSchema: chipCommitmentSchema,
  });
  registerCompanyList(app, context, {
    list: 'chip-commitments',
    tag,
    operation: {
      operationId: 'listCompanyChipCommitments',
      summary: 'List the chip commitments of a company',
      description: 'Lists chip commitments in which the company is buyer, provider or chip vendor.',
      example: '/v1/companies/anthropic/chip-commitments?buyer=anthropic&limit=1',
    },
    querystring: companyChipCommitmentListQuerySchema,
    responseSchema: chipCommitmentListSchema,
  });
};
