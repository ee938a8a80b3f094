import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Piscina } from 'piscina';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { programFor } from '../../src/programs.ts';

let home: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'roundtrip-threads-'));
});
afterAll(() => rm(home, { recursive: true }));

/** Writes an ES module with so many imports that most of its loading is the linking of them, and returns its file. */
const writeModuleSlowToLink = async (): Promise<string> => {
  const [modules, exports] = [100, 60];
  const names: string[] = [];
  for (let module = 0; module < modules; module += 1) {
    const own = Array.from({ length: exports }, (_, index) => `v${module}_${index}`);
    names.push(...own);
    const next = module + 1 < modules ? `export * from './${module + 1}.mjs';\n` : '';
    await writeFile(join(home, `${module}.mjs`), next + own.map((name) => `export const ${name} = 0;`).join('\n'));
  }
  const file = join(home, 'entry.mjs');
  await writeFile(file, `import { ${names.join(', ')} } from './0.mjs';\nexport const runTask = () => v0_0;\n`);
  return file;
};

it('terminates threads that are still loading their program without aborting the process', async () => {
  const filename = await writeModuleSlowToLink();
  const { execArgv } = programFor('worker-pool/worker');
  for (let waitMs = 30; waitMs < 250; waitMs += 10) {
    const pool = new Piscina({ filename, name: 'runTask', execArgv, minThreads: 1, maxThreads: 1, atomics: 'disabled' });
    await new Promise((resolve) => setTimeout(resolve, waitMs));
    await pool.destroy();
  }
  const pool = new Piscina<undefined, number>({ filename, name: 'runTask', execArgv, minThreads: 1, maxThreads: 1 });
  expect(await pool.run(undefined)).toBe(0);
  await pool.destroy();
});
