import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { generatedDatabase, generateRecords, runCli, writeLines } from './generate.ts';
import type { Goal, Part } from './report.ts';
import { type Checkout, type Server, startRoundtrip } from './servers.ts';
import { formatMs, median, quantile } from './statistics.ts';

/**
 * What does a write cost? Measures a `PATCH` of a company that many records depend on, the speed of `roundtrip import`, how long other
 * writes wait for it, and the size of the database file. Alternates between the checkouts.
 */

const patched = ['nvidia', 'openai', 'anthropic'];
const patchRounds = 12;
const patchGoalMs = 60;
/** Many, so that the start of the process and the first, unoptimized calls count little. */
const importedDeals = 10_000;
const importRounds = 2;
const importGoal = 2_000;
const waitGoalMs = 5_000;
const sizedDeals = 100_000;
const sizeGoal = 0.55;

/** A server with a copy of the real dataset, and a key with the scope `write`. */
export interface Writer {
  server: Server;
  key: string;
  file: string;
}

export const startWriter = async (checkout: Checkout, home: string): Promise<Writer> => {
  const file = join(home, 'roundtrip.db');
  runCli(checkout.folder, file, 'import');
  const key = /roundtrip_\S+/.exec(runCli(checkout.folder, file, 'keys', 'create', '--name', 'bench', '--scope', 'write'))?.[0];
  if (key === undefined) throw new Error('The command line printed no key.');
  return { server: await startRoundtrip(checkout, file, home), key, file };
};

/** Patches the note of a company and returns the duration. */
export const patch = async ({ server, key }: Writer, company: string, note: string): Promise<{ ms: number; status: number }> => {
  const started = performance.now();
  const response = await fetch(`${server.origin}/v1/companies/${company}`, {
    method: 'PATCH',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/merge-patch+json' },
    body: JSON.stringify({ note }),
  });
  await response.arrayBuffer();
  return { ms: performance.now() - started, status: response.status };
};

/** Durations of the patches in milliseconds, by company and checkout. */
const measurePatches = async (writers: readonly Writer[]) => {
  const times = new Map(patched.map((company) => [company, writers.map((): number[] => [])]));
  for (let round = -2; round < patchRounds; round += 1) {
    for (const company of patched) {
      for (const [index, writer] of writers.entries()) {
        const { ms, status } = await patch(writer, company, `Patched ${round + 3} times.`);
        if (status !== 200) throw new Error(`PATCH ${company} is answered with ${status}.`);
        if (round >= 0) times.get(company)?.[index]?.push(ms);
      }
    }
  }
  return times;
};

/** Records per second of an import into a copy of the real dataset. */
const measureImport = async (checkout: Checkout, lines: { file: string; count: number }, home: string): Promise<number> => {
  const folder = await mkdtemp(join(home, 'import-'));
  const file = join(folder, 'roundtrip.db');
  runCli(checkout.folder, file, 'import');
  const started = performance.now();
  runCli(checkout.folder, file, 'import', lines.file, '--batch', '1000');
  const perSecond = lines.count / ((performance.now() - started) / 1_000);
  await rm(folder, { recursive: true });
  return perSecond;
};

