import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Loaded } from './load-generator.ts';
import { onCore } from './servers.ts';

/** Load by wrk (https://github.com/wg/wrk), whose client in C is not the limit: it gets twice as many constant bodies as one in JavaScript. */

const program = ['/usr/bin/wrk', '/usr/local/bin/wrk'].find(existsSync);

/** Whether wrk is installed. */
export const hasWrk: boolean = program !== undefined;

const script = fileURLToPath(new URL('numbered-paths.lua', import.meta.url));

const toMs = (text: string): number => {
  const [, figure = '', unit = ''] = /^([\d.]+)(us|ms|s)$/.exec(text) ?? [];
  return Number(figure) * ({ us: 0.001, ms: 1, s: 1_000 }[unit] ?? Number.NaN);
};

/** The numbers in the place of `{}` in a path: see `numbered-paths.lua`. */
export interface Numbers {
  first: number;
  count: number;
  draw: 'once' | 'zipf';
}

/**
 * Sends requests for some seconds, on 32 connections, from the second core: one request again and again, or with `numbers` another
 * one each time.
 */
export const loadByWrk = async (
  origin: string,
  path: string,
  headers: Readonly<Record<string, string>>,
  seconds: number,
  numbers?: Numbers,
): Promise<Loaded & { requests: number }> => {
  const named = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const target = numbers === undefined ? [`${origin}${path}`] : ['-s', script, origin, '--', path, ...Object.values(numbers).map(String)];
  const [command, args] = onCore(1, program ?? 'wrk', ['-t1', '-c32', `-d${seconds}s`, '--latency', ...named, ...target]);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const status = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  if (status !== 0) throw new Error(`wrk ended with ${status}.`);
  const read = (pattern: RegExp) => pattern.exec(text)?.[1] ?? '';
  return {
    requests: Number(read(/(\d+) requests in/)),
    perSecond: Number(read(/Requests\/sec:\s+([\d.]+)/)),
    p50: toMs(read(/\s50%\s+(\S+)/)),
    p99: toMs(read(/\s99%\s+(\S+)/)),
    others: Number(read(/Non-2xx or 3xx responses: (\d+)/) || 0),
  };
};
