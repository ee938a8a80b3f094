import { hash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';
import { negotiateListFormat } from './requests.ts';

/** A serialized response body with its headers. */
export interface ResponsePayload {
  body: string | Buffer;
  headers?: Readonly<Record<string, string>>;
  /** Defaults to JSON. */
  mediaType?: string;
}

type Encoding = 'identity' | 'br' | 'gzip';

interface Representation {
  bytes: Buffer;
  etag: string;
}

interface CachedResponse {
  /** The change token for which the response was computed. */
  token: string;
  headers: Readonly<Record<string, string>>;
  mediaType: string;
  representations: Map<Encoding, Representation | Promise<Representation>>;
  identity: Buffer;
}

/** Compressing a smaller body costs more than it saves. */
const minCompressedBytes = 1_024;
/** Reserves space for the compressed representations, which are added after the entry is sized. */
const sizeFactor = 2;

const encoders: Readonly<Record<Exclude<Encoding, 'identity'>, (bytes: Buffer) => Promise<Buffer>>> = {
  gzip: promisify<Buffer, Buffer>(gzip),
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
};

const represent = async (bytes: Buffer, encoding: Encoding): Promise<Representation> => {
  const encoded = encoding === 'identity' ? bytes : await encoders[encoding](bytes);
  return { bytes: encoded, etag: `"${hash('sha256', encoded, 'base64url').slice(0, 27)}"` };
};

/** Returns whether an `If-None-Match` header matches an entity tag, by weak comparison (RFC 9110, section 13.1.2). */
export const matchesEntityTag = (header: string | undefined, etag: string): boolean =>
  header !== undefined && (header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag));

/** The value of `Vary`. */
export const varyHeader = 'Accept, Accept-Encoding';

/** The `Cache-Control` of a response with current data. */
export const currentDataCaching = 'public, max-age=60, stale-while-revalidate=300';

/** Memoizes the negotiation, because clients send few distinct `Accept-Encoding` headers. */
const negotiatedEncodings = new LRUCache<string, Encoding>({ max: 200 });

/** Returns the content encoding that the client prefers. A small body is not compressed. */
export const negotiateEncoding = ({ headers, raw }: FastifyRequest, bytes = Number.POSITIVE_INFINITY): Encoding => {
  const accepted = headers['accept-encoding'];
  if (accepted === undefined || bytes < minCompressedBytes) return 'identity';
  const known = negotiatedEncodings.get(accepted);
  if (known !== undefined) return known;
  const encoding = (new Negotiator(raw).encoding(['br', 'gzip', 'identity']) ?? 'identity') as Encoding;
  negotiatedEncodings.set(accepted, encoding);
  return encoding;
};

const toCachedResponse = ({ body, headers, mediaType = 'application/json' }: ResponsePayload, token: string): CachedResponse => ({
  token,
  headers: headers ?? {},
  mediaType,
  representations: new Map(),
  identity: typeof body === 'string' ? Buffer.from(body) : body,
});

const sendRepresentation = (
  request: FastifyRequest,
  reply: FastifyReply,
  { headers, mediaType }: CachedResponse,
  encoding: Encoding,
  { bytes, etag }: Representation,
): FastifyReply => {
  reply.headers({ 'cache-control': currentDataCaching, ...headers, vary: varyHeader, etag });
  if (matchesEntityTag(request.headers['if-none-match'], etag)) return reply.code(304).send();
  if (encoding !== 'identity') reply.header('content-encoding', encoding);
  return reply.type(`${mediaType}; charset=utf-8`).send(bytes);
};

const sendCachedResponse = async (request: FastifyRequest, reply: FastifyReply, response: CachedResponse): Promise<FastifyReply> => {
  const { representations, identity } = response;
  const encoding = negotiateEncoding(request, identity.length);
  const pending = representations.get(encoding) ?? represent(identity, encoding);
  // Concurrent requests share the promise, so that a body is compressed once.
  representations.set(encoding, pending);
  const representation = await pending;
  representations.set(encoding, representation);
  return sendRepresentation(request, reply, response, encoding, representation);
};

/** Returns a handler for a response that never changes while the server runs. Computes it for the first request. */
export const createStaticResponse = (compute: () => ResponsePayload): ((request: FastifyRequest, reply: FastifyReply) => unknown) => {
  let response: CachedResponse | undefined;
  return (request, reply) => {
    response ??= toCachedResponse(compute(), '');
    return sendCachedResponse(request, reply, response);
  };
};

/** Sends a response without caching it. */
export const sendUncached = (request: FastifyRequest, reply: FastifyReply, payload: ResponsePayload): Promise<FastifyReply> =>
  sendCachedResponse(request, reply, toCachedResponse(payload, ''));

