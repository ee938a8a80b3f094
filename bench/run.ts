import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { measureAbuse } from './abuse.ts';
import { measureAnswers } from './answers.ts';
import { measureCycles } from './cycles.ts';
import { measureExports } from './exports.ts';
import { root } from './generate.ts';
import { measureLists } from './lists.ts';
import { measurePlans } from './plans.ts';
import { type Part, writeReport } from './report.ts';
import { measureScaling } from './scaling.ts';
import type { Checkout } from './servers.ts';
import { measureThroughput } from './throughput.ts';
import { measureWrites } from './writes.ts';

/**
 * `npm run bench` runs all benchmarks and writes `bench/RESULTS.md`. It takes less than twenty minutes once the database has been generated.
 * `npm run bench -- lists abuse` runs some parts and writes to a temporary folder.
 */

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Also measures lists at a million deals. Generating that database takes long. */
    million: { type: 'boolean', default: false },
    /** The folder of another checkout to compare with. It must be built. */
    against: { type: 'string' },
    /** Where to write the results. */
    output: { type: 'string' },
  },
});

const checkout: Checkout = { name: 'this checkout', folder: root };
const checkouts: Checkout[] = [checkout];
if (values.against !== undefined) checkouts.push({ name: basename(values.against), folder: resolve(values.against) });
for (const { folder } of checkouts)
  if (!existsSync(join(folder, 'dist/server.js'))) throw new Error(`${folder} is not built. Run "npm run build" there.`);

const parts: Readonly<Record<string, () => Promise<Part[]>>> = {
  lists: () => measureLists(checkouts, values.million),
  abuse: async () => [await measureAbuse(checkouts)],
  writes: async () => [await measureWrites(checkouts)],
  load: () => measureThroughput(checkout),
  answers: async () => [await measureAnswers(checkout)],
  exports: async () => [await measureExports(checkout)],
  cycles: async () => [measureCycles()],
  scaling: async () => [await measureScaling(checkout)],
  plans: async () => [await measurePlans(checkout)],
};
/** They need PostgreSQL, and so long that they run only if they are named. */
const onlyIfNamed = ['scaling', 'plans'];

const unknown = positionals.find((name) => !Object.hasOwn(parts, name));
if (unknown !== undefined) throw new Error(`Unknown part "${unknown}": expected ${Object.keys(parts).join(', ')}.`);
const usual = Object.keys(parts).filter((name) => !onlyIfNamed.includes(name));
const chosen = positionals.length === 0 ? usual : positionals;
const isWhole = positionals.length === 0;
// If the run is stopped, write the results so far.
const draft = join(tmpdir(), 'roundtrip-bench-results.md');
const results: Part[] = [];
for (const name of chosen) {
  console.log(`\n${name}`);
  const started = performance.now();
  results.push(...((await parts[name]?.()) ?? []));
  console.log(`${name} took ${Math.round((performance.now() - started) / 1_000)} s`);
  writeReport(draft, results);
}
const output = values.output ?? (isWhole ? join(root, 'bench/RESULTS.md') : draft);
writeReport(output, results);
console.log(`\nwritten to ${output}`);
