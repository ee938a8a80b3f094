import fp from 'fastify-plugin';
import type { Analyses } from '../modules/tasks.ts';
import { createWorkerPool, defaultLimits, type WorkerPoolLimits } from '../worker-pool/worker-pool.ts';

declare module 'fastify' {
  interface FastifyInstance {
    /** Runs analyses on worker threads. They read the current data, or the release that the request is pinned to. */
    analyses: Analyses;
  }
}

/** Creates the worker pool. Drains it before the server closes. */
export const analysesPlugin = fp(
  async (app, { limits }: { limits: Partial<WorkerPoolLimits> }) => {
    const { database, today, metrics } = app;
    const poolLimits = { ...defaultLimits, ...limits };
    const pool = createWorkerPool(poolLimits, (error) => app.log.error({ err: error }, 'a worker thread failed'));
    metrics.watchAnalyses(pool);
    app.decorate('analyses', {
      listChangesMin: poolLimits.listChangesMin,
      run: (name, taskArguments, signal) => pool.run(name, taskArguments, { url: database.url, today: today() }, signal),
    });
    app.addHook('onListen', async () => pool.start());
    app.addHook('preClose', async () => pool.drain());
    app.addHook('onClose', () => pool.close());
  },
  { name: 'analyses', dependencies: ['data-source', 'metrics'] },
);