/** Returns the name of a parameter, without the brackets that the parser ignores. */
const nameOf = (parameter: string): string => /^[^=[]*/.exec(parameter)?.[0] ?? '';

const compareNames = (a: string, b: string): number => {
  const [first, second] = [nameOf(a), nameOf(b)];
  return first < second ? -1 : first > second ? 1 : 0;
};

/** Returns the cache key of a URL: the URL with its query parameters sorted by name. */
const toCacheKey = (url: string): string => {
  // Repeated parameters must keep their order. Percent-encoding can hide that two names are equal, so such a URL is not sorted.
  if (!url.includes('&') || /[?&][^=&]*%/.test(url)) return url;
  const start = url.indexOf('?') + 1;
  return url.slice(0, start) + url.slice(start).split('&').sort(compareNames).join('&');
};

/** Computes a response. The signal aborts when no client waits for it any more. */
export type ComputeResponse = (signal: AbortSignal) => Promise<ResponsePayload>;

/** A response that is being computed, shared by all requests with the same cache key. */
interface Computation {
  response: Promise<CachedResponse>;
  waiting: number;
  controller: AbortController;
}

/** A cached response as it was sent. */
export interface CacheHit extends Representation {
  /** The change token for which the response was computed. */
  token: string;
}

/** Caches response bodies, once per content encoding, until the data change. */
export interface ResponseCache {
  /** Returns a token that changes whenever responses may: with the data and with the day. */
  changeToken(): string;
  /**
   * Returns a hook that sends the cached JSON response for the URL of the request, and then calls `onHit`. It passes on the request if the
   * encoding that the client prefers is not cached. Skips validation, because the URL was validated when the response was computed.
   */
  sendCached(onHit: (request: FastifyRequest, reply: FastifyReply, hit: CacheHit) => void): onRequestHookHandler;
  /**
   * Sends the cached response for the URL of the request, or computes and caches it. Concurrent requests for the same URL share one
   * computation, which is aborted when all of their clients have disconnected. Pass a `variant` if the response depends on more than
   * the URL, such as the negotiated format.
   */
  send(request: FastifyRequest, reply: FastifyReply, compute: ComputeResponse, variant?: string): Promise<FastifyReply>;
}

interface ResponseCacheOptions {
  /** The maximum size of the cache. */
  maxBytes: number;
  changeToken: () => string;
  /** Counts whether a response was cached, shared with a concurrent request, or computed. */
  outcomes: Record<'kept' | 'shared' | 'made', number>;
}

const createResponseCache = ({ maxBytes, changeToken, outcomes }: ResponseCacheOptions): ResponseCache => {
  const cached = new LRUCache<string, CachedResponse>({ maxSize: maxBytes });
  const computations = new Map<string, Computation>();

  const computeAndCache = async (key: string, token: string, compute: ComputeResponse, signal: AbortSignal): Promise<CachedResponse> => {
    const response = toCachedResponse(await compute(signal), token);
    cached.set(key, response, { size: response.identity.length * sizeFactor + key.length + 512 });
    return response;
  };

  // Uses the events of the request, because `request.signal` takes several times longer than they do.
  const computeOnce = async (key: string, token: string, compute: ComputeResponse, client: IncomingMessage): Promise<CachedResponse> => {
    if (client.destroyed) throw new Error('The client has disconnected.');
    const computationKey = `${token} ${key}`;
    let computation = computations.get(computationKey);
    outcomes[computation === undefined ? 'made' : 'shared'] += 1;
    if (computation === undefined) {
      const controller = new AbortController();
      computation = { response: computeAndCache(key, token, compute, controller.signal), controller, waiting: 0 };
      computations.set(computationKey, computation);
    }
    const joined = computation;
    joined.waiting += 1;
    const leave = (): void => {
      joined.waiting -= 1;
      if (joined.waiting > 0) return;
      // Remove the aborted computation first, so that the next request starts a new one.
      if (computations.get(computationKey) === joined) computations.delete(computationKey);
      joined.controller.abort();
    };
    client.once('close', leave);
    try {
      return await joined.response;
    } finally {
      client.off('close', leave);
      if (computations.get(computationKey) === joined) computations.delete(computationKey);
    }
  };

  const findCached = (key: string, token: string): CachedResponse | undefined => {
    const known = cached.get(key);
    return known?.token === token ? known : undefined;
  };

  const sendHit = (request: FastifyRequest, reply: FastifyReply): CacheHit | undefined => {
    const known = findCached(toCacheKey(request.url), changeToken());
    if (known === undefined) return undefined;
    const encoding = negotiateEncoding(request, known.identity.length);
    const representation = known.representations.get(encoding);
    if (representation === undefined || representation instanceof Promise) return undefined;
    outcomes.kept += 1;
    sendRepresentation(request, reply, known, encoding, representation);
    return { token: known.token, ...representation };
  };

  return {
    changeToken,
    sendCached: (onHit) => (request, reply, done) => {
      const hit = negotiateListFormat(request) === 'json' ? sendHit(request, reply) : undefined;
      if (hit === undefined) done();
      else onHit(request, reply, hit);
    },
    send: async (request, reply, compute, variant = '') => {
      const key = `${variant}${toCacheKey(request.url)}`;
      const token = changeToken();
      const known = findCached(key, token);
      if (known !== undefined) {
        outcomes.kept += 1;
        return sendCachedResponse(request, reply, known);
      }
      const client = request.raw;
      try {
        const response = await computeOnce(key, token, compute, client);
        if (!client.destroyed) return await sendCachedResponse(request, reply, response);
      } catch (error) {
        if (!client.destroyed) throw error;
      }
      // The client has disconnected, so there is no response to send.
      return reply.hijack();
    },
  };
};

declare module 'fastify' {
  interface FastifyInstance {
    /** Caches response bodies until the data or the day change. */
    responseCache: ResponseCache;
  }
}

const responseCacheBytesMax = 64 * 1_048_576;

/** Adds the response cache. */
export const responseCachePlugin = fp(
  async (app) => {
    const { database, today, metrics } = app;
    const changeToken = () => `${database.changeToken()} ${today()}`;
    const options = { maxBytes: responseCacheBytesMax, changeToken, outcomes: metrics.cacheOutcomes };
    app.decorate('responseCache', createResponseCache(options));
  },
  { name: 'response-cache', dependencies: ['data-source', 'metrics'] },
);
