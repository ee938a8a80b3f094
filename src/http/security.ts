import type { IncomingMessage } from 'node:http';
import cors from '@fastify/cors';
import rateLimit from '@fastify/rate-limit';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import helmet from 'helmet';
import { Problem } from './problems.ts';

export interface SecurityOptions {
  corsOrigins: '*' | string[];
  /** Requests a minute for each client. */
  rateLimitMax: number;
}

/** Who a request comes from, if it bears a key; a key that is not accepted is a problem. */
export type Identify = (request: FastifyRequest) => Promise<{ id: string } | null>;

declare module 'fastify' {
  interface FastifyInstance {
    /** The problem itself; that of too many requests where a client was refused too often for want of a key (401, 403). */
    limitRefusals(request: FastifyRequest, problem: Problem): Promise<Problem>;
  }
}

/** A client with a key may ask so many times as often. */
const keyedFactor = 10;
/** Of its requests, so large a part may be refused for want of a key that allows them. */
const refusedShare = 1 / 30;

const windowSeconds = 60;
export const urlLengthMax = 4_096;

/** The security headers, which are the same for every answer: helmet is asked once for them. */
const securityHeaders = (): Record<string, string> => {
  const headers: Record<string, string> = {};
  const apply = helmet({
    contentSecurityPolicy: {
      directives: {
        defaultSrc: ["'self'"],
        imgSrc: ["'self'", 'data:'],
        styleSrc: ["'self'", "'unsafe-inline'"],
        scriptSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameAncestors: ["'none'"],
        // The server may be reached without TLS, on localhost or behind a proxy.
        upgradeInsecureRequests: null,
      },
    },
    // The data are open: other sites may load them.
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    // These tell browsers nothing about JSON, and nothing about our own pages that they do not do anyway; every answer would bear them.
    originAgentCluster: false,
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  const recorder = {
    setHeader: (name: string, value: string) => {
      headers[name.toLowerCase()] = value;
    },
    removeHeader: () => undefined,
  };
  apply({} as IncomingMessage, recorder as never, () => undefined);
  return headers;
};

/** What is wrong with an address before anybody looks what stands there. */
const faultOfAddress = (url: string): Problem | undefined => {
  if (url.length > urlLengthMax)
    return new Problem('uri-too-long', `The address has ${url.length} characters; at most ${urlLengthMax} are read.`);
  if (url.includes('#'))
    return new Problem('invalid-request', 'The address holds a #: what follows it is never sent (RFC 9112). Write %23 for the character.');
  if (!url.includes('%')) return undefined;
  // Node reads a broken escape as the text that it is, and would look for that.
  try {
    decodeURIComponent(url);
    return undefined;
  } catch {
    return new Problem(
      'invalid-request',
      'The address holds a % that is not followed by the code of a character (percent-encoding, RFC 3986).',
    );
  }
};

/** Security headers, CORS for reading, the limit of requests, and the limit of the URL. */
export const registerSecurity = async (
  app: FastifyInstance,
  { corsOrigins, rateLimitMax }: SecurityOptions,
  identify: Identify,
): Promise<void> => {
  const headers = securityHeaders();
  app.addHook('onRequest', (request, reply, done) => {
    void reply.headers(headers).header('x-request-id', request.id);
    done(faultOfAddress(request.url));
  });

  await app.register(cors, {
    origin: corsOrigins,
    methods: ['GET', 'HEAD', 'OPTIONS'],
    exposedHeaders: [
      'Link',
      'ETag',
      'RateLimit',
      'RateLimit-Policy',
      'Retry-After',
      'X-Request-Id',
      'Content-Disposition',
      'Truncated',
      'Content-Range',
      'Accept-Ranges',
      'Data-Version',
      'As-Of',
    ],
    maxAge: 86_400,
    // An OPTIONS request that is no preflight is answered too.
    strictPreflight: false,
  });

  await app.register(rateLimit, { global: false });
  const timeWindow = windowSeconds * 1_000;
  const limitRefused = app.createRateLimit({ max: Math.ceil(rateLimitMax * refusedShare), timeWindow });
  app.decorate('limitRefusals', async (request, problem) => {
    if (problem.type !== 'unauthorized' && problem.type !== 'forbidden') return problem;
    const state = await limitRefused(request);
    if (state.isAllowed || !state.isExceeded) return problem;
    return new Problem('too-many-requests', `Too many requests were refused; try again in ${state.ttlInSeconds} seconds.`, {
      headers: { 'retry-after': String(state.ttlInSeconds) },
    });
  });
  const keyed = new WeakMap<FastifyRequest, string>();
  app.addHook('onRequest', (request, _reply, done) => {
    if (request.headers.authorization === undefined) {
      done();
      return;
    }
    identify(request).then((key) => {
      if (key !== null) keyed.set(request, key.id);
      done();
    }, done);
  });

  const limit = app.createRateLimit({
    max: (request) => (keyed.has(request) ? rateLimitMax * keyedFactor : rateLimitMax),
    keyGenerator: (request) => keyed.get(request) ?? request.ip,
    timeWindow,
  });
  app.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/health/')) return;
    const state = await limit(request);
    if (state.isAllowed) return;
    // draft-ietf-httpapi-ratelimit-headers-10
    reply.header('ratelimit-policy', `"default";q=${state.max};w=${windowSeconds}`);
    reply.header('ratelimit', `"default";r=${state.remaining};t=${state.ttlInSeconds}`);
    if (state.isExceeded) {
      throw new Problem(
        'too-many-requests',
        `At most ${state.max} requests a minute are answered; try again in ${state.ttlInSeconds} seconds.`,
        {
          headers: { 'retry-after': String(state.ttlInSeconds) },
        },
      );
    }
  });
};
