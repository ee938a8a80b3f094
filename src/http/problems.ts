/** The problem types (RFC 9457). Each has a page under `/docs/problems`. */
export const problemTypes = {
  'invalid-request': {
    status: 400,
    title: 'The request is not valid',
    meaning:
      'A parameter, or the body, is not what the operation takes: an unknown name, an unknown value, an id that does not exist, or a combination that cannot be.',
    remedy:
      'Read `errors`: each entry names the parameter, says what is valid, and where something near exists, what was probably meant (`didYouMean`).',
  },
  'invalid-cursor': {
    status: 400,
    title: 'The cursor does not belong here',
    meaning: 'A cursor is bound to the list, the sort and the filters that it came from, and cannot be made by hand.',
    remedy: 'Start again without `cursor`, and follow `page.next` or the `Link` header with nothing else changed.',
  },
  unauthorized: {
    status: 401,
    title: 'A key is needed',
    meaning: 'The operation needs a key, or the key that was sent is not accepted: it is malformed, unknown, expired or revoked.',
    remedy: 'Send `Authorization: Bearer <key>`. Whoever hosts the server makes keys with `roundtrip keys create`.',
  },
  forbidden: {
    status: 403,
    title: 'The key does not allow this',
    meaning: 'The key is accepted, but its scope does not hold this operation.',
    remedy: 'Use a key of the scope that `detail` names.',
  },
  'not-found': {
    status: 404,
    title: 'There is no such thing',
    meaning: 'No route, or no record, stands at this address.',
    remedy: 'See `/v1` for what there is, and `/v1/search?q=` to find a record by its name.',
  },
  'method-not-allowed': {
    status: 405,
    title: 'The method is not allowed here',
    meaning: 'The address exists, but does not take this method.',
    remedy: 'The `Allow` header lists the methods that it takes.',
  },
  'not-acceptable': {
    status: 406,
    title: 'No acceptable representation',
    meaning: 'The `Accept` header leaves out everything that this address can answer with.',
    remedy: 'Accept `application/json`, or leave the header out.',
  },
  conflict: {
    status: 409,
    title: 'Other records stand in the way',
    meaning: 'The write would leave references to a record that is no longer there.',
    remedy: 'Read `errors`: each entry names a record that refers to it. Change these first.',
  },
  gone: {
    status: 410,
    title: 'The record was retracted',
    meaning: 'There was such a record, and it was taken back.',
    remedy: 'Its revisions say when and by whom: `/v1/{collection}/{id}/revisions`.',
  },
  'precondition-failed': {
    status: 412,
    title: 'The record is not in the state that was expected',
    meaning: 'If-Match or If-None-Match asks for a version that the record does not have: somebody else wrote meanwhile.',
    remedy: 'Read the record again (`view=record`), apply the change to it, and send it with its present ETag.',
  },
  'content-too-large': {
    status: 413,
    title: 'The body is too large',
    meaning: 'The body of the request is over the limit of the server.',
    remedy: 'Send less at a time. The limit is 1 MiB.',
  },
  'uri-too-long': {
    status: 414,
    title: 'The address is too long',
    meaning: 'The path and query together are over the limit of the server.',
    remedy: 'Ask with fewer values at a time. The limit is 4,096 characters.',
  },
  'unsupported-media-type': {
    status: 415,
    title: 'The media type is not supported',
    meaning: 'The body is of a type that this operation does not take.',
    remedy: 'Send `Content-Type: application/json`.',
  },
  'range-not-satisfiable': {
    status: 416,
    title: 'The range lies outside of the file',
    meaning: 'The `Range` header asks for bytes that the file does not have.',
    remedy: '`Content-Range` says how many bytes there are.',
  },
  unprocessable: {
    status: 422,
    title: 'The record breaks a rule',
    meaning: 'The body is valid JSON, but no valid record: a field, a reference or an invariant of the format is wrong.',
    remedy: 'Read `errors`: each entry points to a place in the body (JSON Pointer) and says what is wrong there. Nothing was written.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    meaning: 'This client has used up its requests of the current minute.',
    remedy: 'Wait for as many seconds as `Retry-After` says. The `RateLimit` header tells with every answer how many are left.',
  },
  'headers-too-large': {
    status: 431,
    title: 'The headers are too large',
    meaning: 'The head of the request is over the limit of the server.',
    remedy: 'Send fewer or shorter headers, or a shorter address. The limit is 32 KiB.',
  },
  'internal-error': {
    status: 500,
    title: 'The server failed',
    meaning: 'Something went wrong that is not the fault of the request.',
    remedy: 'Try again later. Where it lasts, report the `instance`, by which the log tells what happened.',
  },
  unavailable: {
    status: 503,
    title: 'Not available at the moment',
    meaning:
      'The server is starting, stopping, or waits for its database; or too many analyses are running, or this one took longer than 30 seconds. `detail` says which.',
    remedy:
      'Try again after as many seconds as `Retry-After` says. Where an analysis took too long, narrow it down with filters, or lower `maxLength` or `samples`.',
  },
} as const;

export type ProblemName = keyof typeof problemTypes;

/** One issue of a request. */
export interface ProblemDetail {
  /** The query or path parameter of the issue. */
  parameter?: string;
  /** The place of the issue in the body (JSON Pointer, RFC 6901). */
  pointer?: string;
  message: string;
  /** The nearest valid value or name. */
  didYouMean?: string;
}

/** An error that the client gets as a problem document. */
export class Problem extends Error {
  override readonly name = 'Problem';
  readonly type: ProblemName;
  // A property and not a getter, because Fastify assigns to it.
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

/** Builds the problem for a request with invalid parameters. */
export const invalidRequest = (errors: readonly ProblemDetail[]): Problem =>
  new Problem('invalid-request', errors.map(({ message }) => message).join(' '), { errors });

/** Builds a problem document (RFC 9457). */
export const problemBody = (problem: Problem, instance: string) => ({
  type: `/docs/problems/${problem.type}`,
  title: problemTypes[problem.type].title,
  status: problem.statusCode,
  detail: problem.message,
  instance,
  ...(problem.errors !== undefined && { errors: problem.errors }),
});
