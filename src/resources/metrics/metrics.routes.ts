import type { FastifyInstance } from 'fastify';
import type { Database } from '../../database/database.ts';
import type { Metrics } from '../../metrics/metrics.ts';
import { formatDataVersion, selectDataset } from '../../records/documents.ts';

/** Notes every request, and serves `/metrics`. A request that found no route is noted under one name. */
export const metricsRoutes = (app: FastifyInstance, metrics: Metrics, database: Database): void => {
  app.addHook('onResponse', (request, reply, done) => {
    metrics.noteRequest(request.method, request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1_000);
    done();
  });
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    const dataset = await database.read(selectDataset);
    const text = await metrics.text({ dataVersion: formatDataVersion(dataset), sequence: dataset.sequence });
    return reply.header('cache-control', 'no-store').type(metrics.contentType).send(text);
  });
};
