import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { analysisInSlices } from '../../src/graph-data/analysis.ts';
import { lists } from '../../src/modules/lists.ts';
import { search, searchQuickly } from '../../src/modules/search/search.service.ts';
import type { WorkerPoolLimits } from '../../src/worker-pool/worker-pool.ts';
import { type DatasetDatabase, openApp, openDatasetDatabase } from '../support/app.ts';
import type { JsonBody } from '../support/collect-pages.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { waitUntil } from '../support/processes.ts';
import { readSequence, writeChanges } from '../support/sources.ts';

/** Analyses run on worker threads: bounded, each on one snapshot, and only while a client waits. */

let dataset: DatasetDatabase;
beforeAll(async () => {
  dataset = await openDatasetDatabase();
});
afterAll(() => dataset.close());

/** Starts a server with other limits for analyses. By default, they have enough time on a busy machine. */
const listenWith = async (limits: Partial<WorkerPoolLimits> = {}) => {
  const { app, request, close } = await openApp(dataset.database, {}, undefined, { deadlineMs: 120_000, ...limits });
  const url = await app.listen({ host: '127.0.0.1', port: 0 });
  const gauge = async (name: string) => {
    const { text } = await request.get('/metrics').expect(200);
    return Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(text)?.[1]);
  };
  return { request, url, close, running: () => gauge('roundtrip_analyses_running'), waiting: () => gauge('roundtrip_analyses_waiting') };
};
type Server = Awaited<ReturnType<typeof listenWith>>;

/** A slow analysis. Each seed makes a different one. */
const long = (seed: number) => `/v1/scores?samples=100&maxLength=5&seed=${seed}`;
/** A search with so many hits that it runs on a thread. */
const short = (index: number) => `/v1/search?q=${encodeURIComponent('the of and in')}&limit=${index}`;

/** Waits until two threads have started and measures a slow analysis. */
const warmUp = async ({ request }: Server): Promise<number> => {
  await Promise.all([1, 2].map((index) => request.get(short(index)).expect(200)));
  const started = performance.now();
  await request.get(long(1)).expect(200);
  return performance.now() - started;
};

/** Sends a request whose client can disconnect. */
const send = (url: string) => {
  const client = new AbortController();
  const answered = fetch(url, { signal: client.signal, headers: { connection: 'close' } }).then(
    (response) => response.status,
    () => 'hung up',
  );
  return { answered, hangUp: () => client.abort() };
};

const timed = async (work: () => PromiseLike<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};

describe('a full analysis queue', () => {
  it('returns 503 with Retry-After for further analyses, while small requests and short analyses stay fast', async () => {
    const server = await listenWith({ threads: 2, waitingMax: 2 });
    await warmUp(server);
    await server.request.get('/v1/deals/openai-aws-compute').expect(200);
    const burst = Array.from({ length: 12 }, (_one, index) => server.request.get(long(100 + index)).then((response) => response));
    await waitUntil(async () => (await server.running()) > 0, 'an analysis runs');
    for (let round = 0; round < 10; round += 1) {
      await server.request.get('/health/live').expect(200);
      await server.request.get('/v1/deals/openai-aws-compute').expect(200);
    }
    await server.request.get(short(5)).expect(200);
    expect(await server.waiting(), 'long analyses still wait').toBeGreaterThan(0);
    const responses = await Promise.all(burst);
    const refused = responses.filter(({ status }) => status !== 200);
    // One runs and two wait.
    expect(refused).toHaveLength(9);
    for (const response of refused) {
      expectProblem(response, 503);
      expect(response.body.type).toBe('/docs/problems/unavailable');
      expect(response.headers['retry-after']).toBe('5');
      expect(response.headers['cache-control']).toBe('no-store');
    }
    await server.close();
  });
});

describe('many clients at once', () => {
  it('wait for short analyses, which take milliseconds', async () => {
    const server = await listenWith();
    const paths = Array.from({ length: 60 }, (_one, index) => short(index + 1));
    const statuses = await Promise.all(paths.map(async (path) => (await server.request.get(path)).status));
    expect(statuses).toEqual(paths.map(() => 200));
    await server.close();
  });
});

describe('a search', () => {
  it('with few hits needs no thread', async () => {
    const server = await listenWith({ threads: 1, waitingMax: 0 });
    const ask = (paths: readonly string[]) => Promise.all(paths.map(async (path) => (await server.request.get(path)).status));
    const indexes = Array.from({ length: 20 }, (_one, index) => index + 1);
    const few = await ask(indexes.map((index) => `/v1/search?q=stargate&limit=${index}`));
    expect(few).toEqual(few.map(() => 200));
    const many = await ask(indexes.map(short));
    expect(many).toContain(200);
    expect(many).toContain(503);
    await server.close();
  });

  it('returns the same page with and without a thread', async () => {
    const url = '/v1/search?q=x';
    for (const [q, isQuick] of [
      ['stargate', true],
      ['openai orcle', true],
      ['morgan st', true],
      ['nothingmatches', true],
      ['the of and in', false],
    ] as const)
      await dataset.database.read(async (session) => {
        const analysis = analysisInSlices(session, '2026-11-27');
        for (const asOf of [undefined, '2025-10-01']) {
          const query = { q, asOf, limit: 20 };
          const quick = await searchQuickly(analysis, query, url);
          expect(quick, q).toEqual(isQuick ? await search(analysis, query, lists, url) : undefined);
        }
      });
  });
});

