import { type RouteContext, registerList, registerRecord } from '../../endpoints/collection-routes.ts';
import type { App } from '../../http/routes.ts';
import { chipListQuerySchema, chipListSchema, chipQuerySchema, chipSchema } from './chips.schemas.ts';

const tag = 'chips';

export const chipRoutes = (app: App, context: RouteContext): void => {
  registerList(app, context, {
    list: 'chips',
    tag,
    operation: {
      operationId: 'listChips',
      summary: 'List chips',
      description: 'Lists accelerators and companion products with their vendors.',
      example: '/v1/chips?vendor=aws&limit=1',
    },
    querystring: chipListQuerySchema,
    responseSchema: chipListSchema,
  });
  registerRecord(app, context, {
    list: 'chips',
    tag,
    operation: {
      operationId: 'getChip',
      summary: 'Get a chip',
      description: 'Returns one accelerator product with its vendor.',
      example: '/v1/chips/aws-trainium2?include=companies',
    },
    querystring: chipQuerySchema,
    responseSchema: chipSchema,
  });
};
