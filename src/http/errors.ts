import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import findMyWay from 'find-my-way';
import { Moved, sendMoved } from './moved.ts';
import { Problem, type ProblemName, problemBody, problemTypes } from './problems.ts';
import { partsOfTarget } from './target.ts';

/** The framework's own errors, by their codes. */
const frameworkProblems: Readonly<Record<string, ProblemName>> = {
  FST_ERR_BAD_URL: 'invalid-request',
  FST_ERR_CTP_BODY_TOO_LARGE: 'content-too-large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported-media-type',
};

const problemByStatus = (status: number): ProblemName => {
  const names = Object.keys(problemTypes) as ProblemName[];
  return names.find((name) => problemTypes[name].status === status) ?? (status < 500 ? 'invalid-request' : 'internal-error');
};

/** The failures of the database that pass by themselves, by their names: errors know nothing of engines here. */
const unavailableDetails: Readonly<Record<string, string>> = {
  WriteQueueFull: 'The database is busy with another write.',
  DatabaseUnavailable: 'The database cannot be reached at the moment.',
};

/** The problem that a client is told for an error. What is our own fault says nothing of the inside. */
export const problemOf = (error: unknown): Problem => {
  if (error instanceof Problem) return error;
  const { code = '', statusCode = 500, message = '' } = error as Partial<FastifyError>;
  const unavailable = error instanceof Error ? unavailableDetails[error.name] : undefined;
  if (unavailable !== undefined) {
    const { retryAfterSeconds = 5 } = error as { retryAfterSeconds?: number };
    return new Problem('unavailable', unavailable, { headers: { 'retry-after': String(retryAfterSeconds) } });
  }
  const known = frameworkProblems[code];
  if (known !== undefined) return new Problem(known, message);
  if (statusCode >= 400 && statusCode < 500) return new Problem(problemByStatus(statusCode), message);
  return new Problem('internal-error', 'The server failed to answer. The failure was logged under the instance of this problem.');
};

/** Sends a problem (RFC 9457). Problems are never kept by caches. */
export const sendProblem = (request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply =>
  reply
    .code(problem.statusCode)
    .headers({ 'cache-control': 'no-store', ...problem.headers })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(problem, `urn:request:${request.id}`)));

/** Answers every error of the routes and of the framework as a problem, and tells 404 from 405. */
export const registerErrors = (app: FastifyInstance): void => {
  const router = findMyWay();
  const methods = new Set<string>();
  app.addHook('onRoute', ({ method, url }) => {
    // The answer to preflights stands everywhere, and makes no address exist.
    if (url === '*') return;
    for (const one of [method].flat()) {
      methods.add(one);
      if (!router.hasRoute(one as never, url)) router.on(one as never, url, () => undefined);
    }
  });

  app.setErrorHandler(async (error, request, reply) => {
    if (error instanceof Moved) return sendMoved(request, reply, error);
    const problem = await app.limitRefusals(request, problemOf(error));
    if (problem.statusCode >= 500) request.log.error({ err: error }, 'request failed');
    return sendProblem(request, reply, problem);
  });

  app.setNotFoundHandler((request, reply) => {
    const { path } = partsOfTarget(request.url);
    const allowed = [...methods].filter((method) => router.find(method as never, path) !== null);
    if (allowed.length > 0) {
      const allow = [...new Set([...allowed, 'OPTIONS'])].sort().join(', ');
      const problem = new Problem('method-not-allowed', `${request.method} is not allowed here; ${allow} are.`, { headers: { allow } });
      return sendProblem(request, reply, problem);
    }
    return sendProblem(request, reply, new Problem('not-found', `Nothing stands at ${path}. See /v1 for what there is.`));
  });
};
