import { once } from 'node:events';
import { createReadStream, readFileSync } from 'node:fs';
import { Agent, get, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { finished } from 'node:stream/promises';
import BetterSqlite3 from 'better-sqlite3';
import { attributions, certainties, dealKinds, statuses } from '../src/domain/vocabulary.ts';
import { companyCountOf, dayAt, dayCount, publisherCountOf, randomFrom, sourceCountOf, wordAt } from './generate.ts';
import type { Subject } from './subjects.ts';

/**
 * What a page of 50 deals costs whoever asks for it, and it is not kept, in databases of two sizes, asked in turn: by each filter
 * of one value, each pair of `pairs.json` and a few other combinations, in the sorts that are asked for most and in the others, now
 * and as of a day.
 */

export interface SizedDatabase {
  deals: number;
  file: string;
}

const rounds = 5;
const questionsOfRound = 50;
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
  q: (pick) => wordAt(pick([0, 30, 300, 2_500])),
};

/** A range or a text lets many values pass, so that it is no filter of one value: each word stands for up to 64 words of the data. */
const ofManyValues = ['amountUsdMin', 'announcedFrom', 'q'];

const combinations: string[][] = [
  ...ofManyValues.map((name) => [name]),
  ['kind', 'country'],
  ['status', 'attribution', 'role'],
  ['kind', 'status', 'country', 'attribution'],
  ['company', 'source'],
  ['publisher', 'q'],
];

const inBothDirections = (keys: readonly string[]) => keys.flatMap((key) => [key, `-${key}`]);
const mainSorts = inBothDirections(['lastReportedOn', 'amountUsd', 'announcedOn']);
const otherSorts = inBothDirections(['valuationUsd', 'closedOn', 'knownFrom', 'title', 'id']);

const quantile = (sample: readonly number[] = [], share: number): number =>
  sample.toSorted((a, b) => a - b)[Math.floor((sample.length - 1) * share)] ?? Number.NaN;

interface Case {
  name: string;
  filters: readonly string[];
  sorts: readonly string[];
  isDated: boolean;
  /** How deep in the list, as a number of deals. */
  depth?: (deals: number) => number;
}

/** Cursors that stand so deep in the list by amount, one behind the other, made from one that the server gave. */
const cursorsAt = ({ file }: SizedDatabase, given: string, depth: number): string[] => {
  const client = new BetterSqlite3(file, { readonly: true });
  const positions = client
    .prepare(
      'select amount_usd, deal_id from deal_states where known_to is null and amount_usd is not null order by amount_usd desc, deal_id limit ? offset ?',
    )
    .raw()
    .all(warmUp + questionsOfRound, depth) as [number, string][];
  client.close();
  const [binding] = JSON.parse(Buffer.from(given, 'base64url').toString()) as string[];
  return positions.map((position) => Buffer.from(JSON.stringify([binding, ...position])).toString('base64url'));
};

interface PageAnswer {
  data: unknown[];
  page: { next: string | null };
}

/** A server over one of the databases, asked over a connection that stays open. */
const asking = ({ origin }: Subject) => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const asked = new Map<string, number>();
  return async (query: string): Promise<{ ms: number; isPartial: boolean; next: string | null }> => {
    // An answer that was given before is kept: a page of a few deals more or less is another one.
    const before = asked.get(query) ?? 0;
    asked.set(query, before + 1);
    const limit = 50 + (before % 2 === 0 ? -before / 2 : (before + 1) / 2);
    const started = performance.now();
    const [response] = (await once(get(`${origin}/v1/deals?${query}&limit=${limit}`, { agent }), 'response')) as [IncomingMessage];
    const body = await text(response);
    const ms = performance.now() - started;
    if (response.statusCode !== 200) throw new Error(`${query} is answered with ${response.statusCode}: ${body.slice(0, 300)}`);
    const { data, page } = JSON.parse(body) as PageAnswer;
    return { ms, isPartial: page.next !== null && data.length < limit, next: page.next };
  };
};

/** The addresses of a case for a database of so many deals: the same draws at any size. */
const queriesOf = ({ filters, sorts, isDated }: Case, deals: number, cursors: readonly string[], seed: number): string[] => {
  const random = randomFrom(seed);
  const pick: Pick = <Item>(items: readonly Item[]) => items[Math.floor(random() * items.length)] as Item;
  return Array.from({ length: warmUp + questionsOfRound }, (_, index) =>
    new URLSearchParams({
      ...Object.fromEntries(filters.map((name) => [name, String(values[name]?.(pick, deals))])),
      ...(isDated && { asOf: dayAt(Math.floor(dayCount * (0.2 + 0.8 * random()))) }),
      sort: pick(sorts),
      ...(cursors[index] !== undefined && { cursor: cursors[index] }),
    }).toString(),
  );
};

interface Server {
  database: SizedDatabase;
  ask: ReturnType<typeof asking>;
  /** A cursor of the list by amount. */
  cursor: string;
}

