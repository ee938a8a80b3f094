import type { FastifyReply, FastifyRequest } from 'fastify';
import fp from 'fastify-plugin';
import type { VNode } from 'preact';
import { render } from 'preact-render-to-string';
import type { Catalogue } from '../api-client/answers.ts';
import { ApiError, loadConsistently, type ProblemDocument, type Read, sendInside } from '../api-client/api.ts';
import { replaceId } from '../api-client/page-path.ts';
import { splitTarget } from '../http/parameters.ts';
import type { ResponsePayload } from '../http/response-cache.ts';
import type { App } from '../http/routes.ts';
import { images, loadAssets } from './assets.ts';
import { resolveCompanies } from './company-parameters.tsx';
import { Document, EmbeddedDocument, html, type LayoutState } from './layout.tsx';
import type { Page, PageInput, PageView } from './page.ts';
import { pages } from './pages/index.ts';
import { problemView } from './pages/problem.tsx';
import { toPagePath, toVariantPath, type Variant, variants } from './variants.ts';

const contentSecurityPolicy = (frameAncestors: string): string =>
  [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    `frame-ancestors ${frameAncestors}`,
  ].join('; ');

const toInput = (request: FastifyRequest): PageInput => {
  const query = Object.entries(request.query as Record<string, string | string[]>).map(([name, value]) => [
    name,
    Array.isArray(value) ? (value.at(-1) ?? '') : value,
  ]);
  return {
    params: request.params as Record<string, string>,
    query: Object.fromEntries(query.filter(([, value]) => value !== '')) as Record<string, string>,
  };
};

/** What a page costs of the rate limit: it rests on several requests, most of which are cached. */
const pageCost = 3;

/** Registers the pages for people. They show what the API returns, and need no script. */
export const explorer = fp(
  async (app: App): Promise<void> => {
    const { responseCache, config } = app;
    const send = sendInside(app);
    const { style, script } = await loadAssets();
    for (const { url, mediaType, body } of [style, script, ...Object.values(images)])
      app.get(url, { schema: { hide: true } }, (_request, reply) =>
        reply
          .type(mediaType)
          // The URL of an asset changes with its content.
          .header('cache-control', url.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'public, max-age=86400')
          .send(body),
      );

    /** Data versions that are releases. They remain releases, so the folder is read once for each. */
    const released = new Set<string>();
    const isReleased = async (dataVersion: string): Promise<boolean> => {
      if (!released.has(dataVersion) && (await app.releases.find(dataVersion)) !== undefined) released.add(dataVersion);
      return released.has(dataVersion);
    };

    const layoutState = async (read: Read, request: FastifyRequest, { query }: PageInput, page: Page | undefined): Promise<LayoutState> => {
      const { data, meta } = await read<Catalogue>('/v1', { asOf: undefined });
      return {
        path: toPagePath(splitTarget(request.url).path),
        section: page?.section,
        asOf: query.asOf,
        dataVersion: query.dataVersion,
        firstDay: data.dataset.firstDay ?? data.dataset.lastDay,
        lastDay: data.dataset.lastDay,
        shownVersion: meta.dataVersion,
        isReleased: await isReleased(meta.dataVersion),
        style: style.url,
        script: script.url,
        publicUrl: config.publicUrl,
      };
    };

    const toPayload = (view: PageView, state: LayoutState, variant: Variant): ResponsePayload => {
      const picture = view.embedded ?? view.picture;
      if (variant === 'picture' && picture !== undefined)
        return {
          body: toStandaloneSvg(picture, style.body),
          mediaType: 'image/svg+xml',
          headers: { 'content-security-policy': "default-src 'none'; style-src 'unsafe-inline'" },
        };
      const Layout = variant === 'embed' ? EmbeddedDocument : Document;
      const headers: Record<string, string> = {
        'content-security-policy': contentSecurityPolicy(variants[variant].frameAncestors),
        link: `<${view.json}>; rel="alternate"; type="application/json"`,
      };
      return { body: html(Layout({ view, state })), mediaType: 'text/html', headers };
    };

    const build = (page: Page, request: FastifyRequest, variant: Variant, signal: AbortSignal): Promise<ResponsePayload> => {
      const input = toInput(request);
      return loadConsistently(send, input.query, signal, async (read) => {
        const resolved = await resolveCompanies(read, page, input);
        if ('question' in resolved) return toPayload(resolved.question, await layoutState(read, request, input, page), 'page');
        const [view, state] = await Promise.all([page.build(read, resolved), layoutState(read, request, resolved, page)]);
        return toPayload(view, state, variant);
      });
    };

    /** Shows a problem as a page, with its status. */
    const sendProblemPage = async (
      request: FastifyRequest,
      reply: FastifyReply,
      problem: ProblemDocument,
      { headers, page, requestedId }: { headers?: Readonly<Record<string, string>>; page?: Page; requestedId?: string | undefined } = {},
    ): Promise<FastifyReply> => {
      const payload = await loadConsistently(send, {}, request.signal, async (read) =>
        toPayload(
          problemView(problem, request.url, requestedId),
          await layoutState(read, request, { params: {}, query: {} }, page),
          'page',
        ),
      );
      return reply
        .code(problem.status)
        .headers({ ...payload.headers, ...headers, 'cache-control': 'no-store' })
        .type('text/html; charset=utf-8')
        .send(payload.body);
    };
    app.decorate('sendProblemPage', (request, reply, problem) => sendProblemPage(request, reply, problem));

    for (const page of pages)
      for (const variant of Object.keys(variants) as Variant[]) {
        if (variant !== 'page' && page.isEmbeddable !== true) continue;
        app.get(toVariantPath(page.path, variant), { schema: { hide: true }, config: { cost: pageCost } }, async (request, reply) => {
          // The other headers of the application would keep other sites from showing it in a frame.
          if (variant !== 'page') reply.removeHeader('x-frame-options');
          try {
            return await responseCache.send(request, reply, (signal) => build(page, request, variant, signal));
          } catch (error) {
            if (!(error instanceof ApiError)) throw error;
            const { problem, headers, requestedId, currentId } = error;
            // The former id of a record leads to the same page with the current one. Browsers keep such a redirect for good unless told for how
            // long, and a record may get its former id back.
            if (requestedId !== undefined && currentId !== undefined)
              return reply.header('cache-control', 'public, max-age=60').redirect(replaceId(request.url, requestedId, currentId), 308);
            return sendProblemPage(request, reply, problem, { headers, page, requestedId });
          }
        });
      }
  },
  { name: 'explorer', dependencies: ['config', 'releases', 'response-cache', 'problems'] },
);

/** Returns a picture as a file of its own, with the style that the page gives it. If there are several sizes, the first is the widest. */
const toStandaloneSvg = (picture: VNode, style: string): string => {
  const end = '</svg>';
  const svg = `${render(picture).split(end, 1)[0] ?? ''}${end}`;
  // An SVG file is XML, unlike a picture in a page, so its style is text that needs escapes.
  const escaped = style.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
  return svg.replace(/^<svg /, '<svg xmlns="http://www.w3.org/2000/svg" ').replace(/^(<svg[^>]*>)/, `$1<style>${escaped}</style>`);
};
