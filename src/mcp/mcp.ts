import type { McpHttpHandler } from '@modelcontextprotocol/server';
import { sendInside } from '../api-client/api.ts';
import { resolveBaseUrl } from '../http/base-url.ts';
import { Problem } from '../http/problems.ts';
import type { App } from '../http/routes.ts';

/** Larger than any call of a tool needs. */
const bodyBytesMax = 65_536;
/** As how many requests a message counts for the rate limit: about as many as a tool sends inside the process. */
const messageCost = 3;

const localHosts = ['localhost', '127.0.0.1', '[::1]'];

/** Returns whether a page may call this server: one of this computer, of `PUBLIC_URL`, or of an origin that `CORS_ORIGINS` names. */
const originCheck = (publicUrl: string | undefined, corsOrigins: '*' | readonly string[]) => {
  const named = [...(publicUrl === undefined ? [] : [publicUrl]), ...(corsOrigins === '*' ? [] : corsOrigins)];
  const hosts = new Set([...localHosts, ...named.map((url) => new URL(url).hostname)]);
  return (origin: string | undefined): boolean => origin === undefined || (URL.canParse(origin) && hosts.has(new URL(origin).hostname));
};

/** Loads the protocol on the first message, because it takes 100 ms and 25 MB. */
const createHandler = async (app: App): Promise<McpHttpHandler> => {
  const { createMcpHandler } = await import('@modelcontextprotocol/server');
  const { mcpServerFactory } = await import('./server.ts');
  const send = sendInside(app);
  return createMcpHandler(
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
};

/** Registers `POST /mcp`: the Model Context Protocol over streamable HTTP, without sessions. */
export const mcp = async (app: App): Promise<void> => {
  const { publicUrl, corsOrigins } = app.config;
  const isAllowed = originCheck(publicUrl, corsOrigins);
  let handler: Promise<McpHttpHandler> | undefined;
  app.addHook('onClose', async () => (await handler)?.close());

  app.post(
    '/mcp',
    {
      schema: { hide: true },
      config: { cost: messageCost, cors: false },
      bodyLimit: bodyBytesMax,
      // A page of another site could otherwise reach a server on the network of its visitor (DNS rebinding).
      onRequest: (request, _reply, done) => {
        const { origin } = request.headers;
        done(isAllowed(origin) ? undefined : new Problem('forbidden', `Pages of the origin ${origin ?? ''} cannot call /mcp.`));
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
      handler ??= createHandler(app);
      const { fetch } = await handler;
      const response = await fetch(new Request(url, { method: 'POST', headers, signal: closed.signal }), { parsedBody: request.body });
      return reply.header('cache-control', 'no-store').send(response);
    },
  );
};
