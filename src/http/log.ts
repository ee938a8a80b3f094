import fastify from 'fastify';
import fp from 'fastify-plugin';
import { levels, stdSerializers } from 'pino';
import { isInside } from './requests.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** The error behind a 5xx, for the log. */
    failure: unknown;
  }
}

/** Names of query parameters that could contain a secret, although no route has one. */
const secretParameterPattern = /([?&][^=&]*(?:key|token|secret|password|auth)[^=&]*=)[^&#]+/gi;
const apiKeyPattern = /roundtrip_[0-9a-f]{16}_[\w-]+/g;

/** Removes keys from a URL. Clients put them there by mistake. */
const redactUrl = (url: string): string =>
  url.replaceAll(secretParameterPattern, '$1[redacted]').replaceAll(apiKeyPattern, 'roundtrip_[redacted]');

/**
 * Serializes an error without the values of a failed statement, which are data of clients: Drizzle adds them to its message, PostgreSQL
 * to `detail` and `where`.
 */
export const serializeError = (error: unknown): unknown => {
  if (!(error instanceof Error)) return error;
  const cause = error.cause instanceof Error ? serializeError(error.cause) : undefined;
  const { type, stack, code } = stdSerializers.err(error) as { type: string; stack: string; code?: unknown };
  const message = 'params' in error ? 'Failed query' : error.message;
  // The stack of an error starts with its message.
  const frames = stack.slice(Math.max(0, stack.search(/^ {4}at /m))).split('\ncaused by')[0];
  return { type, message, ...(code !== undefined && { code }), stack: frames, ...(cause !== undefined && { cause }) };
};

/** Logs the failures of Fastify itself. The `log` plugin logs requests. */
export class FrameworkLog extends fastify.LogController {
  override incomingRequest(): void {}
  override requestCompleted(): void {}
}

/** A request whose response has ended. */
interface EndedRequest {
  id: string;
  method: string;
  url: string;
  /** The pattern of the route. */
  route: string;
  status: number;
  /** Time from receiving the headers to the end of the response. */
  ms: number;
  /** The name of the API key, or the address. */
  client: string;
  /** Whether the client disconnected before the end. */
  isAborted: boolean;
  /** The error behind a 5xx. */
  failure?: unknown;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** Measures a request, and logs one line for it: health checks at the level debug, a 5xx with its error. */
    recordRequest(request: EndedRequest): void;
  }
}

/** Records every request that Fastify handles. */
export const logPlugin = fp(
  async (app) => {
    const { requests } = app.metrics;
    const minLevel = levels.values[app.log.level] ?? Number.POSITIVE_INFINITY;
    app.decorate('recordRequest', ({ id, method, url, route, status, ms, client, isAborted, failure }) => {
      requests.observe({ method, route, status }, ms / 1_000);
      const isProbe = status < 500 && url.startsWith('/health/');
      const level = status >= 500 ? (status === 503 ? 'warn' : 'error') : isProbe ? 'debug' : 'info';
      if ((levels.values[level] ?? 0) < minLevel) return;
      app.log[level](
        {
          reqId: id,
          method,
          url: redactUrl(url),
          status,
          ms: Math.round(ms),
          client,
          ...(status >= 500 && failure !== undefined && { err: failure }),
          ...(isAborted && { aborted: true }),
        },
        'request',
      );
    });
    app.addHook('onResponse', (request, reply, done) => {
      const { id, failure, method, url, ip, apiKey, routeOptions } = request;
      const { statusCode: status, elapsedTime: ms, raw } = reply;
      // Only the error behind a 5xx is not in the record of the page or the tool.
      if (isInside(request) && status < 500) return done();
      // The pattern of the route bounds the number of time series. Requests that match no route share the label `none`.
      const route = routeOptions.url ?? 'none';
      app.recordRequest({
        id,
        method,
        url,
        route,
        status,
        ms,
        client: apiKey?.name ?? ip,
        isAborted: !isInside(request) && !raw.writableFinished,
        failure,
      });
      done();
    });
  },
  { name: 'log', dependencies: ['metrics'] },
);
