import type { Change, Operations } from '../../openapi/types.ts';
import { RoundtripProblem, UnexpectedResponse } from './problems.ts';

export type * from '../../openapi/types.ts';
export { RoundtripProblem, UnexpectedResponse };

/** An operation, such as `GET /v1/deals`. */
export type Operation = keyof Operations;
/** The path of an operation that reads, such as `/v1/deals/{id}`. */
export type ReadPath = Operation extends infer O ? (O extends `GET ${infer Path}` ? Path : never) : never;
type IsOptional<T> = Partial<T> extends T ? true : false;
/** The parameters of an operation. A required one cannot be left out; null or undefined leaves out any other, and also a default. */
export type Parameters<O extends Operation> = {
  [Name in keyof Operations[O]['parameters']]: IsOptional<Pick<Operations[O]['parameters'], Name>> extends true
    ? Operations[O]['parameters'][Name] | null | undefined
    : Operations[O]['parameters'][Name];
};
/** What an operation returns. */
export type Answer<O extends Operation> = Operations[O]['answer'];
/** The path of a list that is read in pages. */
export type ListPath = {
  [Path in ReadPath]: Operations[`GET ${Path}`] extends {
    parameters: { cursor?: string };
    answer: { data: readonly unknown[]; page: { next: string | null } };
  }
    ? Path
    : never;
}[ReadPath];
/** An item of a list. */
export type Item<Path extends ListPath> = Answer<`GET ${Path}`>['data'][number];
/** What an operation accepts as its body. */
export type Body<O extends Operation> = Operations[O] extends { body: infer B } ? B : string | undefined;

/** Parameters can be left out if none is required. */
type Arguments<O extends Operation, Options> =
  IsOptional<Operations[O]['parameters']> extends true
    ? [parameters?: Parameters<O>, options?: Options]
    : [parameters: Parameters<O>, options?: Options];

/** Settings of a client. */
export interface ClientOptions {
  /** Address of the server. It may have a path. */
  baseUrl: string;
  /** API key. Reading needs none. It is sent to the server at `baseUrl` only. */
  key?: string | undefined;
  /** The day as of which to read, such as `2025-12-31`, unless a request sets `asOf` itself. */
  asOf?: string | undefined;
  /** The release to read from, unless a request sets `dataVersion` itself. */
  dataVersion?: string | undefined;
  /** How often to repeat a request after 429, 503 or a broken connection. 3 by default. */
  retries?: number | undefined;
  /** The longest time to wait before repeating a request, in seconds. If the server asks for more, the request fails. 60 by default. */
  maxWait?: number | undefined;
  /** The time limit of each attempt, in seconds. 60 by default. */
  timeout?: number | undefined;
  /** How many responses to keep in memory and reuse if they have not changed. 50 by default; 0 in browsers, which do it themselves. */
  cacheSize?: number | undefined;
}

/** Options of a request. */
export interface RequestOptions {
  /** Cancels the request, and any wait before it is repeated. */
  signal?: AbortSignal | undefined;
  /** Further headers, such as `If-Match` or `Idempotency-Key`. */
  headers?: Record<string, string> | undefined;
}

/** Options of the change feed. */
export interface ChangeOptions extends RequestOptions {
  /** The sequence number of the last change that you have. 0, the default, starts from the beginning. */
  since?: number | undefined;
  /** Asks for new changes after this many seconds, and never ends. By default, ends with the newest change. */
  every?: number | undefined;
  /** The number of changes to request at once. 1,000 by default. */
  limit?: number | undefined;
}

const sleep = (seconds: number, signal: AbortSignal | undefined): Promise<void> =>
  new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const stop = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop);
      resolve();
    }, seconds * 1_000);
    signal?.addEventListener('abort', stop, { once: true });
  });

const toPathSegment = (name: string, value: unknown): string => {
  // URLs resolve dots, so that the request would go to another path.
  if (typeof value !== 'string' || ['', '.', '..'].includes(value)) throw new RangeError(`The parameter "${name}" of the path is no id.`);
  return encodeURIComponent(value);
};

const isBrowser = 'document' in globalThis || 'importScripts' in globalThis;
const idempotentMethods = ['GET', 'HEAD', 'PUT', 'DELETE'];

