import { type RouteContext, registerCompanyList, registerList, registerRecord } from '../../endpoints/collection-routes.ts';
import type { App } from '../../http/routes.ts';
import {
  companyValuationListQuerySchema,
  valuationListQuerySchema,
  valuationListSchema,
  valuationQuerySchema,
  valuationSchema,
} from './valuations.schemas.ts';

const tag = 'valuations';

export const valuationRoutes = (app: App, context: RouteContext): void => {
  registerList(app, context, {
    list: 'valuations',
    tag,
    operation: {
      operationId: 'listValuations',
      summary: 'List valuations',
      description: 'Lists observations of company valuations, each with its date and basis.',
      example: '/v1/valuations?company=openai&basis=secondary_sale&limit=1',
    },
    querystring: valuationListQuerySchema,
    responseSchema: valuationListSchema,
  });
  registerRecord(app, context, {
    list: 'valuations',
    tag,
    operation: {
      operationId: 'getValuation',
      summary: 'Get a valuation',
      description: "Returns one observation of a company's valuation.",
      example: '/v1/valuations/openai-2025-10-02',
    },
    querystring: valuationQuerySchema,
    responseSchema: valuationSchema,
  });
  registerCompanyList(app, context, {
    list: 'valuations',
    tag,
    operation: {
      operationId: 'listCompanyValuations',
      summary: 'List the valuations of a company',
      description: "Lists observations of the company's valuation, newest first.",
      example: '/v1/companies/anthropic/valuations?limit=1',
    },
    querystring: companyValuationListQuerySchema,
    responseSchema: valuationListSchema,
  });
};
