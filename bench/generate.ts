import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { finished } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import BetterSqlite3 from 'better-sqlite3';

/**
 * Generates databases of any size that are skewed like the real dataset. Every generated deal is a copy of a real one (its kind, roles,
 * statuses, amounts and number of reports) with other companies, sources, years and words: one company participates in 20 % of
 * the deals; the others follow Zipf's law. `roundtrip import` adds the records to the real dataset, so that the software itself creates
 * the database.
 *
 * `tsx bench/generate.ts DEALS [--seed N] [--checkout FOLDER]` prints the path of the database. The checkout must be built.
 */

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Creates a seeded random number generator (mulberry32). */
export const createRandom = (seed: number) => {
  let state = seed;
  return (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let value = Math.imul(state ^ (state >>> 15), 1 | state);
    value = (value + Math.imul(value ^ (value >>> 7), 61 | value)) ^ value;
    return ((value ^ (value >>> 14)) >>> 0) / 4_294_967_296;
  };
};

/** Draws ranks from 0 by Zipf's law. A larger `shift` flattens the first ranks. */
const zipf = (count: number, shift: number, random: () => number): (() => number) => {
  let sum = 0;
  const cumulative = Float64Array.from({ length: count }, (_, rank) => (sum += 1 / (rank + 1 + shift)));
  return () => {
    const wanted = random() * sum;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((cumulative[middle] ?? 0) < wanted) low = middle + 1;
      else high = middle;
    }
    return low;
  };
};

/** Increment it with every change to the generated records, so that older databases are not reused. */
const generatorVersion = 1;

/** The share of deals in which `company-0` participates. In the real dataset, Nvidia participates in 20 %. */
const hubShare = 0.2;

export const companyCount = (deals: number): number => Math.max(50, Math.ceil(deals / 50));
export const sourceCount = (deals: number): number => Math.max(50, Math.ceil(deals / 10));
const publisherCount = (deals: number): number => Math.max(20, Math.ceil(deals / 50));
const firstDay = Date.UTC(2015, 0, 1);
/** Number of days, from `dayAt(0)`, on which most deals are reported. */
export const dayCount = 4_300;
export const dayAt = (offset: number): string => new Date(firstDay + offset * 86_400_000).toISOString().slice(0, 10);
/** Words of titles and summaries. The first ones are the most frequent. */
export const wordCount = 3_000;
export const wordAt = (rank: number): string => `w${rank.toString(36)}ord`;

const yearsBack = 11;
/** Up to this rank, generated sources are older than any deal, so that any report can cite them. */
const oldSources = 20;

interface Company {
  id: string;
  roles: string[];
  country: string;
}

interface Deal {
  kind: string;
  participants: { company: string; role: string; reportedOn?: string; amount?: Money; amountReportedOn?: string }[];
  history: {
    reportedOn: string;
    occurredOn?: string;
    amount?: Money;
    valuation?: Money;
    note?: string;
    tranches?: { label: string; amount: Money; condition?: string }[];
    citations: { source: string; attribution: string }[];
  }[];
}

interface Money {
  min?: number;
  max?: number;
  stated?: string;
}

interface Source {
  originalOutlet?: string;
  kind: string;
}

export interface Line {
  collection: 'companies' | 'sources' | 'deals';
  record: Readonly<Record<string, unknown>>;
}

const realRecords = <Shape>(collection: string): Shape[] =>
  readdirSync(join(root, 'data', collection))
    .sort()
    .map((name) => JSON.parse(readFileSync(join(root, 'data', collection, name), 'utf8')) as Shape);

/** The real companies, ordered by number of deals, descending. */
const rankedCompanies = (deals: readonly Deal[]): Company[] => {
  const count = new Map<string, number>();
  for (const { participants } of deals)
    for (const company of new Set(participants.map((one) => one.company))) count.set(company, (count.get(company) ?? 0) + 1);
  return realRecords<Company>('companies').toSorted((a, b) => (count.get(b.id) ?? 0) - (count.get(a.id) ?? 0));
};

/** Shifts a date by whole years. February has 28 days in most of them. */
const yearsEarlier = (date: string, years: number): string =>
  `${Number(date.slice(0, 4)) - years}${date.slice(4)}`.replace('-02-29', '-02-28');

