import { collectionRoutes } from '../../endpoints/collection-routes.ts';
import { stakeSchemas } from './stakes.schemas.ts';

export const stakeRoutes = collectionRoutes({
  collection: 'stakes',
  tag: 'stakes',
  schemas: stakeSchemas,
  list: {
    operationId: 'listStakes',
    summary: 'List stakes',
    description:
      'Lists observations of who owns how much of whom, each with its date and basis. A stake that was observed several times has one record per observation.',
    example: '/v1/stakes?holder=microsoft&issuer=openai&limit=1',
  },
  record: {
    operationId: 'getStake',
    summary: 'Get a stake',
    description: 'One observation of how much of an issuer a holder owns.',
    example: '/v1/stakes/microsoft-openai-2025-10-28',
  },
  companyList: {
    operationId: 'listCompanyStakes',
    summary: 'List the stakes of a company',
    description: 'Lists stakes that the company holds and stakes in it. Add `holder` or `issuer` with its id to get one side.',
    example: '/v1/companies/nvidia/stakes?holder=nvidia&sort=-percent&limit=1',
  },
});
