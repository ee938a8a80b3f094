import { type RouteContext, registerList, registerRecord } from '../../endpoints/collection-routes.ts';
import type { App } from '../../http/routes.ts';
import { companyListQuerySchema, companyListSchema, companyQuerySchema, companySchema } from './companies.schemas.ts';
import { extendCompany } from './companies.service.ts';

const tag = 'companies';

export const companyRoutes = (app: App, context: RouteContext): void => {
  registerList(app, context, {
    list: 'companies',
    tag,
    operation: {
      operationId: 'listCompanies',
      summary: 'List companies',
      description:
        'Lists everyone who takes part in AI financing: labs, chip designers, clouds, investors, governments and special-purpose vehicles.',
      example: '/v1/companies?role=chip_designer&country=US&limit=1',
    },
    querystring: companyListQuerySchema,
    responseSchema: companyListSchema,
  });
  registerRecord(app, context, {
    list: 'companies',
    tag,
    operation: {
      operationId: 'getCompany',
      summary: 'Get a company',
      description: 'Returns one company with its group, its newest valuation and the number of records that name it.',
      example: '/v1/companies/openai',
    },
    querystring: companyQuerySchema,
    responseSchema: companySchema,
    extend: extendCompany,
  });
};