/** A client of the Roundtrip API. */
export class Roundtrip {
  readonly #base: string;
  readonly #headers: Record<string, string>;
  readonly #defaults: { asOf: string | undefined; dataVersion: string | undefined };
  readonly #retries: number;
  readonly #maxWait: number;
  readonly #timeout: number;
  readonly #cacheSize: number;
  /** Responses by URL, the one that was used last at the end. */
  readonly #cache = new Map<string, { etag: string; text: string }>();

  constructor({ baseUrl, key, asOf, dataVersion, retries = 3, maxWait = 60, timeout = 60, cacheSize = isBrowser ? 0 : 50 }: ClientOptions) {
    const { origin, pathname } = new URL(baseUrl);
    this.#base = origin + pathname.replace(/\/+$/, '');
    this.#headers = {
      // Browsers name themselves, and would ask the server for permission to send another name.
      ...(!isBrowser && { 'user-agent': 'roundtrip-typescript' }),
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
    };
    this.#defaults = { asOf, dataVersion };
    this.#retries = retries;
    this.#maxWait = maxWait;
    this.#timeout = timeout;
    this.#cacheSize = cacheSize;
  }

  /** Returns the response of an operation that reads. */
  get<Path extends ReadPath>(
    path: Path,
    ...[parameters, options]: Arguments<`GET ${Path}`, RequestOptions>
  ): Promise<Answer<`GET ${Path}`>> {
    return this.#read(path, { ...this.#defaults, ...parameters }, options);
  }

  /** Yields the pages of a list. Each is requested when it is needed. To continue later, pass `page.next` of the last one as `cursor`. */
  async *pages<Path extends ListPath>(
    path: Path,
    ...[parameters, options]: Arguments<`GET ${Path}`, RequestOptions>
  ): AsyncGenerator<Answer<`GET ${Path}`>, void, undefined> {
    let cursor: string | null | undefined;
    do {
      const answer: Answer<`GET ${Path}`> = await this.#read(
        path,
        { ...this.#defaults, ...parameters, ...(cursor !== undefined && { cursor }) },
        options,
      );
      yield answer;
      cursor = answer.page.next;
    } while (cursor !== null);
  }

  /** Yields the items of a list, of all pages. */
  async *items<Path extends ListPath>(
    path: Path,
    ...rest: Arguments<`GET ${Path}`, RequestOptions>
  ): AsyncGenerator<Item<Path>, void, undefined> {
    for await (const { data } of this.pages(path, ...rest)) yield* data;
  }

  /** Yields the changes of the data after `since`, in order and without gaps. `asOf` and `dataVersion` of the client do not apply. */
  async *changes({ since = 0, every, limit = 1_000, ...options }: ChangeOptions = {}): AsyncGenerator<Change, void, undefined> {
    let next = since;
    for (;;) {
      const { data, page } = await this.#read<Answer<'GET /v1/changes'>>('/v1/changes', { since: next, limit }, options);
      yield* data;
      next = page.nextSince ?? data.at(-1)?.sequence ?? next;
      if (page.nextSince !== null) continue;
      if (every === undefined) return;
      await sleep(every, options.signal);
    }
  }

  /** Sends an operation with a body, such as a write. It is not repeated if it may have been carried out, unless that does no harm. */
  async send<O extends Operation>(
    operation: O,
    parameters: Parameters<O>,
    body?: Body<O>,
    { signal, headers }: RequestOptions = {},
  ): Promise<Answer<O>> {
    const [method = '', path = ''] = operation.split(' ');
    const content =
      body === undefined
        ? {}
        : typeof body === 'string'
          ? { type: 'application/x-ndjson', body }
          : { type: 'application/json', body: JSON.stringify(body) };
    const text = await this.#request(this.#url(path, parameters), { method, signal, headers, ...content }, (response) => response.text());
    return (text === '' ? undefined : JSON.parse(text)) as Answer<O>;
  }

  /** Returns the response itself, with its body unread: for CSV, NDJSON, files of `/v1/exports` and streams. Its status is 2xx. */
  response(path: string, parameters: Record<string, unknown> = {}, options: RequestOptions = {}): Promise<Response> {
    return this.#request(
      this.#url(path, { ...this.#defaults, ...parameters }),
      { method: 'GET', ...options },
      async (response) => response,
    );
  }

  /** Builds a URL: replaces `{name}` in the path, and adds the other parameters to the query. */
  #url(path: string, parameters: Record<string, unknown>): string {
    if (!path.startsWith('/')) throw new RangeError(`The path must start with a slash, but is "${path}".`);
    const query = new Map(Object.entries(parameters));
    const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = query.get(name);
      query.delete(name);
      return toPathSegment(name, value);
    });
    const pairs = [...query]
      .filter(([, value]) => value !== undefined && value !== null)
      .map(
        ([name, value]) =>
          `${name}=${[value]
            .flat()
            .map((one) => encodeURIComponent(String(one)))
            .join(',')}`,
      );
    const separator = filled.includes('?') ? '&' : '?';
    return this.#base + filled + (pairs.length === 0 ? '' : separator + pairs.join('&'));
  }

  /** Requests JSON. A response that was received before is reused if it has not changed. */
  async #read<T>(path: string, parameters: Record<string, unknown>, { signal, headers }: RequestOptions = {}): Promise<T> {
    const url = this.#url(path, parameters);
    const cached = this.#cache.get(url);
    const init = {
      method: 'GET',
      signal,
      headers: { accept: 'application/json', ...(cached !== undefined && { 'if-none-match': cached.etag }), ...headers },
    };
    return this.#request(url, init, async (response) => {
      const text = response.status === 304 ? (cached?.text ?? '') : await response.text();
      const etag = response.headers.get('etag') ?? cached?.etag;
      let content: T;
      try {
        content = JSON.parse(text);
      } catch {
        throw new UnexpectedResponse(`The response of ${url} is not JSON: ${text.slice(0, 100)}`);
      }
      if (etag !== undefined) this.#remember(url, { etag, text });
      return content;
    });
  }

  #remember(url: string, response: { etag: string; text: string }): void {
    this.#cache.delete(url);
    this.#cache.set(url, response);
    for (const oldest of this.#cache.keys()) {
      if (this.#cache.size <= this.#cacheSize) return;
      this.#cache.delete(oldest);
    }
  }

  /** Sends a request, and repeats it as long as that can help. `read` reads the body, so that a connection that breaks there counts. */
  async #request<T>(
    url: string,
    { method, signal, headers, type, body }: RequestOptions & { method: string; type?: string; body?: string },
    read: (response: Response) => Promise<T>,
  ): Promise<T> {
    const sent = new Headers({ ...this.#headers, ...(type !== undefined && { 'content-type': type }), ...headers });
    const isRepeatable = idempotentMethods.includes(method) || sent.has('idempotency-key');
    for (let attempt = 0; ; attempt += 1) {
      const deadline = new AbortController();
      const expire = () => deadline.abort(new DOMException(`No response within ${this.#timeout} seconds.`, 'TimeoutError'));
      const timer = setTimeout(expire, this.#timeout * 1_000);
      try {
        const response = await fetch(url, {
          method,
          headers: sent,
          signal: signal === undefined ? deadline.signal : AbortSignal.any([signal, deadline.signal]),
          ...(body !== undefined && { body }),
        });
        if (!response.ok && response.status !== 304) throw new RoundtripProblem(response, await response.text());
        return await read(response);
      } catch (error) {
        const wait = attempt < this.#retries ? this.#waitAfter(error, attempt, isRepeatable) : undefined;
        if (wait === undefined) throw error;
        await sleep(wait, signal);
      } finally {
        clearTimeout(timer);
      }
    }
  }

  /** Returns how many seconds to wait before repeating a request, at random so that clients do not return at once, or undefined. */
  #waitAfter(error: unknown, attempt: number, isRepeatable: boolean): number | undefined {
    const backoff = Math.min(this.#maxWait, 0.5 * 2 ** attempt) * (0.5 + Math.random() / 2);
    // `fetch` rejects with a TypeError if the connection fails.
    if (!(error instanceof RoundtripProblem)) return isRepeatable && error instanceof TypeError ? backoff : undefined;
    // After a 429, nothing was done. After a 503, a write may have been.
    if (error.status !== 429 && !(error.status === 503 && isRepeatable)) return undefined;
    if (error.retryAfter === undefined) return backoff;
    return error.retryAfter > this.#maxWait ? undefined : error.retryAfter * (1 + Math.random() / 10);
  }
}
