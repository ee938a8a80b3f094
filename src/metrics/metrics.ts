import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Database } from '../database/database.ts';

/** What came of looking for a ready answer: it was kept, it was being made for another request, or it had to be made. */
export type CacheOutcome = 'kept' | 'shared' | 'made';

/** Counts what a server does, in the form that Prometheus reads. */
export interface Metrics {
  contentType: string;
  /** The text of all metrics; `dataVersion` and `sequence` are those of the data at the moment. */
  text(data: { dataVersion: string; sequence: number }): Promise<string>;
  /** Notes a request that was answered; `route` is its pattern, so that the number of series is bounded. */
  recordRequest(method: string, route: string, status: number, seconds: number): void;
  /** Shows how many analyses run and wait. */
  watchAnalyses(analyses: { readonly running: number; readonly waiting: number }): void;
  recordCacheOutcome: (outcome: CacheOutcome) => void;
  /** The same database, with what it does noted. */
  observeDatabase(database: Database): Database;
}

const requestBuckets = [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

let processMetrics: Registry | undefined;

/** What is true of the process as a whole, however many applications it runs. */
const processRegistry = (): Registry => {
  if (processMetrics === undefined) {
    processMetrics = new Registry();
    collectDefaultMetrics({ register: processMetrics });
  }
  return processMetrics;
};

/** Makes the metrics of one application. */
export const createMetrics = (): Metrics => {
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

  const observe = async <T>(operation: 'read' | 'read_at_length' | 'write', run: (begin: () => void) => Promise<T>): Promise<T> => {
    const startedAt = performance.now();
    let begunAt = 0;
    waiting.inc({ operation });
    const begin = () => {
      begunAt = performance.now();
      waiting.dec({ operation });
      waited.observe({ operation }, (begunAt - startedAt) / 1_000);
    };
    const end = (outcome: string) => {
      if (begunAt === 0) begin();
      worked.observe({ operation, outcome }, (performance.now() - begunAt) / 1_000);
    };
    try {
      const result = await run(begin);
      end('done');
      return result;
    } catch (error) {
      end('failed');
      throw error;
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
        new Gauge({
          name: `roundtrip_analyses_${state}`,
          help: `Analyses ${state === 'running' ? 'running on worker threads' : 'waiting for a worker thread'}.`,
          registers,
          collect() {
            this.set(analyses[state]);
          },
        });
      }
    },
    recordCacheOutcome: (outcome) => cache.inc({ outcome }),
    observeDatabase: (database) => ({
      ...database,
      read: (work) =>
        observe('read', (begin) =>
          database.read((session) => {
            begin();
            return work(session);
          }),
        ),
      readLong: (work) =>
        observe('read_at_length', (begin) =>
          database.readLong((session) => {
            begin();
            return work(session);
          }),
        ),
      write: (work) =>
        observe('write', (begin) =>
          database.write((session) => {
            begin();
            return work(session);
          }),
        ),
    }),
  };
};
