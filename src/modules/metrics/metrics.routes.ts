import type { App } from '../../http/routes.ts';
import { formatDataVersion, selectDataset } from '../../records/documents.ts';

/** Serves the metrics in the text format of Prometheus. */
export const metricsRoutes = (app: App): void => {
  const { database, metrics } = app;
  app.get('/metrics', { schema: { hide: true } }, async (_request, reply) => {
    const dataset = await database.read(selectDataset);
    const text = await metrics.text({ dataVersion: formatDataVersion(dataset), sequence: dataset.sequence });
    return reply.header('cache-control', 'no-store').type(metrics.contentType).send(text);
  });
};