/** Generates the records of `count` deals, each after the records that it refers to. The same seed generates the same records. */
export function* generateRecords(count: number, seed = 1): Generator<Line> {
  const random = createRandom(seed);
  const below = (limit: number) => Math.floor(random() * limit);
  const pick = <Item>(items: readonly Item[]): Item => items[below(items.length)] as Item;
  const words = (length: number) => Array.from({ length }, () => wordAt(Math.floor(random() ** 3 * wordCount))).join(' ');
  const templates = realRecords<Deal>('deals');
  const companyTemplates = rankedCompanies(templates);
  const sourceTemplates = realRecords<Source>('sources');

  const companies = companyCount(count);
  const drawCompany = zipf(companies - 1, 2, random);
  for (let rank = 0; rank < companies; rank += 1) {
    const { roles, country } = companyTemplates[rank] ?? pick(companyTemplates);
    const parent = rank > 10 && random() < 0.07 ? { parent: `company-${below(Math.sqrt(rank))}` } : {};
    yield { collection: 'companies', record: { id: `company-${rank}`, name: `Company ${rank}`, roles, country, ...parent } };
  }

  const sources = sourceCount(count);
  const drawSource = zipf(sources, 8, random);
  const drawPublisher = zipf(publisherCount(count), 8, random);
  const publishedYears = new Uint16Array(sources);
  for (let rank = 0; rank < sources; rank += 1) {
    const year = rank < oldSources ? 2005 : 2006 + below(21);
    publishedYears[rank] = year;
    const { kind, originalOutlet } = pick(sourceTemplates);
    const record = {
      id: `source-${rank}`,
      publisher: `Paper ${drawPublisher()}`,
      title: words(6),
      titleStated: true,
      url: `https://example.org/${rank}`,
      publishedOn: `${year}-01-${String(1 + below(28)).padStart(2, '0')}`,
      kind,
      ...(originalOutlet !== undefined && { originalOutlet }),
    };
    yield { collection: 'sources', record };
  }
  /** A source that was published when the event was reported. */
  const sourceBefore = (reportedOn: string): string => {
    const year = Number(reportedOn.slice(0, 4));
    for (let attempt = 0; attempt < 5; attempt += 1) {
      const rank = drawSource();
      if ((publishedYears[rank] ?? year) < year) return `source-${rank}`;
    }
    return `source-${below(oldSources)}`;
  };

  for (let index = 0; index < count; index += 1) {
    const { kind, participants, history } = pick(templates);
    // Most deals are recent.
    const years = Math.floor(random() ** 1.5 * yearsBack);
    const factor = 0.5 + random();
    const moneyOf = <Shape extends Money>({ stated: _stated, ...money }: Shape) => ({
      ...money,
      ...(money.min !== undefined && money.min !== null && { min: Math.ceil(money.min * factor) }),
      ...(money.max !== undefined && money.max !== null && { max: Math.ceil(money.max * factor) }),
    });
    const chosen = new Map<string, string>();
    const parties = [...new Set(participants.map(({ company }) => company))];
    if (random() < hubShare) chosen.set(pick(parties), 'company-0');
    for (const party of parties) {
      if (chosen.has(party)) continue;
      const taken = new Set(chosen.values());
      let rank = 1 + drawCompany();
      while (taken.has(`company-${rank}`)) rank = 1 + below(companies - 1);
      chosen.set(party, `company-${rank}`);
    }
    const record = {
      id: `deal-${index}`,
      kind,
      title: words(4),
      summary: words(12),
      participants: participants.map(({ company, amount, reportedOn, amountReportedOn, ...participant }) => ({
        ...participant,
        company: chosen.get(company),
        ...(amount !== undefined && { amount: moneyOf(amount) }),
        ...(reportedOn !== undefined && { reportedOn: yearsEarlier(reportedOn, years) }),
        ...(amountReportedOn !== undefined && { amountReportedOn: yearsEarlier(amountReportedOn, years) }),
      })),
      history: history.map(({ citations, amount, valuation, note, tranches, reportedOn, occurredOn, ...event }) => {
        const day = yearsEarlier(reportedOn, years);
        const cited = new Map(citations.map(({ attribution }) => [sourceBefore(day), attribution]));
        return {
          ...event,
          reportedOn: day,
          ...(occurredOn !== undefined && { occurredOn: yearsEarlier(occurredOn, years) }),
          ...(amount !== undefined && { amount: moneyOf(amount) }),
          ...(valuation !== undefined && { valuation: moneyOf(valuation) }),
          ...(tranches !== undefined && {
            tranches: tranches.map(({ amount: part, ...tranche }) => ({ ...tranche, label: words(2), amount: moneyOf(part) })),
          }),
          ...(note !== undefined && { note: words(8) }),
          citations: [...cited].map(([source, attribution]) => ({ source, attribution })),
        };
      }),
    };
    yield { collection: 'deals', record };
  }
}

