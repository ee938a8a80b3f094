import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { Problem, type ProblemName, problemBody, problemTypes } from './problems.ts';
import { lingerMs } from './request-limits.ts';

/** What a route says about bodies. */
export interface BodyLimits {
  mediaTypes?: readonly string[] | undefined;
  bodyLimit: number;
}

/** Maps the codes of Fastify's own errors to problems. */
const frameworkProblems: Readonly<Record<string, (limits: BodyLimits) => Problem>> = {
  FST_ERR_BAD_URL: () =>
    new Problem('invalid-request', 'The path is not valid: write each "%" as "%25", unless two hexadecimal digits follow it.'),
  FST_ERR_CTP_BODY_TOO_LARGE: ({ bodyLimit }) =>
    new Problem('content-too-large', `The body is larger than ${bodyLimit.toLocaleString('en')} bytes.`),
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ({ mediaTypes = ['application/json'] }) =>
    new Problem('unsupported-media-type', `The Content-Type of the body must be ${mediaTypes.join(' or ')}.`),
  FST_ERR_CTP_INVALID_JSON_BODY: () =>
    new Problem('invalid-request', 'The body is not valid JSON, or has a key that is not allowed ("__proto__" or "constructor").'),
};

const problemByStatus = (status: number): ProblemName => {
  const names = Object.keys(problemTypes) as ProblemName[];
  return names.find((name) => problemTypes[name].status === status) ?? (status < 500 ? 'invalid-request' : 'internal-error');
};

/** Maps database errors to the detail of a 503. Keyed by error name, so that this folder does not import the database. */
const unavailableDetails: Readonly<Record<string, string>> = {
  WriteQueueFull: 'The database is busy with another write. Try again in a few seconds.',
  DatabaseUnavailable: 'The database cannot be reached.',
  StorageFull: 'The disk of the server is full. Nothing was written.',
};

/** Converts an error to a problem. Hides the details of internal errors. */
export const toProblem = (error: unknown, limits: BodyLimits): Problem => {
  if (error instanceof Problem) return error;
  const { code = '', statusCode = 500, message = '' } = error as Partial<FastifyError>;
  const unavailable = error instanceof Error ? unavailableDetails[code === 'ENOSPC' ? 'StorageFull' : error.name] : undefined;
  if (unavailable !== undefined) {
    const { retryAfterSeconds = 5 } = error as { retryAfterSeconds?: number };
    return new Problem('unavailable', unavailable, { headers: { 'retry-after': String(retryAfterSeconds) } });
  }
  const known = frameworkProblems[code];
  if (known !== undefined) return known(limits);
  if (statusCode >= 400 && statusCode < 500) return new Problem(problemByStatus(statusCode), message);
  return new Problem('internal-error', 'An unexpected error occurred. The log has the details under the `instance` of this problem.');
};

/** A smaller rest of a body is read and ignored, so that the connection stays usable. */
const ignoredBytesMax = 65_536;

/** Cuts off an upload that is refused before its body was read. Node would read all of it and throw it away. */
const cutOffUpload = ({ raw, headers }: FastifyRequest, reply: FastifyReply): void => {
  const isLarge = Number(headers['content-length'] ?? 0) > ignoredBytesMax || headers['transfer-encoding'] !== undefined;
  if (!isLarge || raw.readableEnded) return;
  reply.header('connection', 'close');
  reply.raw.once('finish', () => setTimeout(() => raw.destroy(), lingerMs).unref());
};

/** Sends a problem document (RFC 9457) with `Cache-Control: no-store`. */
export const sendProblem = (request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply => {
  cutOffUpload(request, reply);
  return reply
    .code(problem.statusCode)
    .headers({ 'cache-control': 'no-store', ...problem.headers })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemBody(problem, `urn:request:${request.id}`)));
};
