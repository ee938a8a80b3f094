import { z } from 'zod';
import { Problem } from '../../http/problems.ts';
import { type App, documentResponses } from '../../http/routes.ts';
import { selectDataset } from '../../records/documents.ts';

const healthSchema = z
  .object({ status: z.literal('ok').describe('Always `ok`. Other states are returned as a problem.') })
  .meta({ id: 'Health', description: 'The server is healthy.' });
const healthQuerySchema = z.strictObject({});
const ok = JSON.stringify({ status: 'ok' });

export const healthRoutes = (app: App): void => {
  app.get(
    '/health/live',
    {
      schema: {
        operationId: 'getLiveness',
        tags: ['operation'],
        summary: 'Check liveness',
        description: 'Returns 200 as long as the process runs. Not rate limited.',
        querystring: healthQuerySchema,
        response: documentResponses(healthSchema, 'The process is running.', [400, 406, 414]),
      },
      config: { example: '/health/live' },
    },
    (_request, reply) => reply.header('cache-control', 'no-store').type('application/json; charset=utf-8').send(ok),
  );
  app.get(
    '/health/ready',
    {
      schema: {
        operationId: 'getReadiness',
        tags: ['operation'],
        summary: 'Check readiness',
        description:
          'Returns 200 once the database is readable and has a dataset, otherwise 503. A SQLite file that was removed or replaced counts as not readable. Not rate limited.',
        querystring: healthQuerySchema,
        response: documentResponses(healthSchema, 'The server can answer requests.', [400, 406, 414, 503]),
      },
      config: { example: '/health/ready' },
    },
    async (_request, reply) => {
      try {
        app.database.assertAvailable();
        await app.database.read(selectDataset);
      } catch (error) {
        throw Object.assign(new Problem('unavailable', 'The database is not readable.', { headers: { 'retry-after': '5' } }), {
          cause: error,
        });
      }
      return reply.header('cache-control', 'no-store').type('application/json; charset=utf-8').send(ok);
    },
  );
};