/** Writes records as NDJSON for `roundtrip import`, and returns their number. */
export const writeLines = async (file: string, lines: Iterable<Line>): Promise<number> => {
  const output = createWriteStream(file);
  let count = 0;
  for (const line of lines) {
    count += 1;
    if (!output.write(`${JSON.stringify(line)}\n`)) await once(output, 'drain');
  }
  await finished(output.end());
  return count;
};

/** Runs the built command line of a checkout with a SQLite file or the URL of a PostgreSQL database, and returns its output. */
export const runCli = (checkout: string, database: string, ...args: readonly string[]): string => {
  const cli = join(checkout, 'dist/cli.js');
  if (!existsSync(cli)) throw new Error(`${cli} does not exist. Run "npm run build" in ${checkout} first.`);
  const url = database.startsWith('postgres:') ? database : `sqlite:${database}`;
  const { status, stderr, stdout } = spawnSync(process.execPath, [cli, ...args], {
    env: { PATH: process.env.PATH ?? '', DATABASE_URL: url },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  if (status !== 0) throw new Error(`"roundtrip ${args.join(' ')}" failed: ${stderr.slice(-2_000)}${stdout.slice(-2_000)}`);
  return stdout;
};

/** Creates a database with the real dataset and `count` generated deals, using the built command line of a checkout. */
export const generate = async (file: string, count: number, seed = 1, checkout = root): Promise<void> => {
  for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix, { force: true });
  mkdirSync(dirname(file), { recursive: true });
  const lines = `${file}.ndjson`;
  await writeLines(lines, generateRecords(count, seed));
  runCli(checkout, file, 'import');
  runCli(checkout, file, 'import', lines, '--batch', '5000');
  rmSync(lines);
  // Checkpoint, so that the file contains everything written.
  const client = new BetterSqlite3(file);
  client.pragma('wal_checkpoint(TRUNCATE)');
  client.close();
};

/** Everything besides size and seed that determines the content of a generated database. */
const fingerprint = (checkout: string): string => {
  const hash = createHash('sha256')
    .update(`${generatorVersion}`)
    .update(readFileSync(join(checkout, 'data/dataset.json')));
  const filesIn = (folder: string, extension: string) =>
    (readdirSync(join(checkout, folder), { recursive: true }) as string[])
      .filter((name) => name.endsWith(extension))
      .sort()
      .map((name) => readFileSync(join(checkout, folder, name), 'utf8'));
  for (const migration of filesIn('migrations/sqlite', '.sql')) hash.update(migration);
  for (const text of filesIn('src', '.ts')) hash.update(/derivationVersion = \d+/i.exec(text)?.[0] ?? '');
  return hash.digest('hex').slice(0, 12);
};

/** Returns the path of a generated database. Each combination of size, seed, schema and derivation version is generated once. Do not modify it: read or copy it. */
export const generatedDatabase = async (count: number, seed = 1, checkout = root): Promise<string> => {
  const folder = join(tmpdir(), 'roundtrip-bench');
  const file = join(folder, `${count}-${seed}-${fingerprint(checkout)}.db`);
  if (existsSync(file)) return file;
  mkdirSync(folder, { recursive: true });
  const making = mkdtempSync(join(folder, 'making-'));
  try {
    await generate(join(making, 'roundtrip.db'), count, seed, checkout);
    renameSync(join(making, 'roundtrip.db'), file);
  } finally {
    rmSync(making, { recursive: true });
  }
  return file;
};

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string', default: '1' }, checkout: { type: 'string', default: root } },
  });
  console.log(await generatedDatabase(Number(positionals[0] ?? 100_000), Number(values.seed), values.checkout));
}
