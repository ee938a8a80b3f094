import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { generatedDatabase } from './generate.ts';
import type { Part } from './report.ts';
import { type Checkout, startRoundtrip } from './servers.ts';
import { median } from './statistics.ts';

/** How fast is a list exported, and how much memory does it take? */

const count = 100_000;
const rounds = 3;
const goalPerSecond = 300_000;

/** Reads a response to its end, in a separate process. */
const read = async (url: string): Promise<void> => {
  const [status] = (await once(spawn('curl', ['-sSf', '-o', '/dev/null', url], { stdio: 'inherit' }), 'exit')) as [number | null];
  if (status !== 0) throw new Error(`${url} could not be read to its end.`);
};

export const measureExports = async (checkout: Checkout): Promise<Part> => {
  const home = await mkdtemp(join(tmpdir(), 'roundtrip-bench-exports-'));
  const file = join(home, 'roundtrip.db');
  await copyFile(await generatedDatabase(count, 1, checkout.folder), file);
  const server = await startRoundtrip(checkout, file, home);
  const part: Part = {
    title: `Lists as files, ${count.toLocaleString('en')} deals`,
    goals: [],
    detail: ['| list | deals a second |', '|---|---:|'],
  };
  try {
    const idle = server.memory();
    for (const query of ['format=ndjson', 'format=ndjson&sort=-lastReportedOn', 'format=csv']) {
      const rates: number[] = [];
      for (let round = 0; round < rounds; round += 1) {
        const started = performance.now();
        await read(`${server.origin}/v1/deals?${query}`);
        rates.push(count / ((performance.now() - started) / 1_000));
      }
      const figure = Math.round(median(rates)).toLocaleString('en');
      console.log(`${query}: ${figure}/s`);
      part.detail.push(`| \`${query}\` | ${figure} |`);
      if (query === 'format=ndjson')
        part.goals.push({
          question: 'Deals a second as NDJSON',
          goal: `>= ${goalPerSecond.toLocaleString('en')}`,
          figure,
          isMet: median(rates) >= goalPerSecond,
        });
    }
    part.detail.push(
      '',
      `The server has ${Math.round(idle)} MB before the first export, and at most ${Math.round(server.peakMemory())} MB.`,
    );
    return part;
  } finally {
    await server.stop();
    await rm(home, { recursive: true, force: true });
  }
};
