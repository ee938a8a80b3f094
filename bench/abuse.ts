import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { generatedDatabase, runCli, wordAt } from './generate.ts';
import type { Part } from './report.ts';
import { type Checkout, type Server, startRoundtrip } from './servers.ts';
import { formatMs, quantile } from './statistics.ts';

/**
 * Does one client that sends the most expensive requests slow down all others? It stays within the default rate limit (600 requests per
 * minute). Meanwhile, other clients send small requests at a fixed rate. The latency of each counts from the time at which it was due.
 */

interface Scenario {
  name: string;
  data: 'real' | 'generated';
  requests: number;
  /** Time after which the client disconnects. */
  hangUpMs: number;
  path: (index: number) => string;
}

const generatedDeals = 100_000;
const abuseIntervalMs = 100;
const aloneMs = 12_000;
const warmUpMs = 3_000;
/** Requests per second of each probe, spread over enough addresses to keep each within the rate limit. */
const probeRate = 40;
const addressesPerProbe = 5;
const probeTimeoutMs = 10_000;
/** Maximum number of open requests, so that the client does not run out of sockets if the server stops responding. */
const pendingMax = 150;
const ratioGoal = 3;
const liveGoalMs = 100;
const memoryGoalMb = 400;

const dayBack = (days: number) => new Date(Date.UTC(2026, 10, 20) - days * 86_400_000).toISOString().slice(0, 10);

const totals: readonly ((index: number) => string)[] = [
  (index) => `/v1/stats?groupBy=company,year&amountUsdMin=${index}`,
  (index) => `/v1/deals?total=true&limit=1&amountUsdMin=${index}`,
  (index) => `/v1/stats?of=flows&groupBy=from,to&asOf=${dayBack(index)}`,
  (index) => `/v1/deals?total=true&limit=1&q=${wordAt(index % 20)}&amountUsdMin=${index}`,
  (index) => `/v1/stats?groupBy=country,quarter&q=${wordAt(index % 20)}&amountUsdMin=${index}`,
  (index) => `/v1/events?total=true&limit=1&asOf=${dayBack(index)}`,
];

const scenarios: readonly Scenario[] = [
  {
    name: 'scores: 590 different null models in a minute, the client hangs up after a second',
    data: 'real',
    requests: 590,
    hangUpMs: 1_000,
    path: (index) => `/v1/scores?samples=500&maxLength=5&seed=${index}`,
  },
  {
    name: 'totals: slow sums with filters, and counts that most deals pass',
    data: 'generated',
    requests: 290,
    hangUpMs: 5_000,
    path: (index) => totals[index % totals.length]?.(index) ?? '',
  },
  {
    name: 'search: two or three of the most frequent words',
    data: 'generated',
    requests: 290,
    hangUpMs: 5_000,
    path: (index) =>
      `/v1/search?q=${wordAt(index % 17)}+${wordAt(index % 19)}${index % 2 === 0 ? `+${wordAt(index % 23)}` : ''}&limit=${1 + (index % 100)}`,
  },
  {
    name: 'cycles: up to six legs, as of another day each time',
    data: 'real',
    requests: 290,
    hangUpMs: 5_000,
    path: (index) => `/v1/cycles?maxLength=6&total=true&asOf=${dayBack(index)}`,
  },
];

/** Creates clients that the server can distinguish: each has its own loopback address. */
const agentAt = (address: string) => new Agent({ keepAlive: true, localAddress: address, maxSockets: Number.POSITIVE_INFINITY });

/** Sends a request and returns its status, or the error if there was no response. */
const send = (url: string, agent: Agent, timeoutMs: number): Promise<number | 'hung up' | 'failed'> =>
  new Promise((resolve) => {
    const signal = AbortSignal.timeout(timeoutMs);
    const fail = () => resolve(signal.aborted ? 'hung up' : 'failed');
    get(url, { agent, signal }, (response) => {
      response.on('error', fail);
      response.on('end', () => resolve(response.statusCode ?? 'failed'));
      response.resume();
    }).on('error', fail);
  });

