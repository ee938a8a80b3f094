import { readFileSync } from 'node:fs';
import autocannon from 'autocannon';

/** Sends load to a server and prints the results. Runs as a separate process, so that it can be pinned to a core. */

export interface Load {
  origin: string;
  /** Sent in order on any free connection. */
  paths: string[];
  headers: Record<string, string>;
  seconds: number;
  connections: number;
  /** Requests per second, with latencies from the time at which they were due. If absent, as many as the server can handle. */
  perSecond?: number;
  /** Sends each path once, regardless of the duration. */
  isOnce?: boolean;
}

export interface Loaded {
  perSecond: number;
  p50: number;
  p99: number;
  /** Responses with a status other than 200 and 304. */
  others: number;
}

const { origin, paths, headers, seconds, connections, perSecond, isOnce = false } = JSON.parse(readFileSync(0, 'utf8')) as Load;
let next = 0;
// autocannon rounds the duration of such a load up to a full second.
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
