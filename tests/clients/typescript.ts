import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import { type ClientOptions, Roundtrip, RoundtripProblem, UnexpectedResponse } from '../../clients/typescript/client.ts';
import { Webhook } from '../../clients/typescript/webhooks.ts';
import type { RecordedRequest } from './gateway.ts';
import type { Surroundings } from './servers.ts';

/** A test of a behaviour. `name` is unique to the behaviour. */
type Behaviour = (surroundings: Surroundings, name: string) => Promise<void>;

const connect = ({ gateway }: Surroundings, name: string, options: Partial<ClientOptions> = {}, disturbance = 'pass'): Roundtrip =>
  new Roundtrip({ baseUrl: `${gateway}/${disturbance}/${name}`, ...options });

const ask = async <T>({ gateway }: Surroundings, path: string): Promise<T> => (await (await fetch(gateway + path)).json()) as T;
const recorded = (surroundings: Surroundings, name: string) => ask<RecordedRequest[]>(surroundings, `/recorded/${name}`);
const write = (surroundings: Surroundings, id: string) => ask<{ sequence: number }>(surroundings, `/control/write/${id}`);

const collect = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
  const collected: T[] = [];
  for await (const item of items) collected.push(item);
  return collected;
};

/** Returns the problem with which a request fails. */
const problemOf = async (request: Promise<unknown>): Promise<RoundtripProblem> => {
  const error = await request.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof RoundtripProblem)) throw new Error(`Expected a problem, but got ${String(error)}.`);
  return error;
};

const secondsOf = async (request: Promise<unknown>): Promise<number> => {
  const start = Date.now();
  await request;
  return (Date.now() - start) / 1_000;
};

