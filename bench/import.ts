import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { statuses } from '../src/domain/vocabulary.ts';
import { companyCountOf, dayAt, dayCount, randomFrom, wordAt, wordCount } from './generate.ts';

// How fast records are taken in, all that is derived from them included, and in how much memory: `roundtrip import FILE --batch 1000`
// beside the real dataset. Prints a line for each tenth. Usage: npm run build && tsx bench/import.ts [deals]

const count = Number(process.argv[2] ?? 100_000);
const random = randomFrom(5);
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;
const companies = Array.from({ length: companyCountOf(count) }, (_, index) => `company-${index}`);
const sources = Array.from({ length: Math.ceil(count / 20) }, (_, index) => `source-${index}`);
const textOf = (length: number) => Array.from({ length }, () => wordAt(Math.floor(random() ** 3 * wordCount))).join(' ');

const companyOf = (id: string) => ({ id, name: id, roles: ['investor', 'ai_lab'], country: 'US' });
const sourceOf = (id: string) => ({
  id,
  publisher: 'A Paper',
  title: textOf(6),
  titleStated: true,
  url: `https://example.org/${id}`,
  publishedOn: dayAt(0),
  kind: 'news',
});
const dealOf = (id: string) => {
  const start = Math.floor(random() * (dayCount - 900));
  const history = Array.from({ length: 1 + Math.floor(random() * 3) }, (_, place) => {
    const amount = Math.ceil(random() ** 4 * 1e11);
    return {
      reportedOn: dayAt(start + place * 300),
      status: pick(statuses.filter((status) => status !== 'terminated' && status !== 'lapsed')),
      amount: { min: amount, max: amount, approximate: false, stated: `${amount} dollars`, currency: 'USD' },
      citations: [{ source: pick(sources), attribution: 'on_record' }],
    };
  });
  return {
    id,
    kind: pick(['equity_round', 'equity_investment'] as const),
    title: textOf(5),
    summary: textOf(20),
    participants: [
      { company: pick(companies), role: 'investor' },
      { company: pick(companies), role: 'issuer' },
    ],
    history,
  };
};

const home = await mkdtemp(join(tmpdir(), 'roundtrip-bench-import-'));
try {
  const file = join(home, 'records.ndjson');
  const output = createWriteStream(file);
  const write = async (collection: string, record: object) => {
    if (!output.write(`${JSON.stringify({ collection, record })}\n`)) await once(output, 'drain');
  };
  for (const id of companies) await write('companies', companyOf(id));
  for (const id of sources) await write('sources', sourceOf(id));
  for (let index = 0; index < count; index += 1) await write('deals', dealOf(`deal-${index}`));
  await finished(output.end());
  const total = companies.length + sources.length + count;

  const cli = fileURLToPath(new URL('../dist/cli.js', import.meta.url));
  const environment = { PATH: process.env.PATH ?? '', DATABASE_URL: `sqlite:${join(home, 'roundtrip.db')}` };
  execFileSync(process.execPath, [cli, 'import'], { env: environment, stdio: 'ignore' });
  const begun = performance.now();
  const child = spawn(process.execPath, [cli, 'import', file, '--batch', '1000'], {
    env: environment,
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  const memory = () => Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024);
  console.log(`${total} records (${count} deals); records/s since the line before, and the most memory that the process had`);
  let [tenth, last, lastAt] = [0, 0, begun];
  for await (const text of createInterface({ input: child.stderr })) {
    const line = Number(/^line (\d+)/.exec(text)?.[1] ?? Number.NaN);
    if (!text.startsWith('line ')) console.log(text);
    if (Number.isNaN(line) || Math.floor((line / total) * 10) === tenth) continue;
    const now = performance.now();
    const peak = child.exitCode === null ? `${memory()} MB` : '';
    console.log(
      `${String(line).padStart(9)}  ${Math.round((line - last) / ((now - lastAt) / 1_000))
        .toLocaleString('en')
        .padStart(7)}/s  ${peak}`,
    );
    [tenth, last, lastAt] = [Math.floor((line / total) * 10), line, now];
  }
  console.log(`${Math.round(total / ((performance.now() - begun) / 1_000)).toLocaleString('en')} records/s over all`);
} finally {
  await rm(home, { recursive: true });
}
