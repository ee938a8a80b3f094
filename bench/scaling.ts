import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { hasNginx, startNginx } from '../tests/support/nginx.ts';
import { toDatabaseUrl } from '../tests/support/postgres-database.ts';
import type { PostgresServer } from '../tests/support/postgres-server.ts';
import { companyCount, generatedDatabase, runCli } from './generate.ts';
import type { Loaded } from './load-generator.ts';
import { processIdOf, startGeneratedPostgres } from './postgres.ts';
import { cpuSeconds, residentMemory, totalMemory } from './process-tree.ts';
import { measureLag } from './replication-lag.ts';
import type { Part } from './report.ts';
import { type Checkout, type Server, startRoundtrip } from './servers.ts';
import { formatMs, median } from './statistics.ts';
import { hasWrk, loadByWrk, type Numbers } from './wrk.ts';

/**
 * What does a request cost in CPU time and memory with one process, several, PostgreSQL, a replica and a cache in front? The client runs
 * on the second core, and the servers on both, so that CPU time per request says more than requests per second.
 */

const deals = 100_000;
const rounds = 3;
const secondsOfLoad = 2;
const secondsOfCache = 10;
/** For each process, because each compiles its code, and prepares its statements, by itself. */
const secondsOfWarmUp = 4;
/** In microseconds of CPU time per request. */
const negligible = 10;
/** Maximum time to wait for a server that has just started. */
const idleWaitMax = 60;

interface Question {
  name: string;
  path: string;
  /** Absent if the same request is repeated. */
  numbers?: Omit<Numbers, 'first'>;
}

const repeated: Question = { name: 'one deal, repeated', path: '/v1/deals/deal-500' };
const each: Question = { name: 'each deal once', path: '/v1/deals/deal-{}', numbers: { count: deals, draw: 'once' } };
const pages: Question = {
  name: 'a page of a company',
  path: '/v1/deals?company=company-{}&sort=-amountUsd&limit={size}',
  numbers: { count: companyCount(deals), draw: 'once' },
};
const popular: Question = { name: `deals by Zipf's law`, path: '/v1/deals/deal-{}', numbers: { count: deals, draw: 'zipf' } };

/** Something that answers requests, and the processes whose CPU time it uses. */
interface Setup {
  name: string;
  origin: string;
  headers?: Readonly<Record<string, string>>;
  server: Server;
  /** Number of processes that answer requests. */
  processes: number;
  /** The process ids of PostgreSQL or nginx. */
  others: readonly number[];
  /** Requests that each question has sent. */
  sent: Map<Question, number>;
}

interface Measured extends Loaded {
  requests: number;
  /** CPU time per request in microseconds, of Roundtrip and of each other program. */
  cpu: number[];
}

const measure = async (setup: Setup, question: Question, seconds: number): Promise<Measured> => {
  const first = setup.sent.get(question) ?? 0;
  const roots = [setup.server.processId, ...setup.others];
  const before = roots.map(cpuSeconds);
  const numbers = question.numbers && { first, ...question.numbers };
  const loaded = await loadByWrk(setup.origin, question.path, setup.headers ?? {}, seconds, numbers);
  const cpu = roots.map((root, index) => ((cpuSeconds(root) - (before[index] ?? 0)) * 1e6) / loaded.requests);
  // wrk does not count the requests that are in progress at the end.
  setup.sent.set(question, first + loaded.requests + 100);
  return { ...loaded, cpu };
};

const formatCpu = (microseconds: number): string => microseconds.toFixed(microseconds < 10 ? 1 : 0);

/** Requests that one core carries. Of the little that a program does beside the requests, nothing can be calculated. */
const perCore = (microseconds: number): string =>
  microseconds < negligible ? '' : (Math.round(1e5 / microseconds) * 10).toLocaleString('en');

