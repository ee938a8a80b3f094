import type { onSendHookHandler } from 'fastify';
import fp from 'fastify-plugin';
import { z } from 'zod';
import { absoluteUrlCaching, resolveBaseUrl } from '../http/base-url.ts';
import { currentDataCaching } from '../http/response-cache.ts';
import type { App } from '../http/routes.ts';
import { buildCroissant } from './croissant.ts';
import { formatLinks, linkset } from './links.ts';
import { readSitemap } from './sitemap.ts';
import { llmsText, robotsText, securityText } from './texts.ts';

const hidden = { schema: { hide: true } };
const text = 'text/plain; charset=utf-8';

/** `/v1/exports` does not list this file: it has absolute URLs, so that its checksum depends on the host. */
const croissantQuerySchema = z.strictObject({ dataVersion: z.string().max(100).optional() });

/** How long `security.txt` stays valid. RFC 9116 recommends less than a year. */
const securityTextDays = 180;

/** Registers what lets search engines, crawlers and agents find the API: a sitemap, link headers, catalogs and descriptions. */
export const discovery = fp(
  async (app: App): Promise<void> => {
    const { config, clock, database, exports, responseCache } = app;
    const { publicUrl, securityContact } = config;
    const caching = absoluteUrlCaching(publicUrl)['cache-control'] ?? currentDataCaching;

    const addLinks: onSendHookHandler = (_request, reply, payload, done) => {
      if (reply.statusCode < 400) reply.header('link', [reply.getHeader('link'), formatLinks()].filter(Boolean).join(', '));
      done(null, payload);
    };
    app.addHook('onRoute', (route) => {
      if (route.url === '/' || route.url === '/v1') route.onSend = [...[route.onSend ?? []].flat(), addLinks];
    });

    app.get('/robots.txt', hidden, (request, reply) =>
      reply
        .type(text)
        .header('cache-control', caching)
        .send(robotsText(resolveBaseUrl(request, publicUrl))),
    );
    app.get('/llms.txt', hidden, (request, reply) =>
      reply
        .type(text)
        .header('cache-control', caching)
        .send(llmsText(resolveBaseUrl(request, publicUrl))),
    );
    app.get('/sitemap.xml', hidden, (request, reply) => {
      const base = resolveBaseUrl(request, publicUrl);
      const compute = async () => ({
        body: await database.read((session) => readSitemap(session, base)),
        headers: absoluteUrlCaching(publicUrl),
        mediaType: 'application/xml',
      });
      return responseCache.send(request, reply, compute, base);
    });
    app.get('/.well-known/api-catalog', hidden, (request, reply) =>
      reply
        .header('link', '</.well-known/api-catalog>; rel="api-catalog"')
        .header('cache-control', caching)
        .type('application/linkset+json; profile="https://www.rfc-editor.org/info/rfc9727"')
        // Fastify would add a charset to a text, which this media type does not have.
        .send(Buffer.from(JSON.stringify(linkset(resolveBaseUrl(request, publicUrl))))),
    );
    app.get('/v1/exports/croissant.json', { schema: { hide: true, querystring: croissantQuerySchema } }, async (request, reply) => {
      const { dataVersion } = request.query;
      const { package: dataPackage } = dataVersion === undefined ? await exports.current() : await exports.at(dataVersion);
      return reply
        .type('application/ld+json; charset=utf-8')
        .header('cache-control', caching)
        .send(JSON.stringify(buildCroissant(dataPackage, resolveBaseUrl(request, publicUrl))));
    });
    if (publicUrl !== undefined && securityContact !== undefined)
      app.get('/.well-known/security.txt', hidden, (request, reply) => {
        const expires = new Date(clock().getTime() + securityTextDays * 86_400_000);
        return reply.type(text).send(securityText(resolveBaseUrl(request, publicUrl), securityContact, expires));
      });
  },
  { name: 'discovery', dependencies: ['config', 'data-source', 'exports', 'response-cache'] },
);
