import { spawn } from 'node:child_process';
import type { Load, Loaded } from './load-generator.ts';
import type { Goal } from './report.ts';
import type { Server } from './servers.ts';
import { median } from './statistics.ts';

/** How long do requests take at a fixed rate, alone and during a long download? */

type Wanted = Omit<Load, 'seconds' | 'connections'>;

const rounds = 3;

/** Reads a response repeatedly at a limited speed, in a separate process, until it is stopped. */
const download = (url: string, bytesPerSecond: string): { stop: () => void } => {
  const client = spawn('sh', ['-c', 'while curl -sS --limit-rate "$2" -o /dev/null "$1"; do :; done', 'sh', url, bytesPerSecond], {
    detached: true,
    stdio: 'ignore',
  });
  return { stop: () => client.pid !== undefined && process.kill(-client.pid) };
};

interface Case {
  name: string;
  load: Wanted;
  reference: { name: string; load: Wanted };
  beside?: () => { stop: () => void };
  goal: number;
}

/** Measures each case and its reference alternately. Latencies are whole milliseconds, at least one. */
export const measureLatency = async (
  load: (wanted: Wanted) => Promise<Loaded>,
  { origin }: Server,
  constant: Server,
  { deals, page, data }: { deals: readonly string[]; page: string; data: string },
): Promise<{ goals: Goal[]; detail: string[] }> => {
  const one = { origin, paths: deals.map((id) => `/v1/deals/${id}`), headers: {}, perSecond: 1_000 };
  const alone = { name: 'the same alone', load: one };
  const cases: readonly Case[] = [
    {
      name: 'a page at 300 a second',
      load: { origin, paths: [page], headers: {}, perSecond: 300 },
      reference: { name: 'a constant body', load: { origin: constant.origin, paths: ['/constant'], headers: {}, perSecond: 300 } },
      goal: 1.5,
    },
    {
      name: 'a deal at 1,000 a second, beside an export to a slow client',
      load: one,
      reference: alone,
      beside: () => download(`${origin}/v1/deals?format=ndjson&include=history`, '2M'),
      goal: 2,
    },
    {
      name: 'a deal at 1,000 a second, beside an export as CSV at full speed',
      load: one,
      reference: alone,
      beside: () => download(`${origin}/v1/deals?format=csv`, '1G'),
      goal: 2,
    },
  ];
  const goals: Goal[] = [];
  const detail = ['| at a fixed rate | p50 ms | p99 ms | against | its p99 ms | ratio | goal |', '|---|---:|---:|---|---:|---:|---:|'];
  for (const { name, load: wanted, reference, beside, goal } of cases) {
    const [results, references]: [Loaded[], Loaded[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      references.push(await load(reference.load));
      const other = beside?.();
      results.push(await load(wanted));
      other?.stop();
    }
    const ratios = results.map(({ p99 }, round) => p99 / Math.max(1, references[round]?.p99 ?? 1));
    const ratio = median(ratios);
    const figure = `${ratio.toFixed(1)}x (${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)})`;
    goals.push({ question: `p99 of ${name}, ${data}`, goal: `<= ${goal}x ${reference.name}`, figure, isMet: ratio <= goal });
    const [p50, p99, referenceP99] = [results.map((all) => all.p50), results.map((all) => all.p99), references.map((all) => all.p99)].map(
      (sample) => median(sample).toFixed(0),
    );
    detail.push(`| ${[name, p50, p99, reference.name, referenceP99, figure, `${goal}x${ratio <= goal ? '' : ' ✗'}`].join(' | ')} |`);
  }
  return { goals, detail };
};
