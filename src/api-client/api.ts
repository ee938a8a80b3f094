import { setMaxListeners } from 'node:events';
import type { App } from '../http/routes.ts';

/** A problem document that the API returned. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: readonly { parameter?: string | undefined; message: string; didYouMean?: string | undefined }[];
}

/** An error of the API. Pages and tools show it in words. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: ProblemDocument;
  readonly headers: Readonly<Record<string, string>>;
  /** The id in the path that was requested, if any. */
  readonly requestedId: string | undefined;
  constructor(problem: ProblemDocument, headers: Readonly<Record<string, string>>, url = '') {
    super(problem.detail);
    this.problem = problem;
    this.headers = headers;
    this.requestedId = /^\/v1\/[a-z-]+\/([^/?]+)/.exec(url)?.[1];
  }

  /** The current id of the record that was requested by an old one. */
  get currentId(): string | undefined {
    return /\/([^/?]+)(\?.*)?$/.exec(this.headers.location ?? '')?.[1];
  }
}

/** The parts that every response of the API has. */
interface Envelope {
  meta: { dataVersion: string };
}

/** Values of query parameters. Undefined ones are left out. */
export type Parameters = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Formats a path and its parameters as a URL. */
export const toUrl = (path: string, parameters: Parameters = {}): string => {
  const pairs = Object.entries(parameters).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [`${name}=${encodeURIComponent(String(value)).replaceAll('%2C', ',')}`],
  );
  return pairs.length === 0 ? path : `${path}?${pairs.join('&')}`;
};

/** Reads one response of the API. */
export type Read = <Answer extends Envelope>(path: string, parameters?: Parameters) => Promise<Answer>;

/**
 * Waits for all responses. If `first` fails, this fails with its error. Every request with the former id of a record fails, but only that
 * for the record itself names its current id.
 */
export const readFirst = async <First, Others>(first: Promise<First>, others: Promise<Others>): Promise<[First, Others]> => {
  others.catch(() => undefined);
  return [await first, await others];
};

/** Headers of an error that are passed on. */
const passedHeaders = ['retry-after', 'location'];

/** How often responses are read again because a write came in between two of them. */
const maxAttempts = 10;

/** A response of the API before it is parsed. */
interface RawResponse {
  status: number;
  header: (name: string) => string | undefined;
  body: string;
}

/** Sends one GET request to the API. */
export type Send = (url: string, signal: AbortSignal) => Promise<RawResponse>;

/** Sends requests inside the process, to the routes of the application itself. */
export const sendInside =
  (app: App): Send =>
  async (url, signal) => {
    const { statusCode, headers, payload } = await app.inject({ url, signal });
    return { status: statusCode, header: (name) => headers[name]?.toString(), body: payload };
  };

/** Sends requests to another server. */
export const sendTo =
  (baseUrl: string): Send =>
  async (url, signal) => {
    const unreachable = (detail: string) => new ApiError({ type: '', title: 'No answer', status: 502, detail }, {});
    const response = await fetch(`${baseUrl}${url}`, { signal, headers: { accept: 'application/json' }, redirect: 'manual' }).catch(
      () => undefined,
    );
    if (response === undefined) throw unreachable(`${baseUrl} cannot be reached.`);
    if (!response.headers.get('content-type')?.includes('json'))
      throw unreachable(`${baseUrl} answered ${response.status} without JSON. Is it a server of this API?`);
    return { status: response.status, header: (name) => response.headers.get(name) ?? undefined, body: await response.text() };
  };

const request = async <Answer>(send: Send, url: string, signal: AbortSignal): Promise<Answer> => {
  const { status, header, body } = await send(url, signal);
  if (status === 200) return JSON.parse(body) as Answer;
  const headers = Object.fromEntries(passedHeaders.map((name) => [name, header(name)]).filter(([, value]) => value !== undefined));
  if (header('location') !== undefined)
    throw new ApiError({ type: '', title: 'Moved', status, detail: 'The record has another id.' }, headers, url);
  throw new ApiError(JSON.parse(body) as ProblemDocument, headers, url);
};

/**
 * Loads responses of the API, all of the same version of the data. A write between two of them would mix versions, so they are read
 * again.
 *
 * @param state The as-of day and the data version, which apply to each request.
 */
export const loadConsistently = async <Data>(
  send: Send,
  state: { asOf?: string | undefined; dataVersion?: string | undefined },
  signal: AbortSignal,
  load: (read: Read) => Promise<Data>,
): Promise<Data> => {
  // Each pending request listens to the signal. Node warns of more than ten listeners by default.
  setMaxListeners(0, signal);
  for (let attempt = 1; ; attempt += 1) {
    const versions = new Set<string>();
    const read: Read = async <Answer extends Envelope>(path: string, parameters: Parameters = {}) => {
      const answer = await request<Answer>(
        send,
        toUrl(path, { ...parameters, ...(!('asOf' in parameters) && { asOf: state.asOf }), dataVersion: state.dataVersion }),
        signal,
      );
      versions.add(answer.meta.dataVersion);
      return answer;
    };
    const data = await load(read);
    if (versions.size <= 1) return data;
    if (attempt === maxAttempts)
      throw new ApiError(
        { type: '', title: 'Service unavailable', status: 503, detail: 'The data are changing. Try again.' },
        { 'retry-after': '1' },
      );
  }
};
