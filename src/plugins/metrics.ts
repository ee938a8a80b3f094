import fp from 'fastify-plugin';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database, Session } from '../database/database.ts';

declare module 'fastify' {
  interface FastifyInstance {
    metrics: Metrics;
  }
}

/** The outcome of a cache lookup: hit, shared with a concurrent request, or miss. The values are public labels of a metric. */
type CacheOutcome = 'kept' | 'shared' | 'made';

/** Prometheus metrics of an application. */
export interface Metrics {
  contentType: string;
  /** Returns all metrics in the Prometheus text format. `dataVersion` and `sequence` describe the current data. */
  text(data: { dataVersion: string; sequence: number }): Promise<string>;
  /** Records a completed request. `route` is the route pattern, which bounds the number of time series. */
  recordRequest(method: string, route: string, status: number, seconds: number): void;
  /** Exports the number of running and waiting analyses as gauges. */
  watchAnalyses(analyses: { readonly running: number; readonly waiting: number }): void;
  recordCacheOutcome: (outcome: CacheOutcome) => void;
  /** Returns a database that records the duration of its reads and writes. */
  observeDatabase(database: Database): Database;
}

const requestBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

let processMetrics: Registry | undefined;

/** Returns the registry of the process metrics, which all applications of the process share. */
const processRegistry = (): Registry => {
  if (processMetrics === undefined) {
    processMetrics = new Registry();
    collectDefaultMetrics({ register: processMetrics });
  }
  return processMetrics;
};

const createMetrics = (): Metrics => {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time from receiving the headers of a request to the end of its response.',
    labelNames: ['method', 'route', 'status'],
    buckets: requestBuckets,
    registers,
  });
  const cache = new Counter({
    name: 'roundtrip_ready_answers_total',
    help: 'Response cache lookups by outcome: hit, shared with a request in flight, or miss.',
    labelNames: ['outcome'],
    registers,
  });
  const waited = new Histogram({
    name: 'roundtrip_database_wait_seconds',
    help: 'Time that a read or write waited before it started.',
    labelNames: ['operation'],
    buckets: requestBuckets,
    registers,
  });
  const worked = new Histogram({
    name: 'roundtrip_database_work_seconds',
    help: 'Time from the start of a read or write to its commit.',
    labelNames: ['operation', 'outcome'],
    buckets: requestBuckets,
    registers,
  });
  const waiting = new Gauge({
    name: 'roundtrip_database_waiting',
    help: 'Reads and writes waiting to start.',
    labelNames: ['operation'],
    registers,
  });
  const sequence = new Gauge({ name: 'roundtrip_data_sequence', help: 'Sequence number of the newest change.', registers });
  const version = new Gauge({
    name: 'roundtrip_data_version_info',
    help: 'The data version, as in `meta.dataVersion`.',
    labelNames: ['version'],
    registers,
  });

  /** Measures how long a read or write waits for its transaction, and how long the transaction takes. */
  const observe = async <T>(
    operation: 'read' | 'read_at_length' | 'write',
    run: (work: (session: Session) => Promise<T>) => Promise<T>,
    work: (session: Session) => Promise<T>,
  ): Promise<T> => {
    const startedAt = performance.now();
    let begunAt: number | undefined;
    let outcome = 'failed';
    waiting.inc({ operation });
    try {
      const result = await run((session) => {
        begunAt = performance.now();
        waiting.dec({ operation });
        return work(session);
      });
      outcome = 'done';
      return result;
    } finally {
      const endedAt = performance.now();
      if (begunAt === undefined) waiting.dec({ operation });
      waited.observe({ operation }, ((begunAt ?? endedAt) - startedAt) / 1_000);
      worked.observe({ operation, outcome }, (endedAt - (begunAt ?? endedAt)) / 1_000);
    }
  };

  return {
    contentType: registry.contentType,
    text: async (data) => {
      sequence.set(data.sequence);
      version.reset();
      version.set({ version: data.dataVersion }, 1);
      return Registry.merge([processRegistry(), registry]).metrics();
    },
    recordRequest: (method, route, status, seconds) => requests.observe({ method, route, status }, seconds),
    watchAnalyses: (analyses) => {
      for (const state of ['running', 'waiting'] as const) {
        const gauge = new Gauge({
          name: `roundtrip_analyses_${state}`,
          help: `Analyses ${state === 'running' ? 'running on worker threads' : 'waiting for a worker thread'}.`,
          registers: [],
          collect() {
            this.set(analyses[state]);
          },
        });
        registry.registerMetric(gauge);
      }
    },
    recordCacheOutcome: (outcome) => cache.inc({ outcome }),
    observeDatabase: (database) => ({
      ...database,
      read: (work) => observe('read', (run) => database.read(run), work),
      readLong: (work) => observe('read_at_length', (run) => database.readLong(run), work),
      write: (work) => observe('write', (run) => database.write(run), work),
    }),
  };
};

/** Records the duration of every request by route. Requests that match no route share the label `none`. */
export const metricsPlugin = fp(
  async (app) => {
    const metrics = createMetrics();
    app.decorate('metrics', metrics);
    app.addHook('onResponse', (request, reply, done) => {
      metrics.recordRequest(request.method, request.routeOptions.url ?? 'none', reply.statusCode, reply.elapsedTime / 1_000);
      done();
    });
  },
  { name: 'metrics' },
);