/** The longest wait of a small write during an import from the command line, and the number of rejected writes. */
const measureWaiting = async (checkout: Checkout, writer: Writer, lines: string) => {
  const cli = join(checkout.folder, 'dist/cli.js');
  const child = spawn(process.execPath, [cli, 'import', lines, '--batch', '1000'], {
    env: { PATH: process.env.PATH ?? '', DATABASE_URL: `sqlite:${writer.file}` },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  const waits: number[] = [];
  let refused = 0;
  for (let index = 0; child.exitCode === null; index += 1) {
    const { ms, status } = await patch(writer, 'abb-robotics', `Patched ${index + 1} times beside an import.`);
    waits.push(ms);
    if (status !== 200) refused += 1;
    await delay(200);
  }
  await ended;
  return { longest: Math.max(...waits), refused, writes: waits.length };
};

/** Measures the writes of each checkout. The goals apply to the first. */
export const measureWrites = async (checkouts: readonly Checkout[]): Promise<Part> => {
  const home = await mkdtemp(join(tmpdir(), 'roundtrip-bench-writes-'));
  const [name, baseName] = checkouts.map((checkout) => checkout.name);
  const goals: Goal[] = [];
  const detail = [
    `| | ${name} |${baseName === undefined ? '' : ` ${baseName} | ratio |`}`,
    `|---|---:|${baseName === undefined ? '' : '---:|---:|'}`,
  ];
  const report = (label: string, figures: readonly number[], format: (figure: number) => string, goal?: Omit<Goal, 'figure' | 'base'>) => {
    const [ours = Number.NaN, base] = figures;
    const cells = [label, format(ours), ...(base === undefined ? [] : [format(base), (ours / base).toFixed(2)])];
    detail.push(`| ${cells.join(' | ')} |`);
    console.log(cells.join(' | '));
    if (goal !== undefined) goals.push({ ...goal, figure: format(ours), ...(base !== undefined && { base: format(base) }) });
  };
  const writers: Writer[] = [];
  try {
    for (const [index, checkout] of checkouts.entries()) writers.push(await startWriter(checkout, await mkdtemp(join(home, `${index}-`))));
    for (const [company, times] of await measurePatches(writers)) {
      const medians = times.map(median);
      const ms = (figure: number) => `${formatMs(figure)} ms`;
      const isMet = (medians[0] ?? 0) <= patchGoalMs;
      report(
        `PATCH ${company}, median`,
        medians,
        ms,
        company === 'nvidia' ? { question: 'PATCH nvidia, median', goal: `<= ${patchGoalMs} ms`, isMet } : undefined,
      );
      report(
        `PATCH ${company}, p90`,
        times.map((all) => quantile(all, 0.9)),
        ms,
      );
    }

    const lines = join(home, 'records.ndjson');
    const count = await writeLines(lines, generateRecords(importedDeals, 2));
    const waits: Awaited<ReturnType<typeof measureWaiting>>[] = [];
    for (const [index, checkout] of checkouts.entries()) waits.push(await measureWaiting(checkout, writers[index] as Writer, lines));
    for (const { server } of writers.splice(0)) await server.stop();
    report(
      `the longest wait of a small PATCH beside an import (${waits.map(({ refused, writes }) => `${refused} of ${writes} refused`).join('; ')})`,
      waits.map(({ longest }) => longest),
      (figure) => `${formatMs(figure)} ms`,
      {
        question: 'The longest wait of a small PATCH beside an import',
        goal: `<= ${waitGoalMs / 1_000} s, none refused`,
        isMet: waits[0] !== undefined && waits[0].longest <= waitGoalMs && waits[0].refused === 0,
      },
    );

    const rates = checkouts.map((): number[] => []);
    for (let round = 0; round < importRounds; round += 1)
      for (const [index, checkout] of checkouts.entries()) rates[index]?.push(await measureImport(checkout, { file: lines, count }, home));
    const best = rates.map((all) => Math.max(...all));
    report(
      `import of ${count.toLocaleString('en')} records with everything derived, best of ${importRounds}`,
      best,
      (figure) => `${Math.round(figure)}/s`,
      {
        question: 'Records imported a second',
        goal: `>= ${importGoal.toLocaleString('en')}/s`,
        isMet: (best[0] ?? 0) >= importGoal,
      },
    );

    const sizes: number[] = [];
    for (const { folder } of checkouts) {
      const real = join(await mkdtemp(join(home, 'size-')), 'roundtrip.db');
      runCli(folder, real, 'import');
      sizes.push((await stat(await generatedDatabase(sizedDeals, 1, folder))).size - (await stat(real)).size);
    }
    const [ours = Number.NaN, base] = sizes;
    report(
      `database file for ${sizedDeals.toLocaleString('en')} generated deals`,
      sizes,
      (bytes) => `${Math.round(bytes / 1e6).toLocaleString('en')} MB`,
      base === undefined
        ? undefined
        : {
            question: `Database file for ${sizedDeals.toLocaleString('en')} deals`,
            goal: `<= ${sizeGoal} of the other checkout`,
            isMet: ours <= sizeGoal * base,
          },
    );
    return { title: 'Writes', goals, detail };
  } finally {
    for (const { server } of writers) await server.stop();
    await rm(home, { recursive: true, force: true });
  }
};