/** Calls a function at a fixed rate for a duration, without waiting for earlier calls. Resolves when all calls have finished. */
const atRate = async (perSecond: number, durationMs: number, work: (index: number, dueAt: number) => Promise<void>): Promise<void> => {
  const started = performance.now();
  const running: Promise<void>[] = [];
  for (let index = 0; ; index += 1) {
    const dueAt = started + (index / perSecond) * 1_000;
    if (dueAt - started >= durationMs) break;
    await delay(Math.max(0, dueAt - performance.now()));
    running.push(work(index, dueAt));
  }
  await Promise.all(running);
};

type ProbeName = 'live' | 'cached' | 'uncached';
const probeNames = ['live', 'cached', 'uncached'] as const;

interface Sample {
  times: number[];
  failed: number;
}

const openProbes = async ({ origin }: Server) => {
  const response = await fetch(`${origin}/v1/deals?sort=knownFrom&limit=200&fields=id`, { headers: { connection: 'close' } });
  const ids = ((await response.json()) as { data: { id: string }[] }).data.map(({ id }) => id);
  const paths: Readonly<Record<ProbeName, (index: number) => string>> = {
    live: () => '/health/live',
    cached: () => `/v1/deals/${ids[0]}`,
    // Another deal or another day each time.
    uncached: (index) => `/v1/deals/${ids[index % ids.length]}?asOf=${dayBack(Math.floor(index / ids.length))}`,
  };
  const agents = new Map(
    probeNames.map((name, probe) => [
      name,
      Array.from({ length: addressesPerProbe }, (_, index) => agentAt(`127.0.${probe + 1}.${index + 1}`)),
    ]),
  );
  let asked = 0;
  return {
    /** Measures small requests of all kinds for a while. */
    run: async (durationMs: number): Promise<Record<ProbeName, Sample>> => {
      const samples = { live: { times: [], failed: 0 }, cached: { times: [], failed: 0 }, uncached: { times: [], failed: 0 } } as Record<
        ProbeName,
        Sample
      >;
      await Promise.all(
        probeNames.map((name) => {
          let pending = 0;
          return atRate(probeRate, durationMs, async (index, dueAt) => {
            const sample = samples[name];
            const agent = agents.get(name)?.[index % addressesPerProbe];
            if (agent === undefined) return;
            asked += 1;
            pending += 1;
            const status = pending > pendingMax ? 'failed' : await send(`${origin}${paths[name](asked)}`, agent, probeTimeoutMs);
            pending -= 1;
            if (status !== 200) sample.failed += 1;
            sample.times.push(typeof status === 'number' ? performance.now() - dueAt : probeTimeoutMs);
          });
        }),
      );
      return samples;
    },
    close: () => {
      for (const all of agents.values()) for (const agent of all) agent.destroy();
    },
  };
};

interface Outcome {
  alone: Record<ProbeName, Sample>;
  beside: Record<ProbeName, Sample>;
  /** Number of responses to the abusive client by status. */
  statuses: Map<string, number>;
  peakMb: number;
}

const measure = async (checkout: Checkout, { requests, hangUpMs, path }: Scenario, file: string, home: string): Promise<Outcome> => {
  const server = await startRoundtrip(checkout, file, home, { rateLimit: 600 });
  await server.untilIdle();
  const probes = await openProbes(server);
  const abuser = agentAt('127.0.9.1');
  try {
    await probes.run(warmUpMs);
    const alone = await probes.run(aloneMs);
    const statuses = new Map<string, number>();
    const durationMs = requests * abuseIntervalMs;
    const abuse = atRate(1_000 / abuseIntervalMs, durationMs, async (index) => {
      const status = String(await send(`${server.origin}${path(index)}`, abuser, hangUpMs));
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    });
    const beside = await probes.run(durationMs);
    await abuse;
    return { alone, beside, statuses, peakMb: server.peakMemory() };
  } finally {
    abuser.destroy();
    probes.close();
    await server.stop(2_000);
  }
};

