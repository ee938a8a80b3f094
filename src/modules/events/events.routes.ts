import { listRoutes } from '../../endpoints/collection-routes.ts';
import { eventListQuerySchema, eventListSchema } from './events.schemas.ts';

export const eventRoutes = listRoutes({
  list: 'events',
  tag: 'time',
  operation: {
    operationId: 'listEvents',
    summary: 'List events',
    description: 'Lists every report on every deal, newest first, with what it changed compared with the previous state.',
    example: '/v1/events?company=openai&status=signed&limit=1',
  },
  querystring: eventListQuerySchema,
  responseSchema: eventListSchema,
});
