import { collectionRoutes } from '../../endpoints/collection-routes.ts';
import { chipSchemas } from './chips.schemas.ts';

export const chipRoutes = collectionRoutes({
  collection: 'chips',
  tag: 'chips',
  schemas: chipSchemas,
  list: {
    operationId: 'listChips',
    summary: 'List chips',
    description: 'Lists accelerators and companion products with their vendors.',
    example: '/v1/chips?vendor=aws&limit=1',
  },
  record: {
    operationId: 'getChip',
    summary: 'Get a chip',
    description: 'Returns one accelerator product with its vendor.',
    example: '/v1/chips/aws-trainium2?include=companies',
  },
});
