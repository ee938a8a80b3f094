import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import BetterSqlite3 from 'better-sqlite3';
import { enumerateCycles } from '../src/analysis/cycles.ts';
import type { FlowFact } from '../src/analysis/flow-sums.ts';
import { buildMoneyGraph, type MoneyGraph } from '../src/analysis/money-graph.ts';
import { buildApp } from '../src/app.ts';
import { configFrom } from '../src/config.ts';
import { openDatabase } from '../src/database/open.ts';
import { dayAt, dayCount, generate, randomFrom } from './generate.ts';

// What cycles cost: the enumeration by itself against a plain search of the same graph in the same run, and small requests to
// a server while it enumerates. Usage: tsx bench/cycles.ts

const finish = <Result>(work: Generator<void, Result>): Result => {
  for (;;) {
    const step = work.next();
    if (step.done === true) return step.value;
  }
};

/** Ends of flows: uniform, or drawn towards few hubs. */
const endsOf = (groups: number, flows: number, isHubs: boolean): [number, number][] => {
  const random = randomFrom(11);
  const draw = () => Math.floor((isHubs ? random() ** 2.5 : random()) * groups);
  return Array.from({ length: flows }, () => [draw(), draw()]);
};

const factsOf = (ends: readonly [number, number][]): FlowFact[] =>
  ends.map(([from, to], index) => ({
    id: `f${index}`,
    from: `company-${from}`,
    to: `company-${to}`,
    fromGroup: `company-${from}`,
    toGroup: `company-${to}`,
    nature: index % 2 === 0 ? 'financing' : 'purchase',
    contingent: false,
    implied: false,
    certainty: 'binding',
    deal: null,
    chipCommitment: `c${index}`,
    kind: null,
    year: '2026',
    knownFrom: '2026-01-01',
    low: index,
    high: index,
    boundLow: 0,
    boundHigh: null,
    siblings: 1,
  }));

/** Depth-first search without a look ahead: the reference. */
const plainSearch = ({ size, offsets, targets }: MoneyGraph, maxLength: number, visitedMax: number): number => {
  const isOnPath = new Uint8Array(size);
  let count = 0;
  let visited = 0;
  const follow = (start: number, vertex: number, length: number): void => {
    for (let edge = offsets[vertex] ?? 0; edge < (offsets[vertex + 1] ?? 0) && visited < visitedMax; edge += 1) {
      const target = targets[edge] ?? 0;
      visited += 1;
      if (target === start) count += 1;
      else if (target > start && isOnPath[target] === 0 && length < maxLength) {
        isOnPath[target] = 1;
        follow(start, target, length + 1);
        isOnPath[target] = 0;
      }
    }
  };
  for (let start = 0; start < size; start += 1) follow(start, start, 1);
  return count;
};

const milliseconds = (work: () => void): number => {
  const started = performance.now();
  work();
  return Math.round(performance.now() - started);
};

const edgesVisitedMax = 40_000_000;
console.log('graph | legs | cycles up to 5 | build ms | search ms | legs looked at | truncated | plain search ms');
for (const [name, groups, flows, isHubs] of [
  ['500 groups, 3,000 flows, uniform', 500, 3_000, false],
  ['500 groups, 3,000 flows, hubs', 500, 3_000, true],
  ['10,000 groups, 100,000 flows, uniform', 10_000, 100_000, false],
  ['10,000 groups, 100,000 flows, hubs', 10_000, 100_000, true],
] as const) {
  const facts = factsOf(endsOf(groups, flows, isHubs));
  let graph = finish(buildMoneyGraph(facts));
  const build = milliseconds(() => {
    graph = finish(buildMoneyGraph(facts));
  });
  const times: number[] = [];
  let count = 0;
  let end = { edgesVisited: 0, truncated: false };
  for (let run = 0; run < 3; run += 1) {
    count = 0;
    times.push(
      milliseconds(() => {
        end = finish(
          enumerateCycles(graph, { maxLength: 5, edgesVisitedMax }, () => {
            count += 1;
          }),
        );
      }),
    );
  }
  const plain = end.truncated ? 'not run' : String(milliseconds(() => plainSearch(graph, 5, 1e9)));
  const [median] = times.sort((a, b) => a - b).slice(1);
  console.log([name, graph.legs.length, count, build, median, end.edgesVisited, end.truncated, plain].join(' | '));
}

const file = join(tmpdir(), 'roundtrip-bench-flows.db');
await generate(file, 1_000);
const client = new BetterSqlite3(file);
client.pragma('foreign_keys = OFF');
const insert = client.prepare(
  'insert into flows (id, known_from, from_id, to_id, from_group_id, to_group_id, nature, contingent, implied, certainty, usd_low, usd_high, first_known_on, body) values (?, ?, ?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?)',
);
client.transaction(() => {
  for (const { id, from, to, nature, low } of factsOf(endsOf(10_000, 100_000, true)))
    insert.run(id, dayAt(dayCount - 1), from, to, from, to, nature, 'binding', low, low, dayAt(dayCount - 1), '{}');
})();
client.close();
const database = await openDatabase(`sqlite:${file}`);
const app = await buildApp({ config: configFrom({ RATE_LIMIT_MAX: '1000000' }), database });
await app.listen({ port: 0 });
const address = app.server.address();
const base = `http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
let asked = 0;
/** Small requests, each different, one every five milliseconds: how long each took. */
const smallRequests = async (until: { isOver: boolean }): Promise<number[]> => {
  const times: number[] = [];
  const running: Promise<void>[] = [];
  while (!until.isOver) {
    asked += 1;
    const started = performance.now();
    running.push(
      fetch(`${base}/v1/deals/deal-${asked % 1_000}?fields=id&n=${asked}`.replace(/&n=.*/, `,title`)).then(async (response) => {
        await response.arrayBuffer();
        times.push(performance.now() - started);
      }),
    );
    await setTimeout(5);
  }
  await Promise.all(running);
  return times.sort((a, b) => a - b);
};
const percentile = (times: number[], share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);
const during = async (work: Promise<unknown>): Promise<number[]> => {
  const until = { isOver: false };
  const times = smallRequests(until);
  await work;
  until.isOver = true;
  return times;
};
await during(setTimeout(2_000));
const alone = await during(setTimeout(4_000));
const started = performance.now();
const beside = await during(
  fetch(`${base}/v1/cycles?maxLength=5&limit=50&total=true`).then(async (response) => {
    const { meta, page } = (await response.json()) as { meta: { truncated: boolean; edgesVisited: number }; page: { total: number } };
    console.log(`\n/v1/cycles over HTTP, hubs, flows read anew: ${Math.round(performance.now() - started)} ms`, meta, page.total);
  }),
);
console.log(
  `small requests alone:  n ${alone.length}, p50 ${percentile(alone, 0.5)} ms, p99 ${percentile(alone, 0.99)} ms, max ${percentile(alone, 0.9999)} ms`,
);
console.log(
  `small requests beside: n ${beside.length}, p50 ${percentile(beside, 0.5)} ms, p99 ${percentile(beside, 0.99)} ms, max ${percentile(beside, 0.9999)} ms`,
);
await app.close();
await database.close();
