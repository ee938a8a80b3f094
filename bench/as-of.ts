import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '../src/database/open.ts';
import { certainties, dealKinds, statuses } from '../src/domain/vocabulary.ts';
import { listRecords } from '../src/lists/list.ts';
import { dealList } from '../src/resources/deals/deals.queries.ts';
import { companyCountOf, dayAt, dayCount, generate, randomFrom } from './generate.ts';

// What `asOf` costs, uncached: the same random questions with and without it, in turn, in one run. Prints the ratio.
// Usage: tsx bench/as-of.ts [deals] [questions]

const count = Number(process.argv[2] ?? 1_000_000);
const questions = Number(process.argv[3] ?? 400);
const file = join(tmpdir(), `roundtrip-bench-${count}.db`);
if (!existsSync(file)) await generate(file, count);
const database = await openDatabase(`sqlite:${file}`);
const random = randomFrom(7);
const companyCount = companyCountOf(count);
const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)] as Item;

const filters: Record<string, () => Record<string, unknown>> = {
  none: () => ({}),
  kind: () => ({ kind: [pick(dealKinds)] }),
  status: () => ({ status: [pick(statuses)] }),
  certainty: () => ({ certainty: [pick(certainties)] }),
  company: () => ({ company: [`company-${Math.floor(random() * companyCount)}`] }),
  'company and kind': () => ({ company: [`company-${Math.floor(random() * companyCount)}`], kind: [pick(dealKinds)] }),
  'amount from': () => ({ amountUsdMin: Math.floor(random() * 1e10) }),
};
const sorts = ['-lastReportedOn', '-amountUsd', 'amountUsd', '-announcedOn'];

const timed = async (query: Record<string, unknown>): Promise<number> => {
  const started = performance.now();
  await database.read((session) =>
    listRecords(session, dealList, { limit: 50, ...query } as Parameters<typeof listRecords>[2], '/v1/deals', '2099-01-01'),
  );
  return performance.now() - started;
};

const totals = new Map<string, { plain: number; dated: number; runs: number }>();
for (let index = -20; index < questions; index += 1) {
  for (const [name, filter] of Object.entries(filters)) {
    const query = { ...filter(), sort: pick(sorts) };
    const asOf = dayAt(Math.floor(random() * dayCount));
    const plain = await timed(query);
    const dated = await timed({ ...query, asOf });
    if (index < 0) continue;
    for (const key of [name, query.sort, 'all']) {
      const total = totals.get(key) ?? { plain: 0, dated: 0, runs: 0 };
      totals.set(key, { plain: total.plain + plain, dated: total.dated + dated, runs: total.runs + 1 });
    }
  }
}
console.log(`${count} deals, ${questions} questions of each kind; milliseconds a page of 50, uncached`);
for (const [name, { plain, dated, runs }] of totals) {
  console.log(
    `${name.padEnd(18)} plain ${(plain / runs).toFixed(2).padStart(8)}  asOf ${(dated / runs).toFixed(2).padStart(8)}  ratio ${(dated / plain).toFixed(2)}`,
  );
}
await database.close();
