import cors from '@fastify/cors';
import fp from 'fastify-plugin';

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
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
} as const;

/** Only over https, and without subdomains, which can be other services of the host. */
const strictTransport = 'max-age=31536000';

/** Sets security headers and the request id, and allows cross-origin reads (CORS). */
export const securityPlugin = fp(
  async (app) => {
    const isPublishedWithTls = app.config.publicUrl?.startsWith('https:') === true;
    app.addHook('onRequest', (request, reply, done) => {
      void reply.headers(securityHeaders).header('x-request-id', request.id);
      if (isPublishedWithTls || request.protocol === 'https') reply.header('strict-transport-security', strictTransport);
      done();
    });
    // Responses differ by origin, and they set their own `Vary`.
    if (app.config.corsOrigins !== '*')
      app.addHook('onSend', (_request, reply, payload, done) => {
        const vary = String(reply.getHeader('vary') ?? '');
        if (!vary.includes('Origin')) reply.header('vary', vary === '' ? 'Origin' : `${vary}, Origin`);
        done(null, payload);
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
      // The rate limit counts preflights, too. The `negotiation` plugin responds to them.
      preflightContinue: true,
    });
  },
  { name: 'security', dependencies: ['config'] },
);