describe('an analysis whose client disconnects', () => {
  it('stops and frees its thread', async () => {
    const server = await listenWith({ threads: 2, waitingMax: 20 });
    const longMs = await warmUp(server);
    const clients = Array.from({ length: 20 }, (_one, index) => send(`${server.url}${long(200 + index)}`));
    await waitUntil(async () => (await server.waiting()) > 10, 'others wait');
    for (const { hangUp } of clients) hangUp();
    expect(await Promise.all(clients.map(({ answered }) => answered))).toEqual(Array(20).fill('hung up'));
    const idleMs = await timed(() => waitUntil(async () => (await server.running()) + (await server.waiting()) === 0, 'nothing runs'));
    // If they did not stop, it would be twenty times as long as one.
    expect(idleMs).toBeLessThan(longMs * 10);
    expect(await timed(() => server.request.get('/v1/companies/nvidia/exposure').expect(200))).toBeLessThan(longMs * 10);
    await server.close();
  });

  it('continues while another client waits for the same response', async () => {
    const server = await listenWith();
    await warmUp(server);
    const [first, second] = [send(`${server.url}${long(300)}`), send(`${server.url}${long(300)}`)];
    await waitUntil(async () => (await server.running()) === 1, 'one analysis runs for both');
    await delay(50);
    first.hangUp();
    expect(await second.answered).toBe(200);
    const [third, fourth] = [send(`${server.url}${long(301)}`), send(`${server.url}${long(301)}`)];
    await waitUntil(async () => (await server.running()) === 1, 'one analysis runs for both');
    await delay(50);
    third.hangUp();
    fourth.hangUp();
    await waitUntil(async () => (await server.running()) === 0, 'it stops');
    // A repeated request succeeds.
    await server.request.get(long(301)).expect(200);
    await server.close();
  });
});

describe('an analysis that exceeds its deadline', () => {
  it('returns 503 and says how to make the request smaller', async () => {
    const server = await listenWith({ deadlineMs: 300 });
    const isAnswered = async (index: number) => (await server.request.get(short(index))).status === 200;
    await waitUntil(() => isAnswered(3), 'the thread has started');
    const response = await server.request.get(long(400).replace('samples=100', 'samples=500'));
    expectProblem(response, 503);
    expect(response.body.detail).toMatch(/^The analysis took longer than 0.3 seconds\. .*(filters|samples)/);
    expect(response.headers['retry-after']).toBe('5');
    await waitUntil(async () => (await server.running()) === 0, 'it stops');
    await waitUntil(() => isAnswered(4), 'the thread answers again');
    await server.close();
  });
});

describe('an analysis as CSV or NDJSON', () => {
  it.each([
    '/v1/companies/openai/funding',
    '/v1/companies/openai/funding/series',
    '/v1/contradictions',
    '/v1/cycles',
    '/v1/durations',
    '/v1/headline-revisions',
    '/v1/outlook',
    '/v1/paths?from=softbank&to=nvidia',
    '/v1/series',
    '/v1/stats?groupBy=company',
    '/v1/transitions',
    '/v1/vendor-financing',
  ])('%s runs on a thread too, so it holds nobody up and has the same deadline as JSON', async (path) => {
    const server = await listenWith({ deadlineMs: 1 });
    for (const format of ['json', 'csv', 'ndjson']) {
      const response = await server.request.get(`${path}${path.includes('?') ? '&' : '?'}format=${format}`);
      expectProblem(response, 503);
      expect(response.body.detail).toMatch(/^The analysis took longer than 0.001 seconds\./);
    }
    await server.close();
  });
});

describe('a server that shuts down', () => {
  it('finishes the running analysis', async () => {
    const server = await listenWith();
    await warmUp(server);
    const { answered } = send(`${server.url}${long(500)}`);
    await waitUntil(async () => (await server.running()) === 1, 'it runs');
    await server.close();
    expect(await answered).toBe(200);
  });
});

describe('an analysis during writes', () => {
  it('includes records of the snapshot that it analyzed', async () => {
    const server = await listenWith();
    const path = '/v1/cycles?contains=amd&maxLength=2&include=sources';
    const { body } = await server.request.get(path).expect(200);
    const [id = ''] = Object.keys(body.included.sources);
    const { body: record } = await server.request.get(`/v1/sources/${id}?view=record`).expect(200);
    const titles = new Map<number, string>([[await readSequence(dataset.database), record.title]]);
    const stop = { isOver: false };
    const writing = (async () => {
      for (let count = 1; !stop.isOver; count += 1) {
        const title = `Title ${count}`;
        await writeChanges(dataset.database, [{ operation: 'put', collection: 'sources', record: { ...record, title } }]);
        titles.set(await readSequence(dataset.database), title);
      }
    })();
    const sequenceOf = ({ meta }: JsonBody) => Number(String(meta.dataVersion).split('+')[1]);
    const answers: JsonBody[] = [];
    const states = new Set<number>();
    const read = async (reader: number) => {
      // A different future day each time: the same data, but no cached response.
      for (let round = 0; states.size < 10 && round < 200; round += 1) {
        const { body: answer } = await server.request.get(`${path}&asOf=${2100 + reader * 200 + round}-01-01`).expect(200);
        answers.push(answer);
        states.add(sequenceOf(answer));
      }
    };
    try {
      await Promise.all([0, 1, 2].map(read));
    } finally {
      stop.isOver = true;
      await writing;
    }
    expect(states.size, 'states of the data that were read').toBeGreaterThanOrEqual(10);
    for (const answer of answers) expect(answer.included.sources[id].title).toBe(titles.get(sequenceOf(answer)));
    await server.close();
  });
});
