import { collectionRoutes } from '../../endpoints/collection-routes.ts';
import { valuationSchemas } from './valuations.schemas.ts';

export const valuationRoutes = collectionRoutes({
  collection: 'valuations',
  tag: 'valuations',
  schemas: valuationSchemas,
  list: {
    operationId: 'listValuations',
    summary: 'List valuations',
    description: 'Lists observations of company valuations, each with its date and basis.',
    example: '/v1/valuations?company=openai&basis=secondary_sale&limit=1',
  },
  record: {
    operationId: 'getValuation',
    summary: 'Get a valuation',
    description: "Returns one observation of a company's valuation.",
    example: '/v1/valuations/openai-2025-10-02',
  },
  companyList: {
    operationId: 'listCompanyValuations',
    summary: 'List the valuations of a company',
    description: "Lists observations of the company's valuation, newest first.",
    example: '/v1/companies/anthropic/valuations?limit=1',
  },
});
