import { type RouteContext, registerList, registerRecord } from '../../endpoints/collection-routes.ts';
import type { App } from '../../http/routes.ts';
import { sourceListQuerySchema, sourceListSchema, sourceQuerySchema, sourceSchema } from './sources.schemas.ts';
import { extendSource } from './sources.service.ts';

const tag = 'sources';

export const sourceRoutes = (app: App, context: RouteContext): void => {
  registerList(app, context, {
    list: 'sources',
    tag,
    operation: {
      operationId: 'listSources',
      summary: 'List sources',
      description: 'Lists the publications behind the facts, newest first.',
      example: '/v1/sources?kind=regulatory_filing&limit=1',
    },
    querystring: sourceListQuerySchema,
    responseSchema: sourceListSchema,
  });
  registerRecord(app, context, {
    list: 'sources',
    tag,
    operation: {
      operationId: 'getSource',
      summary: 'Get a source',
      description: 'Returns one publication with every record and event that it supports.',
      example: '/v1/sources/amazon-2026-02-27-8k',
    },
    querystring: sourceQuerySchema,
    responseSchema: sourceSchema,
    extend: extendSource,
  });
};