const formatRow = (name: string, question: string, all: readonly Measured[]): string => {
  const middle = (pick: (one: Measured) => number) => median(all.map(pick));
  const cpu = (all[0]?.cpu ?? []).map((_, index) => middle((one) => one.cpu[index] ?? 0));
  const refused = middle(({ others }) => others);
  const cells = [
    name,
    `${question}${refused > 0 ? ` (${refused} refused)` : ''}`,
    Math.round(middle(({ perSecond }) => perSecond)).toLocaleString('en'),
    ...[middle(({ p50 }) => p50), middle(({ p99 }) => p99)].map(formatMs),
    formatCpu(cpu[0] ?? 0),
    cpu.slice(1).map(formatCpu).join(' + '),
    ...[cpu[0] ?? 0, cpu.slice(1).reduce((sum, one) => sum + one, 0)].map(perCore),
  ];
  console.log(cells.join(' | '));
  return `| ${cells.join(' | ')} |`;
};

/** Waits until a server and its processes have finished what they do after the start. */
const untilIdle = async ({ processId }: Server): Promise<void> => {
  for (let [waited, idle] = [0, 0]; waited < idleWaitMax && idle < 3; waited += 1) {
    const before = cpuSeconds(processId);
    await delay(1_000);
    idle = cpuSeconds(processId) - before <= 0.05 ? idle + 1 : 0;
  }
};

const measureSetup = async (setup: Setup, questions: readonly Question[] = [repeated, each, pages]): Promise<string[]> => {
  await untilIdle(setup.server);
  const results = new Map(questions.map((question) => [question, [] as Measured[]]));
  for (const question of questions) await measure(setup, question, secondsOfWarmUp * setup.processes);
  for (let round = 0; round < rounds; round += 1)
    for (const [question, all] of results) all.push(await measure(setup, question, secondsOfLoad));
  return [...results].map(([question, all]) => formatRow(setup.name, question.name, all));
};

const describeMemory = ({ name, server, others }: Setup, program: string): string => {
  const own = residentMemory(server.processId).map((size) => `${Math.round(size)} MB`);
  const rest = others.map((id) => `${Math.round(totalMemory(id))} MB`);
  return `- ${name}: ${own.join(' + ')} resident${rest.length === 0 ? '' : `; ${program} ${rest.join(' + ')}`}.`;
};

const setupOf = (name: string, processes: number, server: Server, others: readonly number[] = []): Setup => ({
  name: `${name}, ${processes === 1 ? '1 process' : `${processes} processes`}`,
  processes,
  origin: server.origin,
  server,
  others,
  sent: new Map(),
});

interface Results {
  rows: string[];
  memory: string[];
  notes: string[];
}

/** Measures one setup, and stops the server. */
const measureAndStop = async ({ rows, memory }: Results, setup: Setup): Promise<void> => {
  rows.push(...(await measureSetup(setup)));
  memory.push(describeMemory(setup, 'PostgreSQL'));
  await setup.server.stop();
};

const requestsToDeals = async (origin: string): Promise<number> =>
  (await (await fetch(`${origin}/metrics`)).text())
    .split('\n')
    .filter((line) => line.startsWith('http_request_duration_seconds_count') && line.includes('/deals/'))
    .reduce((sum, line) => sum + Number(line.split(' ').at(-1)), 0);

/** A cache in front of one process: answers that it has, then deals by Zipf's law from an empty cache. */
const measureCache = async (results: Results, checkout: Checkout, file: string, home: string): Promise<void> => {
  const host = 'api.example.org';
  const environment = { TRUST_PROXY: '1', PUBLIC_URL: `https://${host}` };
  for (const question of [repeated, popular]) {
    const server = await startRoundtrip(checkout, file, home, { environment });
    await untilIdle(server);
    const nginx = await startNginx(server.origin);
    const origin = `http://127.0.0.1:${nginx.port}`;
    const setup: Setup = { ...setupOf('nginx, SQLite', 1, server, [nginx.process.pid ?? 0]), origin, headers: { Host: host } };
    if (question === repeated) results.rows.push(...(await measureSetup(setup, [question])));
    else {
      const before = await requestsToDeals(server.origin);
      const measured = await measure(setup, question, secondsOfCache);
      const missed = (await requestsToDeals(server.origin)) - before;
      results.rows.push(formatRow(setup.name, question.name, [measured]));
      results.memory.push(describeMemory(setup, 'nginx'));
      results.notes.push(
        `- nginx, \`docs/nginx.conf\`, from an empty cache: of ${measured.requests.toLocaleString('en')} requests for ${deals.toLocaleString('en')} deals by Zipf's law in ${secondsOfCache} s, ${((1 - missed / measured.requests) * 100).toFixed(1)} % were answered by the cache. The server got ${missed.toLocaleString('en')}.`,
      );
    }
    await nginx.close();
    await server.stop();
  }
};

