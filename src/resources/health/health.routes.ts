import { z } from 'zod';
import { Problem } from '../../http/problems.ts';
import { type App, answersWith } from '../../http/routes.ts';
import { selectDataset } from '../../records/documents.ts';

const healthSchema = z
  .object({ status: z.literal('ok').describe('Always `ok`; anything else is a problem answer.') })
  .meta({ id: 'Health', description: 'All is well.' });
const healthQuerySchema = z.strictObject({});
const ok = JSON.stringify({ status: 'ok' });

export const healthRoutes = (app: App): void => {
  app.get(
    '/health/live',
    {
      schema: {
        operationId: 'getLiveness',
        tags: ['operation'],
        summary: 'Is it up',
        description: 'Answers as long as the process runs. Not limited in rate.',
        querystring: healthQuerySchema,
        response: answersWith(healthSchema, 'The process runs.', [400, 406, 414]),
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
        summary: 'Is it ready',
        description: 'Answers once the database can be read and holds a dataset; 503 otherwise. Not limited in rate.',
        querystring: healthQuerySchema,
        response: answersWith(healthSchema, 'Requests are answered.', [400, 406, 414, 503]),
      },
      config: { example: '/health/ready' },
    },
    async (request, reply) => {
      try {
        await app.database.read(selectDataset);
      } catch (error) {
        request.log.warn({ err: error }, 'not ready');
        throw new Problem('unavailable', 'The database cannot be read.', { headers: { 'retry-after': '5' } });
      }
      return reply.header('cache-control', 'no-store').type('application/json; charset=utf-8').send(ok);
    },
  );
};
