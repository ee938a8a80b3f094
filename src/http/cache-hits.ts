import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { LRUCache } from 'lru-cache';
import { createAddressFinder } from './client.ts';
import { type CacheHit, matchesEntityTag } from './response-cache.ts';

/** A response that Fastify has sent, ready to be sent again. */
interface RepeatedResponse {
  body: Buffer;
  etag: string;
  route: string;
  /** As how many requests it counts. */
  cost: number;
  /** The headers by status, 200 or 304: names and values in turn, as `writeHead` expects them. */
  headers: Readonly<Record<number, string[]>>;
}

/** Most bodies are in the response cache too, and take up memory only once. */
const repeatedBytesMax = 16 * 1_048_576;
/** The headers that a response depends on. `If-None-Match` selects one of two that are stored together. */
const keyHeaders = ['accept', 'accept-encoding', 'origin', 'host', 'x-forwarded-host', 'x-forwarded-proto'] as const;
/** Stands for a header that the request does not have. No value of a header contains it, nor a line feed. */
const absent = '\0';
/** An estimate for the headers of both statuses. */
const headerBytes = 4_096;

const toKey = ({ url = '', headers }: IncomingMessage): string => {
  let key = url;
  for (const name of keyHeaders) key += `\n${String(headers[name] ?? absent)}`;
  return key;
};

/** A key is looked up in the database, and a body has to be read. Both are left to Fastify. */
const isRepeatable = ({ method, headers }: IncomingMessage): boolean =>
  method === 'GET' &&
  headers.authorization === undefined &&
  headers['content-length'] === undefined &&
  headers['transfer-encoding'] === undefined;

/**
 * Sends cached responses before validation, for the routes in the same encapsulated context. Only requests for JSON use the cache,
 * because `Accept` is not part of the cache key.
 *
 * Repeated requests do not even reach Fastify, whose hooks and headers cost more than the rest of such a response. After a hit, the
 * headers that Fastify sent are stored. The next request with the same URL, and the same values of all headers that a response depends
 * on, gets them again with a new request id. It is counted, measured and logged like any other. Everything else goes to Fastify: other
 * methods, requests with an API key or a body, requests over the rate limit, responses of releases and those that tell the client what
 * is left of its limit. A change of the data or of the day empties the store.
 */
export const cacheHitsPlugin = fp(
  async (app) => {
    const { responseCache, metrics } = app;
    const findAddress = createAddressFinder(app.config.trustedProxies);
    const repeated = new LRUCache<string, RepeatedResponse>({ maxSize: repeatedBytesMax });
    let storedToken = '';
    let isClosing = false;

    const store = (request: FastifyRequest, reply: FastifyReply, { token, bytes, etag }: CacheHit): void => {
      const { 'x-request-id': _id, ratelimit, ...sent } = reply.getHeaders();
      if (token !== storedToken || ratelimit !== undefined) return;
      const { url: route = '', config } = request.routeOptions;
      const key = toKey(request.raw);
      const known = repeated.get(key);
      const list = Object.entries(sent).flatMap(([name, value]) => [value].flat().flatMap((one) => [name, String(one)]));
      const headers = { ...(known?.etag === etag && known.headers), [reply.statusCode]: list };
      repeated.set(key, { body: bytes, etag, route, cost: config.cost ?? 1, headers }, { size: bytes.length + key.length + headerBytes });
    };

    /** Returns false if Fastify has to respond. */
    const repeat = (request: IncomingMessage, response: ServerResponse): boolean => {
      // Without a socket, the response waits for an earlier one, and `createFairServer` decides when the request is processed.
      if (isClosing || response.socket === null || !isRepeatable(request)) return false;
      const startedAt = performance.now();
      const token = responseCache.changeToken();
      if (token !== storedToken) {
        repeated.clear();
        storedToken = token;
      }
      const known = repeated.get(toKey(request));
      if (known === undefined) return false;
      const { body, etag, route, cost } = known;
      const status = matchesEntityTag(request.headers['if-none-match'], etag) ? 304 : 200;
      const headers = known.headers[status];
      if (headers === undefined) return false;
      const ip = findAddress(request);
      // Only responses count, so Fastify can count the request again in order to refuse it.
      if (app.countRequest({ apiKey: null, ip }, cost).isExceeded) return false;
      metrics.cacheOutcomes.kept += 1;
      const id = randomUUID();
      response.once('close', () => {
        const ms = performance.now() - startedAt;
        const { method = '', url = '' } = request;
        app.recordRequest({ id, method, url, route, status, ms, client: ip, isAborted: !response.writableFinished });
      });
      response.writeHead(status, [...headers, 'x-request-id', id]).end(status === 304 ? undefined : body);
      return true;
    };

    app.addHook(
      'onRequest',
      responseCache.sendCached((request, reply, hit) => {
        // Requests from inside the process are not counted, and have no budget.
        if (request.budget !== null && app.pinnedVersion() === undefined && isRepeatable(request.raw))
          reply.raw.once('finish', () => store(request, reply, hit));
      }),
    );

    // Fastify has no hook that precedes its own request and reply. `createFairServer` has registered the only listener so far.
    for (const handle of app.server.listeners('request') as ((...parameters: Parameters<typeof repeat>) => void)[]) {
      app.server.off('request', handle);
      app.server.on('request', (request: IncomingMessage, response: ServerResponse) => {
        if (!repeat(request, response)) handle(request, response);
      });
    }
    // Fastify asks clients to close their connections.
    app.addHook('preClose', async () => {
      isClosing = true;
    });
  },
  // Pinning must run first: the change token of a pinned request is that of its release.
  { name: 'cache-hits', dependencies: ['response-cache', 'clients', 'log', 'negotiation', 'pinning'] },
);
