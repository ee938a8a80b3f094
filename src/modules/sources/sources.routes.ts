import { collectionRoutes } from '../../endpoints/collection-routes.ts';
import { sourceSchemas } from './sources.schemas.ts';
import { extendSource } from './sources.service.ts';

export const sourceRoutes = collectionRoutes({
  collection: 'sources',
  tag: 'sources',
  schemas: sourceSchemas,
  list: {
    operationId: 'listSources',
    summary: 'List sources',
    description: 'Lists the publications behind the facts, newest first.',
    example: '/v1/sources?kind=regulatory_filing&limit=1',
  },
  record: {
    operationId: 'getSource',
    summary: 'Get a source',
    description: 'Returns one publication with every record and event that it supports.',
    example: '/v1/sources/amazon-2026-02-27-8k',
  },
  extend: extendSource,
});
