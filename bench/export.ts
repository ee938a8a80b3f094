import { type ChildProcess, execFileSync, fork, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { buildApp } from '../src/app.ts';
import { configFrom } from '../src/config.ts';
import { openDatabase } from '../src/database/open.ts';
import { generate } from './generate.ts';

// What a whole list costs: NDJSON and CSV over HTTP against `sqlite3 -csv` of the same bodies, in turn and in the same run; the
// memory of the server; and small requests to it beside exports. Usage: tsx bench/export.ts [deals] [database file]

const count = Number(process.argv[2] ?? 1_000_000);
const file = process.argv[3] ?? join(tmpdir(), `roundtrip-bench-export-${count}.db`);
const dataDir = join(tmpdir(), 'roundtrip-bench-export-data');

/** The process that serves: alone in it, so that its memory is its own. */
const serve = async (): Promise<void> => {
  const database = await openDatabase(`sqlite:${file}`);
  const app = await buildApp({ config: configFrom({ RATE_LIMIT_MAX: '1000000', DATA_DIR: dataDir }), database });
  await app.listen({ host: '127.0.0.1', port: 0 });
  const address = app.server.address();
  process.send?.(typeof address === 'object' && address !== null ? address.port : 0);
};

const memoryOf = ({ pid }: ChildProcess, name: 'VmHWM' | 'VmRSS'): number =>
  Math.round(Number(new RegExp(`${name}:\\s+(\\d+)`).exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024);

const percentile = (times: readonly number[], share: number) => (times[Math.floor(times.length * share)] ?? 0).toFixed(1);

/** Reads an answer to its end in a process of its own, so that small requests are not measured by one that is busy with it. */
const read = async (url: string, until = { isOver: false }, ...options: string[]): Promise<void> => {
  const client = spawn('curl', ['-sSf', '-o', '/dev/null', ...options, url], { stdio: 'inherit' });
  const ended = once(client, 'exit');
  const ending = setInterval(() => {
    if (until.isOver) client.kill();
  }, 100);
  const [status, signal] = (await ended) as [number | null, string | null];
  clearInterval(ending);
  if (status !== 0 && signal === null) throw new Error(`${url} could not be read whole.`);
};

/** How many lines an answer has. */
const linesOf = (url: string): number => Number(execFileSync('sh', ['-c', 'curl -sSf "$1" | wc -l', 'sh', url]));

const measure = async (): Promise<void> => {
  if (!existsSync(file)) await generate(file, count);
  const server = fork(import.meta.filename, ['serve', file], { execArgv: process.execArgv });
  const [port] = (await once(server, 'message')) as [number];
  const base = `http://127.0.0.1:${port}`;
  const started = memoryOf(server, 'VmRSS');

  const cases = {
    'sqlite3 -csv, bodies': () => {
      const sql = "select body from short_answers where collection = 'deals' and known_to is null order by record_id";
      execFileSync('sh', ['-c', 'exec sqlite3 -csv "$1" "$2" > /dev/null', 'sh', file, sql]);
      return Promise.resolve();
    },
    NDJSON: () => read(`${base}/v1/deals?format=ndjson`),
    'NDJSON, sorted': () => read(`${base}/v1/deals?format=ndjson&sort=-lastReportedOn`),
    CSV: () => read(`${base}/v1/deals?format=csv`),
  };
  const lines = [linesOf(`${base}/v1/deals?format=ndjson`), linesOf(`${base}/v1/deals?format=csv`)];
  if (lines[0] !== count || lines[1] !== count + 1) throw new Error(`The answers have ${lines.join(' and ')} lines.`);
  const rates = new Map<string, number[]>();
  for (let round = 0; round < 3; round += 1) {
    for (const [name, run] of Object.entries(cases)) {
      const from = performance.now();
      await run();
      rates.set(name, [...(rates.get(name) ?? []), (count / (performance.now() - from)) * 1_000]);
    }
  }
  const median = (name: string) => rates.get(name)?.sort((a, b) => a - b)[1] ?? 0;
  console.log(`${count} deals | rows/s | of sqlite3 -csv`);
  for (const name of rates.keys())
    console.log(`${name} | ${Math.round(median(name))} | ${(median(name) / median('sqlite3 -csv, bodies')).toFixed(2)}`);
  console.log(`memory of the server: ${started} MB at the start, at most ${memoryOf(server, 'VmHWM')} MB since`);

  let asked = 0;
  const smallRequests = async (until: { isOver: boolean }): Promise<number[]> => {
    const times: number[] = [];
    const running: Promise<void>[] = [];
    while (!until.isOver) {
      asked += 1;
      const from = performance.now();
      running.push(
        fetch(`${base}/v1/deals/deal-${(asked * 7_919) % count}`).then(async (response) => {
          await response.arrayBuffer();
          times.push(performance.now() - from);
        }),
      );
      await setTimeout(5);
    }
    await Promise.all(running);
    return times.sort((a, b) => a - b);
  };
  const during = async (work: (until: { isOver: boolean }) => Promise<unknown>): Promise<number[]> => {
    const until = { isOver: false };
    const times = smallRequests(until);
    const working = work(until);
    await Promise.race([working, setTimeout(8_000)]);
    until.isOver = true;
    await working;
    return times;
  };
  const again = (url: string) => async (until: { isOver: boolean }) => {
    while (!until.isOver) await read(`${base}${url}`, until);
  };
  const slowly = (url: string) => (until: { isOver: boolean }) => read(`${base}${url}`, until, '--limit-rate', '2M');
  await during(() => setTimeout(2_000));
  for (const [name, work] of Object.entries({
    alone: () => setTimeout(8_000),
    'beside a fast NDJSON export': again('/v1/deals?format=ndjson'),
    'beside a slow NDJSON client': slowly('/v1/deals?format=ndjson'),
    'beside a fast CSV export': again('/v1/deals?format=csv'),
    'beside the making of the files of /v1/exports': () => fetch(`${base}/v1/exports`).then((response) => response.arrayBuffer()),
    'alone again': () => setTimeout(8_000),
  })) {
    const times = await during(work);
    console.log(`small requests ${name}: n ${times.length}, p50 ${percentile(times, 0.5)} ms, p99 ${percentile(times, 0.99)} ms`);
  }
  console.log(`memory of the server: at most ${memoryOf(server, 'VmHWM')} MB`);
  const ended = once(server, 'exit');
  server.kill();
  await ended;
  rmSync(dataDir, { recursive: true, force: true });
};

await (process.argv[2] === 'serve' ? serve() : measure());
