import { collectionRoutes } from '../../endpoints/collection-routes.ts';
import { companySchemas } from './companies.schemas.ts';
import { extendCompany } from './companies.service.ts';

export const companyRoutes = collectionRoutes({
  collection: 'companies',
  tag: 'companies',
  schemas: companySchemas,
  list: {
    operationId: 'listCompanies',
    summary: 'List companies',
    description:
      'Lists everyone who takes part in AI financing: labs, chip designers, clouds, investors, governments and special-purpose vehicles.',
    example: '/v1/companies?role=chip_designer&country=US&limit=1',
  },
  record: {
    operationId: 'getCompany',
    summary: 'Get a company',
    description: 'Returns one company with its group, its newest valuation and the number of records that name it.',
    example: '/v1/companies/openai',
  },
  extend: extendCompany,
});