const measureReplica = async (
  results: Results,
  checkout: Checkout,
  { primary, url }: { primary: PostgresServer; url: string },
  home: string,
): Promise<void> => {
  const replica = await primary.startReplica();
  try {
    const key = /roundtrip_\S+/.exec(runCli(checkout.folder, url, 'keys', 'create', '--name', 'bench', '--scope', 'write'))?.[0] ?? '';
    const environment = { DATABASE_REPLICA_URLS: toDatabaseUrl(replica.url, new URL(url).pathname.slice(1)) };
    const server = await startRoundtrip(checkout, url, home, { environment });
    const setup = setupOf('PostgreSQL and a replica', 1, server, [processIdOf(primary), processIdOf(replica)]);
    results.rows.push(...(await measureSetup(setup)));
    results.memory.push(describeMemory(setup, 'primary and replica'));
    const { detail, during } = await measureLag(primary.url, { server, key, file: '' }, (seconds) => measure(setup, each, seconds));
    results.rows.push(formatRow(setup.name, `${each.name}, beside writes`, [during]));
    results.notes.push(detail);
    await server.stop();
  } finally {
    await replica.close();
  }
};

/** Measures one process, several, PostgreSQL, a replica, and a cache in front. */
export const measureScaling = async (checkout: Checkout): Promise<Part> => {
  if (!hasWrk || !hasNginx)
    throw new Error('This part needs wrk, nginx and PostgreSQL (Debian: apt-get install wrk nginx-light postgresql).');
  const home = await mkdtemp(join(tmpdir(), 'roundtrip-bench-scaling-'));
  const results: Results = { rows: [], memory: [], notes: [] };
  try {
    const file = join(home, 'roundtrip.db');
    await copyFile(await generatedDatabase(deals, 1, checkout.folder), file);
    for (const workers of [1, 2])
      await measureAndStop(results, setupOf('SQLite', workers, await startRoundtrip(checkout, file, home, { workers })));
    await measureCache(results, checkout, file, home);
    const { server: primary, url } = await startGeneratedPostgres(deals, checkout.folder);
    try {
      for (const workers of [1, 4]) {
        const server = await startRoundtrip(checkout, url, home, { workers });
        await measureAndStop(results, setupOf('PostgreSQL', workers, server, [processIdOf(primary)]));
      }
      await measureReplica(results, checkout, { primary, url }, home);
    } finally {
      await primary.close();
    }
  } finally {
    await rm(home, { recursive: true, force: true });
  }
  return {
    title: 'Scaling, 100,000 deals',
    goals: [],
    detail: [
      `wrk on 32 connections; medians of ${rounds} rounds of ${secondsOfLoad} s. Servers, PostgreSQL and the client share two cores, so \`requests/s\` is what this machine carries. CPU time is measured per request, user and system. \`per core\` is calculated: 1 s divided by that time, without the client.`,
      '',
      '| setup | question | requests/s | p50 ms | p99 ms | Roundtrip, µs CPU | PostgreSQL or nginx, µs CPU | per core of Roundtrip | per core of the other |',
      '|---|---|---:|---:|---:|---:|---:|---:|---:|',
      ...results.rows,
      '',
      'Memory after the load:',
      '',
      ...results.memory,
      '',
      ...results.notes,
    ],
  };
};
