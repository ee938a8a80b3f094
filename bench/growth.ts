import { createReadStream, readFileSync } from 'node:fs';
import { finished } from 'node:stream/promises';
import BetterSqlite3 from 'better-sqlite3';
import type { Database } from '../src/database/database.ts';
import { openDatabase } from '../src/database/open.ts';
import { attributions, certainties, dealKinds, statuses } from '../src/domain/vocabulary.ts';
import type { Position } from '../src/http/cursor.ts';
import type { Given, Sort } from '../src/listing/definition.ts';
import { selectPage } from '../src/listing/page.ts';
import { dealList } from '../src/resources/deals/deals.queries.ts';
import { companyCountOf, dayAt, dayCount, publisherCountOf, randomFrom, sourceCountOf, wordAt } from './generate.ts';

/**
 * What a page of 50 deals costs, uncached, in databases of two sizes, asked in turn: by each filter, each pair of
 * `pairs.json` and a few combinations of more, in the sorts that are asked for most and in the others, now and as of a day.
 */

export interface SizedDatabase {
  deals: number;
  file: string;
}

const questionsOfEach = 40;
const warmUp = 5;

type Values = Readonly<Record<string, (pick: Pick, deals: number) => string | number>>;
type Pick = <Item>(items: readonly Item[]) => Item;

const numbered = (word: string, countOf: (deals: number) => number) => (pick: Pick, deals: number) =>
  `${word}${pick([...Array(countOf(deals)).keys()])}`;

const values: Values = {
  kind: (pick) => pick(dealKinds),
  status: (pick) => pick(statuses),
  certainty: (pick) => pick(certainties),
  company: numbered('company-', companyCountOf),
  group: numbered('company-', companyCountOf),
  role: (pick) => pick(['investor', 'issuer']),
  country: (pick) => pick(['US', 'FR', 'JP']),
  source: numbered('source-', sourceCountOf),
  publisher: numbered('Paper ', publisherCountOf),
  attribution: (pick) => pick(attributions),
  amountUsdMin: (pick) => pick([1e9, 1e10, 5e10, 9e10]),
  announcedFrom: (pick) => dayAt(pick([1_000, 2_500, 4_000])),
  word0x: (pick) => wordAt(pick([0, 30, 300, 2_500])),
};

const combinations: string[][] = [
  ['kind', 'country'],
  ['status', 'attribution', 'role'],
  ['kind', 'status', 'country', 'attribution'],
  ['company', 'source'],
  ['publisher', 'word0x'],
];

const mainSorts: Sort[] = ['lastReportedOn', 'amountUsd', 'announcedOn'].flatMap((key) => [
  { key, direction: 'asc' as const },
  { key, direction: 'desc' as const },
]);
const otherSorts: Sort[] = ['valuationUsd', 'closedOn', 'knownFrom', 'title', 'id'].flatMap((key) => [
  { key, direction: 'asc' as const },
  { key, direction: 'desc' as const },
]);

const quantile = (sorted: readonly number[], share: number): number => sorted[Math.floor((sorted.length - 1) * share)] ?? Number.NaN;

interface Case {
  name: string;
  filters: readonly string[];
  sorts: readonly Sort[];
  isDated: boolean;
  /** How deep in the list, as a number of deals. */
  depth?: (deals: number) => number;
}

/** A place in the list by amount, the greatest first. */
const positionAt = ({ file }: SizedDatabase, depth: number): Position => {
  const client = new BetterSqlite3(file, { readonly: true });
  const row = client
    .prepare(
      'select amount_usd as value, deal_id as id from deal_states where known_to is null and amount_usd is not null order by amount_usd desc, deal_id limit 1 offset ?',
    )
    .get(depth) as Position;
  client.close();
  return row;
};

/** Times of one case in milliseconds, sorted, and how many pages were not full though there was more. */
const timesOf = async (
  database: Database,
  { deals }: SizedDatabase,
  { filters, sorts, isDated }: Case,
  after: Position | null,
  seed: number,
) => {
  const random = randomFrom(seed);
  const pick: Pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  const times: number[] = [];
  let partial = 0;
  for (let asked = -warmUp; asked < questionsOfEach; asked += 1) {
    const given: Given = Object.fromEntries(filters.map((name) => [name, [values[name]?.(pick, deals) ?? '']]));
    const day = isDated ? dayAt(Math.floor(dayCount * (0.2 + 0.8 * random()))) : '9999-12-31';
    const request = { given, sort: pick(sorts), moment: { day, isCurrent: !isDated, asOf: day }, after, limit: 51, full: false };
    const started = performance.now();
    const { stoppedAt } = await database.read((session) => selectPage(session, dealList, request));
    if (asked < 0) continue;
    times.push(performance.now() - started);
    if (stoppedAt !== null) partial += 1;
  }
  return { times: times.sort((a, b) => a - b), partial };
};

const milliseconds = (value: number) => value.toFixed(value < 10 ? 2 : 1);

/** Measures growth from the smaller to the greater database, as the lines of a table. */
export const measureGrowth = async (small: SizedDatabase, large: SizedDatabase): Promise<string[]> => {
  const pairs = JSON.parse(readFileSync(new URL('pairs.json', import.meta.url), 'utf8')) as string[][];
  const ways = (filters: readonly string[]): Case[] =>
    [false, true].flatMap((isDated) => [
      { name: `${filters.join(' x ') || 'no filter'}${isDated ? ', as of a day' : ''}; main sorts`, filters, sorts: mainSorts, isDated },
      { name: `${filters.join(' x ') || 'no filter'}${isDated ? ', as of a day' : ''}; other sorts`, filters, sorts: otherSorts, isDated },
    ]);
  const byAmount: Sort[] = [{ key: 'amountUsd', direction: 'desc' }];
  const cases: Case[] = [
    { name: 'depth 10,000', filters: [], sorts: byAmount, isDated: false, depth: () => 10_000 },
    { name: 'depth 80 %', filters: [], sorts: byAmount, isDated: false, depth: (deals) => deals * 0.8 },
    ...[[], ...Object.keys(values).map((name) => [name]), ...pairs, ...combinations].flatMap(ways),
  ];
  const databases = [small, large];
  // What is on the disk is in the memory of the system, as it is on a server that has run for a while.
  for (const { file } of databases) await finished(createReadStream(file, { highWaterMark: 1_048_576 }).resume());
  const opened = await Promise.all(databases.map(({ file }) => openDatabase(`sqlite:${file}`)));
  const lines = [
    `| page of 50 | ${small.deals.toLocaleString('en')}: p50 ms | ${large.deals.toLocaleString('en')}: p50 ms | growth | p99 ms | pages not full |`,
    '|---|---:|---:|---:|---:|---:|',
  ];
  for (const [index, one] of cases.entries()) {
    const results = [];
    for (const [place, database] of opened.entries()) {
      const sized = databases[place];
      if (sized === undefined) continue;
      const after = one.depth === undefined ? null : positionAt(sized, one.depth(sized.deals));
      results.push(await timesOf(database, sized, one, after, 1_000 + index));
    }
    const [before, after] = results;
    if (before === undefined || after === undefined) continue;
    const [first, second] = [quantile(before.times, 0.5), quantile(after.times, 0.5)];
    lines.push(
      `| ${one.name} | ${milliseconds(first)} | ${milliseconds(second)} | ${(second / first).toFixed(2)} | ${milliseconds(quantile(after.times, 0.99))} | ${after.partial} of ${questionsOfEach} |`,
    );
  }
  for (const database of opened) await database.close();
  return lines;
};
