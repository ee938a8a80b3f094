import { createMcpHandler, localhostAllowedOrigins, validateOriginHeader } from '@modelcontextprotocol/server';
import { sendInside } from '../api-client/api.ts';
import { resolveBaseUrl } from '../http/base-url.ts';
import { Problem } from '../http/problems.ts';
import type { App } from '../http/routes.ts';
import { mcpServerFactory } from './server.ts';

/** Larger than any call of a tool needs. */
const bodyBytesMax = 65_536;
/** As how many requests a message counts for the rate limit: about as many as a tool sends inside the process. */
const messageCost = 3;

/** Hosts of pages that may call this server: those of this computer, of `PUBLIC_URL`, and those that `CORS_ORIGINS` names. */
const allowedHosts = (publicUrl: string | undefined, corsOrigins: '*' | readonly string[]): string[] => [
  ...localhostAllowedOrigins(),
  ...[...(publicUrl === undefined ? [] : [publicUrl]), ...(corsOrigins === '*' ? [] : corsOrigins)].map((url) => new URL(url).hostname),
];

/** Registers `POST /mcp`: the Model Context Protocol over streamable HTTP, without sessions. */
export const mcp = async (app: App): Promise<void> => {
  const { publicUrl, corsOrigins } = app.config;
  const hosts = allowedHosts(publicUrl, corsOrigins);
  const send = sendInside(app);
  const handler = createMcpHandler(
    mcpServerFactory((request) => ({
      send,
      baseUrl: new URL(request?.url ?? '').origin,
      onError: (error) => app.log.error({ err: error }, 'a tool failed'),
    })),
    {
      // A stream of changes would hold a connection. `/v1/changes/stream` is for that.
      maxSubscriptions: 0,
      onerror: (error) => app.log.debug({ err: error }, 'MCP request failed'),
    },
  );
  app.addHook('onClose', () => handler.close());

  app.post(
    '/mcp',
    {
      schema: { hide: true },
      config: { cost: messageCost },
      bodyLimit: bodyBytesMax,
      // A page of another site could otherwise reach a server on the network of its visitor (DNS rebinding).
      onRequest: (request, _reply, done) => {
        const { ok } = validateOriginHeader(request.headers.origin, hosts);
        done(ok ? undefined : new Problem('forbidden', `Pages of the origin ${request.headers.origin ?? ''} cannot call /mcp.`));
      },
    },
    async (request, reply) => {
      const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
        value === undefined ? [] : [[name, String(value)]],
      );
      // `request.signal` also aborts when the body has been read.
      const closed = new AbortController();
      reply.raw.once('close', () => closed.abort());
      const url = `${resolveBaseUrl(request, publicUrl)}/mcp`;
      const response = await handler.fetch(new Request(url, { method: 'POST', headers, signal: closed.signal }), {
        parsedBody: request.body,
      });
      return reply.header('cache-control', 'no-store').send(response);
    },
  );
};