const p99 = ({ times }: Sample) => quantile(times, 0.99);
/** Below a millisecond, noise dominates. */
const ratioOf = ({ alone, beside }: Outcome, name: ProbeName) => p99(beside[name]) / Math.max(1, p99(alone[name]));

const describe = (outcome: Outcome) => {
  const { beside, peakMb } = outcome;
  const figures = [
    `${ratioOf(outcome, 'cached').toFixed(1)}x`,
    `${ratioOf(outcome, 'uncached').toFixed(1)}x`,
    `${formatMs(p99(beside.live))} ms`,
    `${Math.round(peakMb)} MB`,
  ];
  const failed = probeNames.reduce((sum, name) => sum + beside[name].failed, 0);
  const isMet =
    failed === 0 &&
    ratioOf(outcome, 'cached') <= ratioGoal &&
    ratioOf(outcome, 'uncached') <= ratioGoal &&
    p99(beside.live) <= liveGoalMs &&
    peakMb <= memoryGoalMb;
  return { figure: `${figures.join(', ')}${failed > 0 ? `, ${failed} small requests failed` : ''}`, isMet };
};

const rowsOf = (title: string, { alone, beside, statuses, peakMb }: Outcome): string[] => {
  const abused = [...statuses].map(([status, count]) => `${count} ${status}`).toSorted();
  return probeNames.map((name, index) => {
    const [before, after] = [alone[name], beside[name]];
    const figures = [quantile(before.times, 0.5), p99(before), quantile(after.times, 0.5), p99(after), quantile(after.times, 1)].map(
      formatMs,
    );
    const ratio = (p99(after) / Math.max(1, p99(before))).toFixed(1);
    const first = index === 0 ? [title, abused.join(', '), `${Math.round(peakMb)} MB`] : ['', '', ''];
    const probe = { live: '/health/live', cached: 'a cached deal', uncached: 'another deal each time' }[name];
    return `| ${[first[0], probe, ...figures, `${ratio}x`, after.failed, first[1], first[2]].join(' | ')} |`;
  });
};

/** Runs every scenario against each checkout, each on a new server. */
export const measureAbuse = async (checkouts: readonly Checkout[]): Promise<Part> => {
  const part: Part = {
    title: 'Nobody is held up',
    goals: [],
    detail: [
      `Small requests at ${probeRate} a second each, from other addresses, alone and beside one abusive client with ${1_000 / abuseIntervalMs} requests a second. Milliseconds from the instant at which a request was due. The ratio compares p99 (at least 1 ms). A request without an answer counts as ${probeTimeoutMs / 1_000} s. Real data, or ${generatedDeals.toLocaleString('en')} generated deals.`,
      '',
      '| scenario | small request | alone: p50 | p99 | beside: p50 | p99 | max | p99 ratio | failed | answers to the abusive client | peak memory |',
      '|---|---|---:|---:|---:|---:|---:|---:|---:|---|---:|',
    ],
  };
  const home = await mkdtemp(join(tmpdir(), 'roundtrip-bench-abuse-'));
  try {
    for (const scenario of scenarios) {
      const outcomes: Outcome[] = [];
      for (const [index, checkout] of checkouts.entries()) {
        const file = join(home, `${scenario.data}-${index}.db`);
        if (scenario.data === 'real') runCli(checkout.folder, file, 'import');
        else await copyFile(await generatedDatabase(generatedDeals, 1, checkout.folder), file);
        const outcome = await measure(checkout, scenario, file, join(home, String(index)));
        outcomes.push(outcome);
        const lines = rowsOf(index === 0 ? scenario.name : `the same, ${checkout.name}`, outcome);
        part.detail.push(...lines);
        console.log(lines.join('\n'));
        await rm(file);
      }
      const [ours, base] = outcomes.map(describe);
      if (ours === undefined) continue;
      part.goals.push({
        question: `Nobody is held up by ${scenario.name}`,
        goal: `cached and uncached p99 <= ${ratioGoal}x alone, /health/live <= ${liveGoalMs} ms, <= ${memoryGoalMb} MB`,
        ...ours,
        ...(base !== undefined && { base: base.figure }),
      });
    }
    return part;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
};
