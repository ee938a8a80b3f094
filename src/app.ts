import { randomUUID } from 'node:crypto';
import type { Socket } from 'node:net';
import { join } from 'node:path';
import Fastify, { type FastifyInstance, type FastifyServerOptions } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { createAuthentication } from './access/authentication.ts';
import type { Config } from './config.ts';
import type { Database } from './database/database.ts';
import { dayOf } from './domain/dates.ts';
import { createDownloads } from './downloads/downloads.ts';
import { createExports } from './exports/generations.ts';
import { createMoneyFacts } from './facts/money-facts.ts';
import { problemOf, registerErrors, sendProblem } from './http/errors.ts';
import { requireAcceptable, sendKeptFirst } from './http/negotiation.ts';
import { openApiRoutes, registerOpenApi } from './http/openapi.ts';
import { Problem, problemBody } from './http/problems.ts';
import { createReadyAnswers } from './http/ready-answers.ts';
import { registerSecurity } from './http/security.ts';
import { validateByZod } from './http/validation.ts';
import { createMetrics } from './metrics/metrics.ts';
import { documentation } from './plugins/documentation.ts';
import { pinnable, registerPinning } from './releases/pinning.ts';
import { withReleases } from './releases/release-exports.ts';
import { createReleases } from './releases/releases.ts';
import {
  changeStreamRoutes,
  citationRoutes,
  dataRoutes,
  exportRoutes,
  feedRoutes,
  graphRoutes,
  healthRoutes,
  importRoutes,
  metricsRoutes,
  releaseRoutes,
  webhookRoutes,
  writeRoutes,
} from './resources/index.ts';
import { createDeliverer } from './webhooks/deliverer.ts';

export interface AppOptions {
  config: Pick<Config, 'corsOrigins' | 'dataDir' | 'rateLimitMax' | 'publicUrl' | 'trustProxy' | 'webhookAllowPrivate'>;
  database: Database;
  logger?: FastifyServerOptions['logger'];
  /** What tells the time; that of the system if absent. */
  clock?: () => Date;
}

declare module 'fastify' {
  interface FastifyInstance {
    /** A request over the real dataset for each operation. */
    examples: { operationId: string; example: string }[];
  }
}

/** Collects the examples of the routes that are registered from here on. */
const recordedRoutes = (app: FastifyInstance): FastifyInstance['examples'] => {
  const examples: FastifyInstance['examples'] = [];
  app.addHook('onRoute', ({ method, schema, config }) => {
    if (method === 'GET' && schema?.operationId !== undefined && config?.example !== undefined) {
      examples.push({ operationId: schema.operationId, example: config.example });
    }
  });
  return examples;
};

const dayMs = 86_400_000;

/** The day of a clock in UTC, for which most requests ask more than once: written anew once it is over. */
const keptForTheDay = (clock: () => Date): (() => string) => {
  let [begun, day] = [Number.NaN, ''];
  return () => {
    const now = clock();
    const elapsed = now.getTime() - begun;
    if (!(elapsed >= 0 && elapsed < dayMs)) {
      day = dayOf(now);
      begun = Date.parse(day);
    }
    return day;
  };
};

const bodyBytesMax = 1_048_576;
const headerBytesMax = 32_768;
const requestTimeoutMs = 30_000;
const readyAnswerBytesMax = 64 * 1_048_576;

