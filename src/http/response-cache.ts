import { hash } from 'node:crypto';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import { LRUCache } from 'lru-cache';
import Negotiator from 'negotiator';
import { negotiateListFormat } from './negotiation.ts';

/** A body that can be sent as it is. */
export interface ResponsePayload {
  body: string | Buffer;
  headers?: Readonly<Record<string, string>>;
  /** JSON if absent. */
  mediaType?: string;
}

type Encoding = 'identity' | 'br' | 'gzip';

interface Representation {
  bytes: Buffer;
  etag: string;
}

interface CachedResponse {
  token: string;
  headers: Readonly<Record<string, string>>;
  mediaType: string;
  representations: Map<Encoding, Representation | Promise<Representation>>;
  identity: Buffer;
}

/** Below this size compression costs more than it saves. */
const minCompressedBytes = 1_024;
/** Room for two compressed copies is counted in. */
const sizeFactor = 2;

const encoders: Readonly<Record<Exclude<Encoding, 'identity'>, (bytes: Buffer) => Promise<Buffer>>> = {
  gzip: promisify<Buffer, Buffer>(gzip),
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }),
};

const represent = async (bytes: Buffer, encoding: Encoding): Promise<Representation> => {
  const encoded = encoding === 'identity' ? bytes : await encoders[encoding](bytes);
  return { bytes: encoded, etag: `"${hash('sha256', encoded, 'base64url').slice(0, 27)}"` };
};

