import { spawn } from 'node:child_process';
import type { Load, Loaded } from './load.ts';
import type { Subject } from './subjects.ts';

/** How long requests take, asked at a fixed rate, alone and beside long work. */

export type Loading = (wanted: Omit<Load, 'seconds' | 'connections'>) => Promise<Loaded>;

const rounds = 3;

const median = (values: readonly number[]): number => [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

/** Reads an answer again and again, at a bounded pace, in a process of its own, until it is stopped. */
const readSlowly = (url: string, bytesPerSecond: string): { stop: () => void } => {
  const client = spawn('sh', ['-c', 'while curl -sS --limit-rate "$2" -o /dev/null "$1"; do :; done', 'sh', url, bytesPerSecond], {
    detached: true,
    stdio: 'ignore',
  });
  return { stop: () => client.pid !== undefined && process.kill(-client.pid) };
};

/** Asks for something long once a second, each time for something else, until it is stopped. */
const askEachSecond = (addressOf: (index: number) => string): { stop: () => void } => {
  let index = 0;
  const timer = setInterval(() => {
    index += 1;
    void fetch(addressOf(index), { headers: { connection: 'close' } }).then(
      (response) => response.arrayBuffer(),
      () => undefined,
    );
  }, 1_000);
  return { stop: () => clearInterval(timer) };
};

interface Measured {
  name: string;
  load: Omit<Load, 'seconds' | 'connections'>;
  reference: { name: string; load: Omit<Load, 'seconds' | 'connections'> };
  beside?: () => { stop: () => void };
  goal: number;
}

/** Measures each load against its reference, in turn, as the lines of a table. */
const measure = async (loading: Loading, all: readonly Measured[]): Promise<string[]> => {
  const lines = [
    '| what | p50 ms | p99 ms | against | its p99 ms | ratio (least to greatest) | goal | |',
    '|---|---:|---:|---|---:|---:|---:|---|',
  ];
  for (const { name, load, reference, beside, goal } of all) {
    const [with_, without]: [Loaded[], Loaded[]] = [[], []];
    for (let round = 0; round < rounds; round += 1) {
      without.push(await loading(reference.load));
      const work = beside?.();
      with_.push(await loading(load));
      work?.stop();
    }
    const ratios = with_.map(({ p99 }, round) => p99 / Math.max(1, without[round]?.p99 ?? 1));
    const ratio = median(ratios);
    lines.push(
      `| ${name} | ${median(with_.map(({ p50 }) => p50)).toFixed(0)} | ${median(with_.map(({ p99 }) => p99)).toFixed(0)} | ${reference.name} | ${median(without.map(({ p99 }) => p99)).toFixed(0)} | ${ratio.toFixed(1)} (${Math.min(...ratios).toFixed(1)} to ${Math.max(...ratios).toFixed(1)}) | <= ${goal} | ${ratio <= goal ? 'met' : 'missed'} |`,
    );
  }
  return lines;
};

/** Small requests at a fixed rate beside exports and analyses that are not kept. Latencies are whole milliseconds, one at the least. */
export const measureLatency = (
  loading: Loading,
  roundtrip: Subject,
  constant: { subject: Subject; path: string },
  { deals, page }: { deals: readonly string[]; page: string },
): Promise<string[]> => {
  const { origin } = roundtrip;
  const one = { origin, paths: deals.map((id) => `/v1/deals/${id}`), headers: {}, perSecond: 1_000 };
  const alone = { name: 'the same alone', load: one };
  return measure(loading, [
    {
      name: 'b at 300 a second',
      load: { origin, paths: [page], headers: {}, perSecond: 300 },
      reference: {
        name: 'constant body at 300 a second',
        load: { origin: constant.subject.origin, paths: [constant.path], headers: {}, perSecond: 300 },
      },
      goal: 1.5,
    },
    {
      name: 'a at 1,000 a second, beside the cycles up to length 5 of another day each second',
      load: one,
      reference: alone,
      beside: () =>
        askEachSecond((index) => {
          const day = new Date(Date.UTC(2026, 2, 1) + ((index * 7) % 240) * 86_400_000).toISOString().slice(0, 10);
          return `${origin}/v1/cycles?maxLength=5&asOf=${day}&limit=${1 + (index % 190)}`;
        }),
      goal: 2,
    },
    {
      name: 'a at 1,000 a second, beside an export of all deals to a slow client',
      load: one,
      reference: alone,
      beside: () => readSlowly(`${origin}/v1/deals?format=ndjson&include=history`, '2M'),
      goal: 2,
    },
    {
      name: 'a at 1,000 a second, beside the same as CSV, as fast as it goes',
      load: one,
      reference: alone,
      beside: () => readSlowly(`${origin}/v1/deals?format=csv`, '1G'),
      goal: 2,
    },
  ]);
};
