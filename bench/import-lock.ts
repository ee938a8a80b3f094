import { spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';
import { buildApp } from '../src/app.ts';
import { datasetFolder } from '../src/commands/dataset-folder.ts';
import { configFrom } from '../src/config.ts';
import { openDatabase } from '../src/database/open.ts';
import { takeIn } from '../src/publication/take-in.ts';

/**
 * How long small reads take while the command line imports and holds the write lock, against the same reads before, in one run:
 * `npx tsx bench/import-lock.ts [records]`.
 */

const records = Number(process.argv[2] ?? 20_000);
const home = await mkdtemp(join(tmpdir(), 'roundtrip-bench-'));
const url = `sqlite:${join(home, 'roundtrip.db')}`;
const database = await openDatabase(url);
await takeIn(database, datasetFolder, new Date());
const app = await buildApp({ config: configFrom({ DATA_DIR: home, RATE_LIMIT_MAX: '1000000' }), database });
const origin = await app.listen({ host: '127.0.0.1', port: 0 });

const file = join(home, 'many.ndjson');
const lineOf = (index: number) =>
  JSON.stringify({
    collection: 'sources',
    record: {
      id: `bench-${index}`,
      publisher: 'A Paper',
      title: `The source ${index}`,
      titleStated: true,
      url: `https://example.org/${index}`,
      publishedOn: '2026-11-01',
      kind: 'news',
    },
  });
await writeFile(file, Array.from({ length: records }, (_, index) => lineOf(index)).join('\n'));

/** Latencies of small reads, each another, until told to stop. */
const readUntil = async (isDone: () => boolean) => {
  const latencies: number[] = [];
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  for (let index = 0; !isDone(); index += 1) {
    const asked = performance.now();
    const response = await fetch(`${origin}/v1/deals?limit=${1 + (index % 50)}&amountUsdMin=${index}`);
    await response.arrayBuffer();
    if (!response.ok) throw new Error(`A read was answered with ${response.status}.`);
    latencies.push(performance.now() - asked);
  }
  delay.disable();
  latencies.sort((a, b) => a - b);
  const at = (share: number) => latencies[Math.floor(latencies.length * share)] ?? Number.NaN;
  return { reads: latencies.length, p50: at(0.5), p99: at(0.99), longestHoldMs: delay.max / 1e6 };
};

const show = (name: string, { reads, p50, p99, longestHoldMs }: Awaited<ReturnType<typeof readUntil>>) =>
  console.log(
    `${name}: ${reads} reads, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms, event loop held for at most ${longestHoldMs.toFixed(1)} ms`,
  );

const during = (ms: number) => {
  const end = performance.now() + ms;
  return () => performance.now() > end;
};
await readUntil(during(2_000));
const alone = await readUntil(during(5_000));
show('alone', alone);
const cli = fileURLToPath(new URL('../src/cli.ts', import.meta.url));
const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), cli, 'import', file], {
  env: { ...process.env, DATABASE_URL: url },
  stdio: ['ignore', 'inherit', 'ignore'],
});
const started = performance.now();
let ended = false;
child.on('exit', () => {
  ended = true;
});
const beside = await readUntil(() => ended);
show(`beside an import of ${records} records (${((performance.now() - started) / 1_000).toFixed(1)} s)`, beside);
console.log(`p99 beside / alone: ${(beside.p99 / alone.p99).toFixed(2)}`);
await app.close();
await database.close();
await rm(home, { recursive: true });
