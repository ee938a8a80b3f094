import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import type { Loaded } from './load-generator.ts';
import { onCore } from './servers.ts';

/** Load by wrk (https://github.com/wg/wrk), whose client in C is not the limit: it gets twice as many constant bodies as one in JavaScript. */

const program = ['/usr/bin/wrk', '/usr/local/bin/wrk'].find(existsSync);

/** Whether wrk is installed. */
export const hasWrk: boolean = program !== undefined;

const toMs = (text: string): number => {
  const [, figure = '', unit = ''] = /^([\d.]+)(us|ms|s)$/.exec(text) ?? [];
  return Number(figure) * ({ us: 0.001, ms: 1, s: 1_000 }[unit] ?? Number.NaN);
};

/** Sends one request again and again for some seconds, on 32 connections, from the second core. */
export const loadByWrk = async (address: string, headers: Readonly<Record<string, string>>, seconds: number): Promise<Loaded> => {
  const named = Object.entries(headers).flatMap(([name, value]) => ['-H', `${name}: ${value}`]);
  const [command, args] = onCore(1, program ?? 'wrk', ['-t1', '-c32', `-d${seconds}s`, '--latency', ...named, address]);
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
  const status = await new Promise<number | null>((resolve) => child.on('exit', resolve));
  if (status !== 0) throw new Error(`wrk ended with ${status}.`);
  const read = (pattern: RegExp) => pattern.exec(text)?.[1] ?? '';
  return {
    perSecond: Number(read(/Requests\/sec:\s+([\d.]+)/)),
    p50: toMs(read(/\s50%\s+(\S+)/)),
    p99: toMs(read(/\s99%\s+(\S+)/)),
    others: Number(read(/Non-2xx or 3xx responses: (\d+)/) || 0),
  };
};
