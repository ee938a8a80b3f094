import type { App } from '../http/routes.ts';

/** A problem document that the API returned to a page. */
export interface ProblemDocument {
  type: string;
  title: string;
  status: number;
  detail: string;
  errors?: readonly { message: string; didYouMean?: string | undefined }[];
}

/** An error of the API. The page shows it in words, with the same status. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  readonly problem: ProblemDocument;
  readonly headers: Readonly<Record<string, string>>;
  constructor(problem: ProblemDocument, headers: Readonly<Record<string, string>>) {
    super(problem.detail);
    this.problem = problem;
    this.headers = headers;
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

/** Headers of an error that a page passes on. */
const passedHeaders = ['retry-after', 'location'];

/** How often a page is read again because a write came in between two of its responses. */
const maxAttempts = 3;

const request = async <Answer>(app: App, url: string, signal: AbortSignal): Promise<Answer> => {
  const response = await app.inject({ url, signal, headers: { accept: 'application/json' } });
  if (response.statusCode === 200) return JSON.parse(response.payload) as Answer;
  const headers = Object.fromEntries(
    passedHeaders.flatMap((name) => (response.headers[name] === undefined ? [] : [[name, String(response.headers[name])]])),
  );
  if (response.headers.location !== undefined)
    throw new ApiError({ type: '', title: 'Moved', status: response.statusCode, detail: 'The record has another id.' }, headers);
  throw new ApiError(JSON.parse(response.payload) as ProblemDocument, headers);
};

/**
 * Loads the responses of a page, all of the same version of the data. The requests stay inside the process and are answered by the
 * routes of the API, so a page shows what the API returns. A write between two of them would mix versions, so they are read again.
 *
 * @param state The as-of day and the data version of the page, which apply to each request.
 */
export const loadConsistently = async <Data>(
  app: App,
  state: { asOf?: string | undefined; dataVersion?: string | undefined },
  signal: AbortSignal,
  load: (read: Read) => Promise<Data>,
): Promise<Data> => {
  for (let attempt = 1; ; attempt += 1) {
    const versions = new Set<string>();
    const read: Read = async <Answer extends Envelope>(path: string, parameters: Parameters = {}) => {
      const answer = await request<Answer>(
        app,
        toUrl(path, { ...parameters, ...(!('asOf' in parameters) && { asOf: state.asOf }), dataVersion: state.dataVersion }),
        signal,
      );
      versions.add(answer.meta.dataVersion);
      return answer;
    };
    const data = await load(read);
    if (versions.size <= 1 || attempt === maxAttempts) return data;
  }
};