/** The tests of the TypeScript client, by the lines of `clients/BEHAVIOURS.md`. */
export const behaviours: Record<string, Behaviour> = {
  'Gets a record by its id.': async (at, name) => {
    const { data } = await connect(at, name).get('/v1/deals/{id}', { id: at.deals.first.id });
    expect([data.id, data.title]).toEqual([at.deals.first.id, at.deals.first.title]);
  },
  'Reports an unknown id as a problem with status 404, type, title and detail.': async (at, name) => {
    const problem = await problemOf(connect(at, name).get('/v1/deals/{id}', { id: 'no-such-deal' }));
    expect([problem.status, problem.type, problem.title]).toEqual([404, '/docs/problems/not-found', 'Not found']);
    expect(problem.message).toBe(problem.detail);
    expect(problem.detail).toContain('no-such-deal');
  },
  'Reports a wrong filter as a problem with status 400 that names the parameter and suggests a value.': async (at, name) => {
    const { status, errors } = await problemOf(connect(at, name).get('/v1/deals', { group: ['opnai'] }));
    expect(status).toBe(400);
    expect(errors[0]).toMatchObject({ parameter: 'group', didYouMean: 'openai' });
  },
  'Sends a list of values as one parameter.': async (at, name) => {
    const deals = await collect(connect(at, name).items('/v1/deals', { kind: ['debt', 'warrant'], limit: 200 }));
    expect(new Set(deals.map(({ kind }) => kind))).toEqual(new Set(['debt', 'warrant']));
    expect((await recorded(at, name))[0]?.path).toBe('/v1/deals?kind=debt,warrant&limit=200');
  },
  'Sends spaces, reserved characters and other scripts in ids and parameters unchanged.': async (at, name) => {
    const api = connect(at, name);
    const text = 'größe/? &#+%日本';
    expect((await problemOf(api.get('/v1/companies/{id}', { id: text }))).detail).toBe(`No record "${text}" in companies.`);
    expect((await problemOf(api.get('/v1/deals', { publisher: [text] }))).detail).toContain(text);
  },
  'Rejects an id that would change the path.': async (at, name) => {
    const api = connect(at, name);
    for (const id of ['', '.', '..']) await expect(api.get('/v1/deals/{id}', { id })).rejects.toThrow(RangeError);
    expect(() => api.response('@example.org/v1/deals')).toThrow(RangeError);
    expect(await recorded(at, name)).toEqual([]);
  },
  'Follows the redirect from a former id to the current one.': async (at) => {
    const api = new Roundtrip({ baseUrl: at.strict });
    expect((await api.get('/v1/deals/{id}', { id: at.former.id })).data.id).toBe(at.former.now);
  },
  'Returns an empty list without an error.': async (at, name) => {
    expect(await collect(connect(at, name).items('/v1/deals', { q: 'zzzzzzzz' }))).toEqual([]);
  },
  'Returns the counts of facets.': async (at, name) => {
    const { page } = await connect(at, name).get('/v1/deals', { facets: ['kind'], total: true, limit: 1 });
    const counts = page.facets?.kind ?? [];
    expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(at.deals.count);
    expect(page.total).toBe(at.deals.count);
  },
  'Returns a series of totals.': async (at, name) => {
    const { data } = await connect(at, name).get('/v1/series', { of: 'deals', interval: 'year', fromOn: '2023-01-01', toOn: '2025-12-31' });
    expect(data.periods.map(({ lastDay }) => lastDay)).toEqual(['2023-12-31', '2024-12-31', '2025-12-31']);
  },
  'Returns amounts of money as integers, without loss.': async (at, name) => {
    const api = connect(at, name);
    for (const { id, amount } of at.deals.large) {
      const { data } = await api.get('/v1/deals/{id}', { id });
      expect(data.amount).toMatchObject(amount);
      expect(Number.isSafeInteger(data.amount?.max)).toBe(true);
    }
  },
  'Returns a date that is known to the month as text.': async (at, name) => {
    const { data } = await connect(at, name).get('/v1/stakes/{id}', { id: at.month.id });
    expect(data.observedOn).toBe(at.month.observedOn);
  },
  'Downloads a file of `/v1/exports` with the listed checksum.': async (at, name) => {
    const api = connect(at, name, { dataVersion: at.release });
    const { data } = await api.get('/v1/exports');
    const response = await api.response('/v1/exports/{name}', { name: 'sources.csv' });
    const content = Buffer.from(await response.arrayBuffer());
    expect(createHash('sha256').update(content).digest('hex')).toBe(data.find((one) => one.name === 'sources.csv')?.sha256);
  },
  'Yields every item of a list once.': async (at, name) => {
    const ids = (await collect(connect(at, name).items('/v1/deals', { limit: 100 }))).map(({ id }) => id);
    expect(ids).toHaveLength(at.deals.count);
    expect(new Set(ids).size).toBe(at.deals.count);
    expect(await recorded(at, name)).toHaveLength(Math.ceil(at.deals.count / 100));
  },
  'Requests a page only when it is needed, and continues from its cursor.': async (at, name) => {
    const api = connect(at, name);
    const seen: string[] = [];
    let cursor: string | null = null;
    for await (const { data, page } of api.pages('/v1/deals', { limit: 5 })) {
      seen.push(...data.map(({ id }) => id));
      cursor = page.next;
      break;
    }
    expect(await recorded(at, name)).toHaveLength(1);
    const { data } = await api.get('/v1/deals', { limit: 5, cursor });
    const { data: all } = await api.get('/v1/deals', { limit: 10 });
    expect([...seen, ...data.map(({ id }) => id)]).toEqual(all.map(({ id }) => id));
  },
  'Keeps filters and `asOf` on every page.': async (at, name) => {
    const pages = await collect(connect(at, name).pages('/v1/deals', { group: ['openai'], asOf: '2025-06-30', limit: 5 }));
    expect(pages.length).toBeGreaterThan(2);
    expect(new Set(pages.map(({ meta }) => meta.asOf))).toEqual(new Set(['2025-06-30']));
    for (const { path } of await recorded(at, name)) expect(path).toContain('group=openai&limit=5');
  },
  'Reads as of the default day, unless a request sets another day or none.': async (at, name) => {
    const api = connect(at, name, { asOf: '2025-01-31' });
    const dayOf = async (asOf?: string | null) => (await api.get('/v1/deals', { limit: 1, ...(asOf !== undefined && { asOf }) })).meta.asOf;
    expect([await dayOf(), await dayOf('2025-02-28')]).toEqual(['2025-01-31', '2025-02-28']);
    expect((await dayOf(null)) > '2026').toBe(true);
  },
  'Returns an empty list for a day before the first.': async (at, name) => {
    expect((await connect(at, name, { asOf: '1990-01-01' }).get('/v1/deals')).data).toEqual([]);
  },
  'Returns the same from a release, whatever is written later.': async (at, name) => {
    const api = connect(at, name, { dataVersion: at.release });
    const before = await api.get('/v1/sources', { limit: 1, total: true });
    await write(at, name);
    expect(await connect(at, name, { dataVersion: at.release }).get('/v1/sources', { limit: 1, total: true })).toEqual(before);
    expect((await connect(at, name).get('/v1/sources', { limit: 1, total: true })).page.total).toBeGreaterThan(before.page.total ?? 0);
  },
  'Yields the changes in order, and continues after a sequence number without a gap.': async (at, name) => {
    const { sequence } = await write(at, name);
    const api = connect(at, name, { asOf: '2025-01-31' });
    const sequences = (await collect(api.changes({ since: sequence - 25, limit: 10 }))).map((change) => change.sequence);
    expect(sequences.slice(0, 25)).toEqual(Array.from({ length: 25 }, (_, index) => sequence - 24 + index));
    const [next] = await collect(api.changes({ since: sequence - 1 }));
    expect([next?.sequence, next?.id]).toEqual([sequence, name]);
  },
  'Waits for new changes and yields them.': async (at, name) => {
    const { sequence } = await write(at, `${name}-first`);
    const waiting = collect(
      (async function* () {
        for await (const { id } of connect(at, name).changes({ since: sequence, every: 0.05 })) {
          yield id;
          if (id === `${name}-second`) return;
        }
      })(),
    );
    while ((await recorded(at, name)).length < 2) await new Promise((resolve) => setTimeout(resolve, 20));
    await write(at, `${name}-second`);
    expect(await waiting).toContain(`${name}-second`);
  },
  'Continues after a restart of the server.': async (at, name) => {
    const api = connect(at, name);
    const { sequence } = await write(at, `${name}-before`);
    const before = await collect(api.changes({ since: sequence - 1 }));
    await ask(at, '/control/restart');
    const after = await write(at, `${name}-after`);
    const last = before.at(-1)?.sequence ?? 0;
    const sequences = (await collect(api.changes({ since: last }))).map((change) => change.sequence);
    expect(sequences.slice(0, after.sequence - last)).toEqual(
      Array.from({ length: after.sequence - last }, (_, index) => last + 1 + index),
    );
  },
  'Works if the address of the server has a path.': async (at, name) => {
    const api = new Roundtrip({ baseUrl: `${at.gateway}/pass/${name}/` });
    expect((await api.get('/v1')).data.collections.map((one) => one.name)).toEqual(at.collections);
    expect((await recorded(at, name))[0]?.path).toBe('/v1');
  },
  'Receives compressed responses.': async (at, name) => {
    expect((await connect(at, name).get('/v1/deals', { limit: 100 })).data).toHaveLength(100);
    expect((await recorded(at, name))[0]?.encoding).toMatch(/gzip|br/);
  },
  'Does not download an unchanged response again.': async (at, name) => {
    const api = connect(at, name, { dataVersion: at.release });
    const first = await api.get('/v1/sources', { limit: 3 });
    const expected = structuredClone(first);
    // What the caller does with a response must not change the next one.
    first.data.pop();
    expect(await api.get('/v1/sources', { limit: 3 })).toEqual(expected);
    expect((await recorded(at, name)).map(({ status }) => status)).toEqual([200, 304]);
  },
  'Waits after a 429 as long as `Retry-After` says, and then succeeds.': async (at, name) => {
    const seconds = await secondsOf(connect(at, name, {}, 'limit').get('/v1'));
    const requests = await recorded(at, name);
    expect(requests.map(({ status }) => status)).toEqual([429, 200]);
    expect(Number(requests[0]?.retryAfter)).toBeGreaterThanOrEqual(1);
    expect(seconds).toBeGreaterThanOrEqual(Number(requests[0]?.retryAfter));
  },
  'Waits after a 503, repeats the request, and reports the problem if that does not help.': async (at) => {
    const request = problemOf(new Roundtrip({ baseUrl: at.strict, retries: 1 }).get('/v1/outlook'));
    expect(await secondsOf(request)).toBeGreaterThanOrEqual(5);
    expect([(await request).status, (await request).title]).toEqual([503, 'Service unavailable']);
  },
  'Reports a problem at once if `Retry-After` exceeds the longest wait.': async (at) => {
    const request = problemOf(new Roundtrip({ baseUrl: at.strict, maxWait: 4 }).get('/v1/outlook'));
    expect(await secondsOf(request)).toBeLessThan(4);
    expect([(await request).status, (await request).retryAfter]).toEqual([503, 5]);
  },
  'Repeats a request if the connection was cut before the response.': async (at, name) => {
    const { data } = await connect(at, name, {}, 'cut').get('/v1/deals', { limit: 1 });
    expect(data).toHaveLength(1);
    expect(await recorded(at, name)).toHaveLength(2);
  },
  'Repeats a request if the response was cut short.': async (at, name) => {
    const { data } = await connect(at, name, {}, 'halve').get('/v1/deals', { limit: 200 });
    expect(data).toHaveLength(200);
    expect((await recorded(at, name)).map(({ status }) => status)).toEqual([200, 200]);
  },
  'Gives up if every connection is cut.': async (at, name) => {
    await expect(connect(at, name, { retries: 1 }, 'cut-always').get('/v1')).rejects.toThrow(TypeError);
    expect(await recorded(at, name)).toHaveLength(2);
  },
  'Stops after the time limit, and does not repeat the request.': async (at, name) => {
    await expect(connect(at, name, { timeout: 0.2 }, 'silent').get('/v1')).rejects.toMatchObject({ name: 'TimeoutError' });
    expect((await recorded(at, name)).length).toBeLessThanOrEqual(1);
  },
  'Reports a response that is not JSON.': async (at, name) => {
    await expect(connect(at, name, {}, 'sign-in').get('/v1')).rejects.toThrow(UnexpectedResponse);
    expect(await recorded(at, name)).toHaveLength(1);
  },
  'Sends the key to its own server, and not to one that it is redirected to.': async (at, name) => {
    const { key } = at;
    await connect(at, name, { key }).get('/v1/webhooks');
    await connect(at, name, { key }, 'lead-away').get('/v1');
    const keys = (requests: RecordedRequest[]) => requests.map(({ headers }) => headers.authorization);
    expect(keys(await recorded(at, name))).toEqual([`Bearer ${key}`, `Bearer ${key}`]);
    expect(keys(await recorded(at, `${name}-away`))).toEqual([undefined]);
  },
  'Names itself in `User-Agent`.': async (at, name) => {
    await connect(at, name).get('/v1');
    expect((await recorded(at, name))[0]?.headers['user-agent']).toBe('roundtrip-typescript');
  },
  'Accepts a message of the server.': async ({ webhook: { secret, message } }) => {
    expect(new Webhook(secret).verify(message.body, message.headers)).toMatchObject({ type: 'webhook.test' });
  },
  'Rejects a message that was changed, is signed with another secret, or is old.': async ({ webhook: { secret, message, old } }) => {
    const webhook = new Webhook(secret);
    expect(() => webhook.verify(`${message.body} `, message.headers)).toThrow();
    expect(() => webhook.verify(message.body, { ...message.headers, 'webhook-id': 'another' })).toThrow();
    expect(() => webhook.verify(message.body, {})).toThrow();
    expect(() => new Webhook(`whsec_${btoa('another secret of 32 characters')}`).verify(message.body, message.headers)).toThrow();
    expect(() => webhook.verify(old.body, old.headers)).toThrow(/timestamp/i);
  },
};