/** Answers what Node could not even parse, in the form of every other error. */
const answerUnparsed = (error: NodeJS.ErrnoException, socket: Socket): void => {
  if (error.code === 'ECONNRESET' || !socket.writable) return;
  const problem =
    error.code === 'HPE_HEADER_OVERFLOW'
      ? new Problem('headers-too-large', `The head of the request is larger than ${headerBytesMax} bytes.`)
      : new Problem('invalid-request', 'The request is not valid HTTP.');
  const body = JSON.stringify(problemBody(problem, `urn:request:${randomUUID()}`));
  const phrase = problem.statusCode === 431 ? 'Request Header Fields Too Large' : 'Bad Request';
  socket.end(
    `HTTP/1.1 ${problem.statusCode} ${phrase}\r\nContent-Type: application/problem+json; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
  );
};

/** Builds the application over an open database: plugins, then routes. It listens to nothing yet, and closes nothing but itself. */
export const buildApp = async ({ config, database: unobserved, logger = false, clock = () => new Date() }: AppOptions) => {
  const metrics = createMetrics();
  const database = metrics.observed(unobserved);
  const app = Fastify({
    logger,
    trustProxy: config.trustProxy,
    bodyLimit: bodyBytesMax,
    requestTimeout: requestTimeoutMs,
    // A request on a connection that is still open when the server begins to close is answered as any other.
    return503OnClosing: false,
    http: { maxHeaderSize: headerBytesMax },
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: true },
    genReqId: () => randomUUID(),
    clientErrorHandler: answerUnparsed,
    frameworkErrors: (error, request, reply) => {
      sendProblem(request, reply, problemOf(error));
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validateByZod);
  // Answers are written by the services; what is left to serialise is small. Tests hold every answer to its schema.
  app.setSerializerCompiler(() => (data) => JSON.stringify(data));
  registerErrors(app);
  app.decorate('examples', recordedRoutes(app));
  app.decorateRequest('apiKey', null);
  const today = keptForTheDay(clock);
  const authenticate = createAuthentication(database, today);
  metricsRoutes(app, metrics, database);
  await registerSecurity(app, config, async (request) => {
    request.apiKey = await authenticate(request);
    return request.apiKey;
  });
  await registerOpenApi(app, config.publicUrl);
  const readable = pinnable({ database, moneyFacts: createMoneyFacts(database, today), today });
  const answers = createReadyAnswers({
    bytesMax: readyAnswerBytesMax,
    changeToken: () => `${readable.database.changeToken()} ${readable.today()}`,
    onOutcome: metrics.noteCache,
  });
  const releases = createReleases(config.dataDir);
  app.addHook('onClose', () => releases.close());
  const downloads = createDownloads(join(config.dataDir, 'downloads'));
  app.addHook('preClose', async () => downloads.close());
  const exports = createExports({ database, folder: join(config.dataDir, 'exports') });
  app.addHook('preClose', () => exports.close());
  const context = { ...readable, answers, downloads, publicUrl: config.publicUrl };
  await app.register(async (scope) => {
    const typed = scope.withTypeProvider<ZodTypeProvider>();
    requireAcceptable(typed);
    registerPinning(typed, releases, readable.today);
    sendKeptFirst(typed, answers);
    dataRoutes(typed, context);
  });
  await app.register(async (scope) => writeRoutes(scope.withTypeProvider<ZodTypeProvider>(), { database, clock }));
  await app.register(async (scope) => importRoutes(scope.withTypeProvider<ZodTypeProvider>(), { database, clock }));
  await app.register(async (scope) => {
    const typed = scope.withTypeProvider<ZodTypeProvider>();
    requireAcceptable(typed);
    releaseRoutes(typed, context, releases);
    healthRoutes(typed, context);
  });
  for (const register of [graphRoutes, citationRoutes]) {
    await app.register(async (scope) => {
      const typed = scope.withTypeProvider<ZodTypeProvider>();
      registerPinning(typed, releases, readable.today);
      register(typed, context);
    });
  }
  await app.register(async (scope) => changeStreamRoutes(scope.withTypeProvider<ZodTypeProvider>(), { ...context, database }));
  const allowPrivate = config.webhookAllowPrivate;
  await app.register(async (scope) => webhookRoutes(scope.withTypeProvider<ZodTypeProvider>(), { database, clock, allowPrivate }));
  const deliverer = createDeliverer({ database, clock, allowPrivate, log: app.log });
  app.addHook('onListen', async () => deliverer.start());
  app.addHook('preClose', () => deliverer.stop());
  await app.register(async (scope) => exportRoutes(scope.withTypeProvider<ZodTypeProvider>(), withReleases(exports, releases)));
  feedRoutes(app, context);
  await app.register(documentation);
  openApiRoutes(app);
  return app;
};
