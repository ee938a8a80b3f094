import { collectionRoutes } from '../../endpoints/collection-routes.ts';
import { financialSchemas } from './financials.schemas.ts';

export const financialRoutes = collectionRoutes({
  collection: 'financials',
  tag: 'financials',
  schemas: financialSchemas,
  list: {
    operationId: 'listFinancials',
    summary: 'List financial figures',
    description:
      'Lists figures of companies: revenue, run-rate revenue, capital expenditure, cash, remaining performance obligations, backlog and debt, each with its period and basis.',
    example: '/v1/financials?metric=capital_expenditure&basis=reported&limit=1',
  },
  record: {
    operationId: 'getFinancial',
    summary: 'Get a financial figure',
    description: 'Returns one figure of a company.',
    example: '/v1/financials/oracle-rpo-2026-05-31',
  },
  companyList: {
    operationId: 'listCompanyFinancials',
    summary: 'List the financial figures of a company',
    description: 'Lists figures of the company, newest period first.',
    example: '/v1/companies/nvidia/financials?limit=1',
  },
});
