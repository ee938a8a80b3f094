import fp from 'fastify-plugin';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

declare module 'fastify' {
  interface FastifyInstance {
    metrics: Metrics;
  }
}

export type DatabaseOperation = 'read' | 'read_at_length' | 'write';

/** Prometheus metrics of an application. */
export interface Metrics {
  contentType: string;
  /** Returns all metrics in the Prometheus text format. `dataVersion` and `sequence` describe the current data. */
  text(data: { dataVersion: string; sequence: number }): Promise<string>;
  /** The durations of requests. The label `route` is the route pattern, which bounds the number of time series. */
  requests: Histogram<'method' | 'route' | 'status'>;
  /** Exports the number of running and waiting analyses as gauges. */
  watchAnalyses(analyses: { readonly running: number; readonly waiting: number }): void;
  /** Counts lookups of the response cache: hit (`kept`), shared with a concurrent request, or miss (`made`). The words are public. */
  readonly cacheOutcomes: Record<'kept' | 'shared' | 'made', number>;
  /** The number of reads and writes that wait to start, and how long they waited and worked. */
  databaseWaiting: Record<DatabaseOperation, number>;
  databaseWait: Histogram<'operation'>;
  databaseWork: Histogram<'operation' | 'outcome'>;
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
  // A counter of prom-client takes almost a microsecond, so what every read counts is passed to it only when the metrics are read.
  const cacheOutcomes = { kept: 0, shared: 0, made: 0 };
  registry.registerMetric(
    new Counter({
      name: 'roundtrip_ready_answers_total',
      help: 'Response cache lookups by outcome: hit, shared with a request in flight, or miss.',
      labelNames: ['outcome'],
      registers: [],
      collect() {
        this.reset();
        for (const [outcome, count] of Object.entries(cacheOutcomes)) if (count > 0) this.inc({ outcome }, count);
      },
    }),
  );
  const databaseWait = new Histogram({
    name: 'roundtrip_database_wait_seconds',
    help: 'Time that a read or write waited before it started.',
    labelNames: ['operation'],
    buckets: requestBuckets,
    registers,
  });
  const databaseWork = new Histogram({
    name: 'roundtrip_database_work_seconds',
    help: 'Time from the start of a read or write to its commit.',
    labelNames: ['operation', 'outcome'],
    buckets: requestBuckets,
    registers,
  });
  const databaseWaiting = { read: 0, read_at_length: 0, write: 0 };
  registry.registerMetric(
    new Gauge({
      name: 'roundtrip_database_waiting',
      help: 'Reads and writes waiting to start.',
      labelNames: ['operation'],
      registers: [],
      collect() {
        for (const [operation, count] of Object.entries(databaseWaiting)) this.set({ operation }, count);
      },
    }),
  );
  const sequence = new Gauge({ name: 'roundtrip_data_sequence', help: 'Sequence number of the newest change.', registers });
  const version = new Gauge({
    name: 'roundtrip_data_version_info',
    help: 'The data version, as in `meta.dataVersion`.',
    labelNames: ['version'],
    registers,
  });

  return {
    contentType: registry.contentType,
    text: async (data) => {
      sequence.set(data.sequence);
      version.reset();
      version.set({ version: data.dataVersion }, 1);
      return Registry.merge([processRegistry(), registry]).metrics();
    },
    requests,
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
    cacheOutcomes,
    databaseWaiting,
    databaseWait,
    databaseWork,
  };
};

/** Adds the metrics. The `log` plugin records every request, and the `data-source` plugin the reads and writes of the database. */
export const metricsPlugin = fp(
  async (app) => {
    app.decorate('metrics', createMetrics());
  },
  { name: 'metrics' },
);
