import type { Problem, ProblemDetail } from '../../openapi/types.ts';

/** An error that the API returned (RFC 9457). */
export class RoundtripProblem extends Error implements Problem {
  override readonly name = 'RoundtripProblem';
  readonly status: number;
  readonly type: string;
  readonly title: string;
  /** What is wrong with this request. */
  readonly detail: string;
  readonly instance: string;
  /** The individual errors, by parameter or by place in the body. */
  readonly errors: ProblemDetail[];
  /** The number of seconds after which the server wants to be asked again. */
  readonly retryAfter: number | undefined;

  constructor(response: Response, text: string) {
    const { type = 'about:blank', title = response.statusText, detail = '', instance = '', errors = [] } = parseProblem(text);
    super(detail || title || `status ${response.status}`);
    this.status = response.status;
    this.type = type;
    this.title = title;
    this.detail = detail;
    this.instance = instance;
    this.errors = errors;
    this.retryAfter = parseRetryAfter(response.headers.get('retry-after'));
  }
}

/** A response that is not JSON. Something other than the API has answered, such as the login page of a network. */
export class UnexpectedResponse extends Error {
  override readonly name = 'UnexpectedResponse';
}

/** Parses a problem document. Gateways in front of the server return other errors, which have none. */
const parseProblem = (text: string): Partial<Problem> => {
  try {
    return Object(JSON.parse(text)) as Partial<Problem>;
  } catch {
    return {};
  }
};

/** Parses `Retry-After`, which is a number of seconds or a date. */
const parseRetryAfter = (value: string | null): number | undefined => {
  if (value === null) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - Date.now()) / 1_000;
  return Number.isNaN(seconds) ? undefined : Math.max(0, seconds);
};