interface Round {
  /** Milliseconds of each answer, by server. */
  times: number[][];
  /** Pages of the last server that were not full, though there was more. */
  partial: number;
}

/** Asks the servers in turn, question by question, so that what slows the machine for a while slows them all. */
const askInTurn = async (servers: readonly Server[], one: Case, round: number, seed: number): Promise<Round> => {
  const asked = servers.map(({ database, ask, cursor }) => {
    const depth = one.depth?.(database.deals);
    const cursors = depth === undefined ? [] : cursorsAt(database, cursor, depth + round * (warmUp + questionsOfRound));
    return { ask, queries: queriesOf(one, database.deals, cursors, 1_000 * (round + 1) + seed), times: [] as number[] };
  });
  let partial = 0;
  for (let question = 0; question < warmUp + questionsOfRound; question += 1) {
    for (const { ask, queries, times } of asked) {
      const { ms, isPartial } = await ask(queries[question] ?? '');
      if (question < warmUp) continue;
      times.push(ms);
      if (isPartial && times === asked.at(-1)?.times) partial += 1;
    }
  }
  return { times: asked.map(({ times }) => times), partial };
};

const milliseconds = (value: number) => value.toFixed(value < 10 ? 2 : 1);

/** Measures growth from the smaller to the greater database, as the lines of a table. `start` starts a server over one. */
export const measureGrowth = async (
  small: SizedDatabase,
  large: SizedDatabase,
  start: (database: SizedDatabase) => Promise<Subject>,
): Promise<string[]> => {
  const pairs = JSON.parse(readFileSync(new URL('pairs.json', import.meta.url), 'utf8')) as string[][];
  const ways = (filters: readonly string[]): Case[] =>
    [false, true].flatMap((isDated) => [
      { name: `${filters.join(' x ') || 'no filter'}${isDated ? ', as of a day' : ''}; main sorts`, filters, sorts: mainSorts, isDated },
      { name: `${filters.join(' x ') || 'no filter'}${isDated ? ', as of a day' : ''}; other sorts`, filters, sorts: otherSorts, isDated },
    ]);
  const promisedFilters = [[], ...Object.keys(values).flatMap((name) => (ofManyValues.includes(name) ? [] : [[name]])), ...pairs];
  const promisedCases: Case[] = [
    { name: 'depth 10,000', filters: [], sorts: ['-amountUsd'], isDated: false, depth: () => 10_000 },
    { name: 'depth 80 %', filters: [], sorts: ['-amountUsd'], isDated: false, depth: (deals) => deals * 0.8 },
    ...promisedFilters.flatMap(ways),
  ];
  const cases = [...promisedCases, ...combinations.flatMap(ways)];
  const databases = [small, large];
  // What is on the disk is in the memory of the system, as it is on a server that has run for a while.
  for (const { file } of databases) await finished(createReadStream(file, { highWaterMark: 1_048_576 }).resume());
  const subjects = await Promise.all(databases.map(start));
  const head = [
    `| page of 50 | ${small.deals.toLocaleString('en')}: p50 ms | ${large.deals.toLocaleString('en')}: p50 ms | growth | p99 ms | pages not full |`,
    '|---|---:|---:|---:|---:|---:|',
  ];
  const lines = ['Goal: at most 1.3 times, in the median of the rounds.', '', ...head];
  const servers = await Promise.all(
    databases.map(async (database, index): Promise<Server> => {
      const ask = asking(subjects[index] as Subject);
      for (let warmed = 0; warmed < 2_000; warmed += 1) await ask(`sort=-amountUsd&amountUsdMin=${warmed}`);
      const { next } = await ask('sort=-amountUsd');
      return { database, ask, cursor: next ?? '' };
    }),
  );
  const answered = cases.map((): Round[] => []);
  for (let round = 0; round < rounds; round += 1)
    for (const [index, one] of cases.entries()) answered[index]?.push(await askInTurn(servers, one, round, index));
  for (const [index, { name }] of cases.entries()) {
    if (index === promisedCases.length)
      lines.push('', 'Any other combination stops at the bounds. Goal: a p99 of at most 50 ms.', '', ...head);
    const all = answered[index] ?? [];
    const [first, second] = [0, 1].map((server) => all.flatMap(({ times }) => times[server] ?? []));
    const growths = all.map(({ times: [before = [], after = []] }) => quantile(after, 0.5) / quantile(before, 0.5));
    const [least, growth, greatest] = [0, 0.5, 1].map((share) => quantile(growths, share).toFixed(2));
    const cells = [name, milliseconds(quantile(first, 0.5)), milliseconds(quantile(second, 0.5)), `${growth} (${least} to ${greatest})`];
    const partial = all.reduce((sum, round) => sum + round.partial, 0);
    lines.push(`| ${[...cells, milliseconds(quantile(second, 0.99)), `${partial} of ${rounds * questionsOfRound}`].join(' | ')} |`);
  }
  for (const subject of subjects) await subject.stop();
  return lines;
};
