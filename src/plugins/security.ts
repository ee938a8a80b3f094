import { randomUUID } from 'node:crypto';
import cors from '@fastify/cors';
import fp from 'fastify-plugin';
import { Problem } from '../http/problems.ts';
import { urlLengthMax } from '../http/request-limits.ts';

/** The OWASP secure headers. `upgrade-insecure-requests` is omitted, because the server may be used without TLS. */
const securityHeaders = {
  'content-security-policy': [
    "default-src 'self'",
    "base-uri 'self'",
    "font-src 'self' https: data:",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "img-src 'self' data:",
    "object-src 'none'",
    "script-src 'self'",
    "script-src-attr 'none'",
    "style-src 'self' 'unsafe-inline'",
  ].join(';'),
  'cross-origin-opener-policy': 'same-origin',
  // The data are public, so other origins may load them.
  'cross-origin-resource-policy': 'cross-origin',
  'referrer-policy': 'no-referrer',
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
} as const;

/** Returns the problem of an overlong or malformed URL. Runs before the request is authenticated. */
const validateUrl = (url: string): Problem | undefined => {
  if (url.length > urlLengthMax) return new Problem('uri-too-long', `The URL has ${url.length} characters. The limit is ${urlLengthMax}.`);
  if (url.includes('#'))
    return new Problem('invalid-request', 'A URL in a request cannot contain "#" (RFC 9112). Encode the character as %23.');
  if (!url.includes('%')) return undefined;
  // Node treats an invalid escape as literal text.
  try {
    decodeURIComponent(url);
    return undefined;
  } catch {
    return new Problem('invalid-request', 'The URL contains a "%" that does not begin a valid escape (percent-encoding, RFC 3986).');
  }
};

/** Returns a random request id. Ignores `X-Request-Id` of the request, which clients could forge. */
export const createRequestId = (): string => randomUUID();

/** Sets security headers and the request id, rejects malformed URLs, and allows cross-origin reads (CORS). */
export const securityPlugin = fp(
  async (app) => {
    app.addHook('onRequest', (request, reply, done) => {
      void reply.headers(securityHeaders).header('x-request-id', request.id);
      done(validateUrl(request.url));
    });
    await app.register(cors, {
      origin: app.config.corsOrigins,
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
      // Also respond to OPTIONS requests that are not preflights.
      strictPreflight: false,
    });
  },
  { name: 'security', dependencies: ['config'] },
);
