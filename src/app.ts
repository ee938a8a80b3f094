import type { FastifyBaseLogger } from 'fastify';
import Fastify from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { clientsPlugin } from './access/clients.ts';
import type { Database } from './database/database.ts';
import { discovery } from './discovery/discovery.ts';
import { documentation } from './documentation/documentation.ts';
import { explorer } from './explorer/explorer.ts';
import { toTrustProxy } from './http/client.ts';
import { sendProblem, toProblem } from './http/errors.ts';
import { createFairServer } from './http/fair-server.ts';
import { FrameworkLog, logPlugin } from './http/log.ts';
import { bodyBytesMax, headerBytesMax, requestTimeoutMs } from './http/request-limits.ts';
import { createRequestId, negotiationPlugin, parseQuery, toOriginForm, validateByZod } from './http/requests.ts';
import { responseCachePlugin } from './http/response-cache.ts';
import { sendUnparsedRequestProblem } from './http/unparsed-request.ts';
import { mcp } from './mcp/mcp.ts';
import { resourceRoutes } from './modules/index.ts';
import { analysesPlugin } from './plugins/analyses.ts';
import { type AppConfig, configPlugin } from './plugins/config.ts';
import { dataSourcePlugin, pinningPlugin } from './plugins/data-source.ts';
import { downloadsPlugin } from './plugins/downloads.ts';
import { exportsPlugin } from './plugins/exports.ts';
import { metricsPlugin } from './plugins/metrics.ts';
import { openApiPlugin } from './plugins/openapi.ts';
import { problemsPlugin } from './plugins/problems.ts';
import { releasesPlugin } from './plugins/releases.ts';
import { securityPlugin } from './plugins/security.ts';
import { webhooksPlugin } from './plugins/webhooks.ts';
import type { WorkerPoolLimits } from './worker-pool/worker-pool.ts';

/** The options of `buildApp`. */
export interface AppOptions {
  config: AppConfig;
  /** An open database. The caller closes it after closing the application. */
  database: Database;
  /** Logs nothing by default. */
  logger?: FastifyBaseLogger;
  /** Returns the current time. Defaults to the system clock. */
  clock?: () => Date;
  /** Overrides the default limits of the worker pool. */
  analysisLimits?: Partial<WorkerPoolLimits>;
}

/** Longer than the usual idle timeout of proxies, which reuse their connections. */
const keepAliveTimeoutMs = 72_000;

/** Creates the application. Registers plugins in the order of their hooks, then routes. See `src/plugins/README.md`. */
export const buildApp = async ({ config, database, logger, clock, analysisLimits = {} }: AppOptions) => {
  const app = Fastify({
    ...(logger !== undefined && { loggerInstance: logger }),
    logController: new FrameworkLog(),
    trustProxy: toTrustProxy(config.trustedProxies),
    bodyLimit: bodyBytesMax,
    // Serve requests on open connections until the server has closed.
    return503OnClosing: false,
    serverFactory: (handle) =>
      createFairServer(handle, { maxHeaderSize: headerBytesMax, requestTimeout: requestTimeoutMs, keepAliveTimeout: keepAliveTimeoutMs }),
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true, querystringParser: parseQuery },
    rewriteUrl: toOriginForm,
    genReqId: createRequestId,
    clientErrorHandler: sendUnparsedRequestProblem,
    frameworkErrors: (error, request, reply) => {
      sendProblem(request, reply, toProblem(error, { bodyLimit: bodyBytesMax }));
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validateByZod);
  // Most services return serialized JSON, so a compiled serializer would gain little. Tests check responses against their schemas.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));

  await app.register(configPlugin, config);
  await app.register(metricsPlugin);
  await app.register(logPlugin);
  await app.register(dataSourcePlugin, { database, clock });

  await app.register(problemsPlugin);
  await app.register(securityPlugin);
  await app.register(clientsPlugin);
  await app.register(negotiationPlugin);
  await app.register(openApiPlugin);

  await app.register(releasesPlugin);
  await app.register(analysesPlugin, { limits: analysisLimits });
  await app.register(responseCachePlugin);
  await app.register(downloadsPlugin);
  await app.register(exportsPlugin);
  await app.register(webhooksPlugin);

  await app.register(discovery);
  await app.register(resourceRoutes, { pinning: pinningPlugin });
  await app.register(mcp);
  await app.register(documentation);
  await app.register(explorer);
  return app;
};