/** Whether a list of entity tags names this one (RFC 9110, section 13.1.2: the weak comparison). */
export const matchesEntityTag = (header: string | undefined, etag: string): boolean =>
  header !== undefined && (header.trim() === '*' || header.split(',').some((one) => one.trim().replace(/^W\//, '') === etag));

/** The request headers that a response depends on. */
export const varyHeader = 'Accept, Accept-Encoding';

/** How long clients and proxies may cache a response with the newest data. */
export const currentDataCaching = 'public, max-age=60, stale-while-revalidate=300';

/** What browsers and clients accept is written in few ways. */
const maxEncodings = new LRUCache<string, Encoding>({ max: 200 });

/** Chooses the content encoding that a client prefers. */
export const negotiateEncoding = ({ headers, raw }: FastifyRequest): Encoding => {
  const accepted = headers['accept-encoding'];
  if (accepted === undefined) return 'identity';
  const known = maxEncodings.get(accepted);
  if (known !== undefined) return known;
  const encoding = (new Negotiator(raw).encoding(['br', 'gzip', 'identity']) ?? 'identity') as Encoding;
  maxEncodings.set(accepted, encoding);
  return encoding;
};

const toCachedResponse = ({ body, headers, mediaType = 'application/json' }: ResponsePayload, token: string): CachedResponse => ({
  token,
  headers: headers ?? {},
  mediaType,
  representations: new Map(),
  identity: typeof body === 'string' ? Buffer.from(body) : body,
});

const selectEncoding = (request: FastifyRequest, { identity }: CachedResponse): Encoding =>
  identity.length < minCompressedBytes ? 'identity' : negotiateEncoding(request);

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

const sendCachedResponse = async (request: FastifyRequest, reply: FastifyReply, answer: CachedResponse): Promise<FastifyReply> => {
  const { representations, identity } = answer;
  const encoding = selectEncoding(request, answer);
  const making = representations.get(encoding) ?? represent(identity, encoding);
  representations.set(encoding, making);
  const representation = await making;
  representations.set(encoding, representation);
  return sendRepresentation(request, reply, answer, encoding, representation);
};

/** Sends an answer that is not kept. */
export const sendOnce = (request: FastifyRequest, reply: FastifyReply, answer: ResponsePayload): Promise<FastifyReply> =>
  sendCachedResponse(request, reply, toCachedResponse(answer, ''));

const compareNames = (a: string, b: string): number => {
  const [first = '', second = ''] = [a.split('=', 1)[0], b.split('=', 1)[0]];
  return first < second ? -1 : first > second ? 1 : 0;
};

/** Builds one key for URLs that differ only in the order of their parameters. */
const toCacheKey = (url: string): string => {
  // Two parameters that have the same name once they are decoded must keep their order.
  if (!url.includes('&') || /[?&][^=&]*%/.test(url)) return url;
  const start = url.indexOf('?') + 1;
  return url.slice(0, start) + url.slice(start).split('&').sort(compareNames).join('&');
};

/** Makes an answer. Once the signal aborts nobody waits for it any more. */
export type Make = (signal: AbortSignal) => Promise<ResponsePayload>;

/** An answer that is being made, for whoever asks for it meanwhile. */
interface Flight {
  answer: Promise<CachedResponse>;
  waiting: number;
  stop: AbortController;
}

/** Keeps answers as bytes, one copy an encoding, until the data move. */
export interface ResponseCache {
  /**
   * Sends the answer that is kept for the URL of the request, if there is one: its address was read and found good when it was
   * made, and nothing is left to be done. Answers whether it was sent.
   */
  sendCached(request: FastifyRequest, reply: FastifyReply): boolean;
  /** Makes the answer for an address before it is asked for, unless it is kept already. */
  prepare(url: string, make: () => Promise<ResponsePayload>): Promise<void>;

  /**
   * Sends the answer for the URL of the request: the one that is kept, or the one that `make` gives. Equal requests in flight
   * share one, which goes on to be made until all of their clients have left. `besides` is what the answer depends on besides the URL.
   */
  send(request: FastifyRequest, reply: FastifyReply, make: Make, besides?: string): Promise<FastifyReply>;
}

export interface ResponseCacheOptions {
  /** Bound of the bytes kept. */
  maxBytes: number;
  /** A text that differs whenever answers may: the data have changed, or the day has. */
  changeToken: () => string;
  /** Is told whether an answer was kept, shared with an equal request in flight, or made. */
  onOutcome?: (outcome: 'kept' | 'shared' | 'made') => void;
}

/** Makes the store of ready answers of one server. */
const createResponseCache = ({ maxBytes, changeToken, onOutcome = () => undefined }: ResponseCacheOptions): ResponseCache => {
  const cached = new LRUCache<string, CachedResponse>({
    maxSize: maxBytes,
    sizeCalculation: (answer, key) => answer.identity.length * sizeFactor + key.length + 512,
  });
  const inFlight = new Map<string, Flight>();

  const takeOff = (flightKey: string, key: string, token: string, make: Make): Flight => {
    const stop = new AbortController();
    const answer = make(stop.signal)
      .then((made) => {
        const ready = toCachedResponse(made, token);
        cached.set(key, ready);
        return ready;
      })
      .finally(() => {
        if (inFlight.get(flightKey) === flight) inFlight.delete(flightKey);
      });
    const flight = { answer, stop, waiting: 0 };
    inFlight.set(flightKey, flight);
    return flight;
  };

  const answerFor = async (key: string, token: string, make: Make, signal?: AbortSignal): Promise<CachedResponse> => {
    signal?.throwIfAborted();
    const flightKey = `${token} ${key}`;
    const running = inFlight.get(flightKey);
    onOutcome(running === undefined ? 'made' : 'shared');
    const flight = running ?? takeOff(flightKey, key, token, make);
    flight.waiting += 1;
    try {
      return await (signal === undefined ? flight.answer : Promise.race([flight.answer, rejectedOnAbort(signal)]));
    } finally {
      flight.waiting -= 1;
      if (flight.waiting === 0) {
        // Whoever asks from now on has to begin again.
        if (inFlight.get(flightKey) === flight) inFlight.delete(flightKey);
        flight.stop.abort();
      }
    }
  };

  const keptFor = (key: string, token: string): CachedResponse | undefined => {
    const known = cached.get(key);
    return known?.token === token ? known : undefined;
  };

  return {
    sendCached: (request, reply) => {
      const known = keptFor(toCacheKey(request.url), changeToken());
      if (known === undefined) return false;
      const encoding = selectEncoding(request, known);
      const representation = known.representations.get(encoding);
      if (representation === undefined || representation instanceof Promise) return false;
      onOutcome('kept');
      sendRepresentation(request, reply, known, encoding, representation);
      return true;
    },
    prepare: async (url, make) => {
      const key = toCacheKey(url);
      const token = changeToken();
      if (keptFor(key, token) === undefined) await answerFor(key, token, make);
    },
    send: async (request, reply, make, besides = '') => {
      const key = `${besides}${toCacheKey(request.url)}`;
      const token = changeToken();
      const known = keptFor(key, token);
      if (known !== undefined) {
        onOutcome('kept');
        return sendCachedResponse(request, reply, known);
      }
      const { signal } = request;
      try {
        return await sendCachedResponse(request, reply, await answerFor(key, token, make, signal));
      } catch (error) {
        // The client has left: there is nobody to tell.
        if (signal.aborted) return reply.hijack();
        throw error;
      }
    },
  };
};

/** A promise that never resolves, and rejects with the reason of a signal once that aborts. For `Promise.race`. */
export const rejectedOnAbort = (signal: AbortSignal): Promise<never> =>
  new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason), { once: true }));

declare module 'fastify' {
  interface FastifyInstance {
    /** Keeps response bodies, compressed, until the data or the day change. */
    responseCache: ResponseCache;
  }
}

const responseCacheBytesMax = 64 * 1_048_576;

export const responseCachePlugin = fp(
  async (app) => {
    const { database, today, metrics } = app;
    const changeToken = () => `${database.changeToken()} ${today()}`;
    const options = { maxBytes: responseCacheBytesMax, changeToken, onOutcome: metrics.recordCacheOutcome };
    app.decorate('responseCache', createResponseCache(options));
  },
  { name: 'response-cache', dependencies: ['data-source', 'metrics'] },
);

/**
 * Sends cached responses before validation, for the routes of the encapsulated context that it is registered in. Only requests for
 * JSON are looked up: the cached body was validated under the same URL when it was made.
 */
export const cacheHitsPlugin = fp(
  async (app) => {
    const { responseCache } = app;
    app.addHook('onRequest', (request, reply, done) => {
      const { accept } = request.headers;
      const wantsJson = accept === undefined || accept === '*/*' || negotiateListFormat(request) === 'json';
      if (!wantsJson || !responseCache.sendCached(request, reply)) done();
    });
  },
  // A pinned request has a cache entry of its own: its change token is that of the release.
  { name: 'cache-hits', dependencies: ['response-cache', 'negotiation', 'pinning'] },
);
