/** The problem types (RFC 9457). Each has a page under `/docs/problems`. */
export const problemTypes = {
  'invalid-request': {
    status: 400,
    title: 'Invalid request',
    meaning:
      'A parameter or the body is invalid: an unknown name, an unknown value, an id that does not exist, or an impossible combination.',
    remedy: 'Read `errors`. Each entry names the parameter and says what is valid. If a similar value exists, `didYouMean` suggests it.',
  },
  'invalid-cursor': {
    status: 400,
    title: 'Invalid cursor',
    meaning: 'A cursor is bound to the list, sort and filters of the request that returned it. You cannot construct one by hand.',
    remedy: 'Start again without `cursor`. Then follow `page.next` or the `Link` header without changing other parameters.',
  },
  unauthorized: {
    status: 401,
    title: 'Unauthorized',
    meaning: 'The operation requires an API key, and the request has none or one that is malformed, unknown, expired or revoked.',
    remedy: 'Send `Authorization: Bearer <key>`. The operator of the server creates keys with `roundtrip keys create`.',
  },
  forbidden: {
    status: 403,
    title: 'Forbidden',
    meaning: 'The API key is valid, but its scope does not allow this operation; or a page of another origin called `/mcp`.',
    remedy: 'Use an API key with the scope that `detail` names. Add the origin of the page to `CORS_ORIGINS`.',
  },
  'not-found': {
    status: 404,
    title: 'Not found',
    meaning: 'No route or record matches the URL.',
    remedy: 'Start at `/v1`, or find a record by name with `/v1/search?q=`.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'Method not allowed',
    meaning: 'The URL exists but does not support the method.',
    remedy: 'Use one of the methods in the `Allow` header.',
  },
  'not-acceptable': {
    status: 406,
    title: 'Not acceptable',
    meaning: 'The `Accept` header excludes every media type that the URL offers.',
    remedy: 'Send `Accept: application/json`, or omit the header.',
  },
  'request-timeout': {
    status: 408,
    title: 'Request timeout',
    meaning: 'The headers or the body of the request did not arrive in time.',
    remedy: 'Send the request again, on a new connection. The limit is 30 seconds; split an import that takes longer.',
  },
  conflict: {
    status: 409,
    title: 'Conflict',
    meaning: 'The write would leave dangling references to a record, or it names a record by a former id.',
    remedy:
      'Read `errors`. Each entry names a record that refers to this one: change those records first. After a rename, `didYouMean` is the current id: repeat the write there.',
  },
  gone: {
    status: 410,
    title: 'Gone',
    meaning: 'The record was retracted.',
    remedy: 'See `/v1/{collection}/{id}/revisions` for who retracted it and when.',
  },
  'precondition-failed': {
    status: 412,
    title: 'Precondition failed',
    meaning: 'The record does not have the version that `If-Match` or `If-None-Match` requires. Someone else changed it in the meantime.',
    remedy:
      'Read the stored record again (`/v1/{collection}/{id}/record`), apply your change, and send it with the current ETag. `errors` lists the fields that changed since the version in `If-Match`, or those in which your record differs from the stored one.',
  },
  'content-too-large': {
    status: 413,
    title: 'Content too large',
    meaning: "The request body exceeds the server's limit.",
    remedy: 'Send less data per request. The limit is 1 MiB (64 MiB for imports).',
  },
  'uri-too-long': {
    status: 414,
    title: 'URI too long',
    meaning: "The path and query together exceed the server's limit.",
    remedy: 'Use fewer values per request. The limit is 4,096 characters.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'Unsupported media type',
    meaning: 'The operation does not accept the media type of the body.',
    remedy: 'Send a `Content-Type` that `detail` names: `application/json`, or `application/x-ndjson` for imports.',
  },
  'range-not-satisfiable': {
    status: 416,
    title: 'Range not satisfiable',
    meaning: 'The `Range` header requests bytes beyond the end of the file.',
    remedy: '`Content-Range` has the size of the file.',
  },
  unprocessable: {
    status: 422,
    title: 'Unprocessable content',
    meaning: 'The body is valid JSON but not a valid record: a field, a reference or an invariant is wrong.',
    remedy: 'Read `errors`. Each entry has a JSON Pointer into the body and says what is wrong. Nothing was written.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    meaning: 'The client exceeded its requests per minute.',
    remedy: 'Wait for the number of seconds in `Retry-After`. The `RateLimit` header says how many requests remain.',
  },
  'headers-too-large': {
    status: 431,
    title: 'Request header fields too large',
    meaning: "The request headers exceed the server's limit.",
    remedy: 'Send fewer or shorter headers, or a shorter URL. The limit is 32 KiB.',
  },
  'internal-error': {
    status: 500,
    title: 'Internal server error',
    meaning: 'An unexpected error occurred on the server.',
    remedy: 'Try again later. If the error persists, report the `instance`, which identifies the log entry.',
  },
  unavailable: {
    status: 503,
    title: 'Service unavailable',
    meaning:
      'The server is starting, stopping or waiting for its database; its disk is full; too many analyses are running; or this analysis took longer than 30 seconds. `detail` says which.',
    remedy:
      'Wait for the number of seconds in `Retry-After`, and try again. If an analysis took too long, narrow it down with filters, or lower `maxLength` or `samples`.',
  },
} as const;

export type ProblemName = keyof typeof problemTypes;

/** One error of a request. */
export interface ProblemDetail {
  /** The name of the invalid query or path parameter. */
  parameter?: string;
  /** A JSON Pointer (RFC 6901) to the invalid part of the body. */
  pointer?: string;
  message: string;
  /** The nearest valid value or name. */
  didYouMean?: string;
}

/** An error that is sent to the client as a problem document. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly type: ProblemName;
  // Not a getter, because Fastify assigns to `statusCode`.
  readonly statusCode: number;
  readonly errors: readonly ProblemDetail[] | undefined;
  readonly headers: Readonly<Record<string, string>>;
  constructor(
    type: ProblemName,
    detail: string,
    options: { errors?: readonly ProblemDetail[]; headers?: Readonly<Record<string, string>> } = {},
  ) {
    super(detail);
    this.type = type;
    this.statusCode = problemTypes[type].status;
    this.errors = options.errors;
    this.headers = options.headers ?? {};
  }
}

/** Creates the problem for a request with invalid parameters. */
export const invalidRequest = (errors: readonly ProblemDetail[]): Problem =>
  new Problem('invalid-request', errors.map(({ message }) => message).join(' '), { errors });

/** Maximum number of issues in a response. */
export const maxIssues = 1_000;

/** Creates the problem for an invalid body, with every issue. */
export const toUnprocessable = (issues: readonly ProblemDetail[]): Problem => {
  const rules = issues.length === 1 ? '1 error' : issues.length > maxIssues ? `more than ${maxIssues} errors` : `${issues.length} errors`;
  const rest = issues.length > maxIssues ? ` The first ${maxIssues} are listed.` : '';
  return new Problem('unprocessable', `The body is not valid: ${rules}.${rest}`, { errors: issues.slice(0, maxIssues) });
};

/** Returns the body of a problem document (RFC 9457). */
export const problemBody = (problem: Problem, instance: string) => ({
  type: `/docs/problems/${problem.type}`,
  title: problemTypes[problem.type].title,
  status: problem.statusCode,
  detail: problem.message,
  instance,
  ...(problem.errors !== undefined && { errors: problem.errors }),
});
