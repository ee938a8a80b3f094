import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';

/** Loads a server for a while and prints how fast it answered. A process of its own, so that it can be pinned to a core. */

export interface Load {
  origin: string;
  /** Sent one after the other, on whichever connection is free. */
  paths: string[];
  headers: Record<string, string>;
  seconds: number;
  connections: number;
  /** Requests a second, timed from the instants at which they were due. As many as the server can answer if absent. */
  perSecond?: number;
  /** Sends each path once, however long that takes. */
  isOnce?: boolean;
}

export interface Loaded {
  perSecond: number;
  p50: number;
  p99: number;
  /** Answers that were neither 200 nor 304. */
  others: number;
}

const { origin, paths, headers, seconds, connections, perSecond, isOnce = false } = JSON.parse(readFileSync(0, 'utf8')) as Load;
let next = 0;
// autocannon rounds the duration of such a load up to a second.
let [begun, ended] = [0, 0];
const options: autocannon.Options = {
  url: origin,
  connections: Math.min(connections, isOnce ? paths.length : connections),
  ...(isOnce ? { amount: paths.length } : { duration: seconds }),
  ...(perSecond !== undefined && { overallRate: perSecond }),
  requests: [
    {
      method: 'GET',
      headers,
      setupRequest: (request) => {
        const path = paths[next % paths.length] ?? '/';
        next += 1;
        return { ...request, path };
      },
    },
  ],
};
const result = await new Promise<autocannon.Result>((resolve, reject) => {
  const load = autocannon(options, (error: Error | null, done) => (error === null ? resolve(done) : reject(error)));
  load.on('start', () => {
    begun = performance.now();
  });
  load.on('response', () => {
    ended = performance.now();
  });
});
const { statusCodeStats = {} } = result as { statusCodeStats?: Record<string, { count: number }> };
const answered = Object.entries(statusCodeStats).reduce(
  (sum, [status, { count }]) => sum + (status === '200' || status === '304' ? count : 0),
  0,
);
const loaded: Loaded = {
  perSecond: answered / (isOnce ? (ended - begun) / 1_000 : result.duration),
  p50: result.latency.p50,
  p99: result.latency.p99,
  others: result.requests.total - answered,
};
console.log(JSON.stringify(loaded));
