import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type Connection, openConnection } from './connection.ts';
import { generatedDatabase } from './generate.ts';
import { day, type Row, rows } from './list-rows.ts';
import type { Goal, Part } from './report.ts';
import { type Checkout, type Server, startConstant, startRoundtrip } from './servers.ts';
import { formatMs, median, quantile } from './statistics.ts';

/**
 * How long does a page of deals take, for any filter, sort and day, and is it full? Asked over HTTP on one connection, one request at
 * a time, each for an answer that is not cached. The data are skewed: `company-0` takes part in 20 % of the deals.
 */

const sorts = ['lastReportedOn', 'amountUsd', 'valuationUsd', 'announcedOn', 'closedOn', 'knownFrom', 'title', 'id'].flatMap((key) => [
  key,
  `-${key}`,
]);

/** With 16 sorts and two pages each: 192 answers for a row. */
const roundsOfSorts = 6;
const pagesFollowed = 2;
/** A row that is too slow is cut short. */
const rowMsMax = 8_000;
const p99Goals: Readonly<Record<number, number>> = { 100000: 10, 1000000: 60 };

interface Page {
  data: unknown[];
  page: { next: string | null };
}

interface Measured {
  times: { sort: string; ms: number }[];
  /** Pages that were not full although there was a next one. */
  partial: number;
}

/** A server over a generated database, and one connection to it. */
interface Subject {
  server: Server;
  connection: Connection;
  /** How often each list was asked for. */
  asked: Map<string, number>;
}

const getPage = async ({ connection, asked }: Subject, query: Readonly<Record<string, string>>) => {
  const list = new URLSearchParams(query).toString();
  // An answer that was given before is cached. A page of a few deals more or less is another one.
  const before = asked.get(list) ?? 0;
  asked.set(list, before + 1);
  const limit = 50 + (before % 2 === 0 ? -before / 2 : (before + 1) / 2);
  const { status, body, ms } = await connection.get(`/v1/deals?${list}&limit=${limit}`);
  if (status !== 200) throw new Error(`${list} is answered with ${status}: ${body.slice(0, 300)}`);
  const { data, page } = JSON.parse(body) as Page;
  return { ms, isPartial: page.next !== null && data.length < limit, next: page.next };
};

/** A cursor behind so many deals. */
const cursorBehind = async ({ connection }: Subject, query: string, depth: number): Promise<string> => {
  let cursor = '';
  for (let seen = 0; seen < depth; seen += 200) {
    const { body } = await connection.get(`/v1/deals?${query}&limit=200${cursor === '' ? '' : `&cursor=${cursor}`}`);
    const { next } = (JSON.parse(body) as Page).page;
    if (next === null) break;
    cursor = next;
  }
  return cursor;
};

/** Asks the servers in turn, page by page, so that what slows the machine for a while slows them all. */
const measureRow = async (subjects: readonly Subject[], { filters, depth }: Row, count: number, isDated: boolean): Promise<Measured[]> => {
  const results = subjects.map((): Measured => ({ times: [], partial: 0 }));
  const asked = depth === undefined ? sorts : ['-amountUsd'];
  const started = performance.now();
  for (let round = 0; round < (depth === undefined ? roundsOfSorts : 1); round += 1) {
    for (const sort of asked) {
      if (performance.now() - started > rowMsMax * subjects.length) return results;
      const query = {
        ...Object.fromEntries(Object.entries(filters).map(([name, draw]) => [name, draw(count)])),
        ...(isDated && { asOf: day(2019, 2026)(count) }),
        sort,
      };
      const cursors: (string | undefined)[] = [];
      if (depth !== undefined)
        for (const subject of subjects)
          cursors.push(await cursorBehind(subject, new URLSearchParams(query).toString(), Math.min(depth, count * 0.8)));
      // A deep row follows its list for as many pages as another row asks for.
      for (let page = 0; page < (depth === undefined ? pagesFollowed : roundsOfSorts * sorts.length); page += 1) {
        for (const [index, subject] of subjects.entries()) {
          const cursor = cursors[index];
          if (page > 0 && cursor === undefined) continue;
          const { ms, isPartial, next } = await getPage(subject, { ...query, ...(cursor !== undefined && { cursor }) });
          results[index]?.times.push({ sort, ms });
          if (isPartial) (results[index] as Measured).partial += 1;
          cursors[index] = next ?? undefined;
        }
      }
    }
  }
  return results;
};

const worstSort = (times: Measured['times']): string =>
  sorts
    .map((sort) => ({ sort, ms: median(times.filter((one) => one.sort === sort).map(({ ms }) => ms)) }))
    .filter(({ ms }) => !Number.isNaN(ms))
    .toSorted((a, b) => b.ms - a.ms)[0]?.sort ?? '';

/** The figures of a row on one server: p50, p99, the slowest sort. */
const summarise = ({ times, partial }: Measured) => {
  const all = times.map(({ ms }) => ms);
  return { p50: quantile(all, 0.5), p99: quantile(all, 0.99), worst: worstSort(times), partial };
};

const mark = (isMet: boolean) => (isMet ? '' : ' ✗');

/** What the client and HTTP themselves take for a page of that size. */
const measureFloor = async (bytes: number): Promise<number> => {
  const constant = await startConstant({ '/': 2, '/page': bytes });
  const connection = await openConnection(constant.origin);
  const times: number[] = [];
  for (let index = 0; index < 2_000; index += 1) times.push((await connection.get('/page')).ms);
  connection.close();
  await constant.stop();
  return median(times.slice(1_000));
};

/** Measures the lists of one size of data. The checkouts are asked in turn; goals are those of the first. */
const measureSize = async (checkouts: readonly Checkout[], count: number): Promise<Part> => {
  const home = await mkdtemp(join(tmpdir(), 'roundtrip-bench-lists-'));
  const subjects: Subject[] = [];
  try {
    for (const [index, checkout] of checkouts.entries()) {
      const file = await generatedDatabase(count, 1, checkout.folder);
      // What is on the disk is in the memory of the system, as it is on a server that has run for a while.
      await finished(createReadStream(file, { highWaterMark: 1_048_576 }).resume());
      const server = await startRoundtrip(checkout, file, join(home, String(index)));
      subjects.push({ server, connection: await openConnection(server.origin), asked: new Map() });
    }
    let bytes = 0;
    for (const { connection } of subjects)
      for (let warmed = 0; warmed < 2_000; warmed += 1)
        bytes = (await connection.get(`/v1/deals?sort=${sorts[warmed % sorts.length]}&amountUsdMax=${1e12 + warmed}&limit=50`)).body.length;
    const floor = await measureFloor(bytes);
    const p99Goal = p99Goals[count] ?? 60;
    const others = checkouts.slice(1);
    const head = ['filter', ...['now', 'past day'].flatMap((when) => [`${when}: p50`, 'p99', 'slowest sort'])];
    const lines = [
      `Milliseconds for a page of 50 at ${count.toLocaleString('en')} deals, over HTTP on one connection, not cached, 16 sorts, first page and the next by cursor. A constant body of ${Math.round(bytes / 1_024)} kB takes ${formatMs(floor)} ms. Goals: p99 <= ${p99Goal} ms everywhere; p50 <= 0.5 ms for no filter, kind and status${count === 100_000 ? ', <= 5 ms for a company' : ''}. ✗ marks a missed goal.`,
      '',
      `| ${[...head, 'goal p50', ...others.map(({ name }) => `${name}: now p50 / p99, past day p50 / p99`)].join(' | ')} |`,
      `|---|${'---:|---:|---|'.repeat(2)}---:|${'---:|'.repeat(others.length)}`,
    ];
    const goals: {
      isP99Met: boolean;
      isP50Met: boolean;
      p50Goal: number | undefined;
      name: string;
      p50: number;
      p99: number;
      partial: number;
    }[] = [];
    let pagesOfAll = 0;
    for (const row of rows) {
      const now = await measureRow(subjects, row, count, false);
      // A past day has fewer deals than that.
      const dated = row.depth === Number.POSITIVE_INFINITY ? [] : await measureRow(subjects, row, count, true);
      const p50Goal = row.p50 === 5 && count !== 100_000 ? undefined : row.p50;
      const cells: string[] = [row.name];
      for (const [when, measured] of [
        ['', now[0]],
        [', past day', dated[0]],
      ] as const) {
        if (measured === undefined) {
          cells.push('', '', '');
          continue;
        }
        const { p50, p99, worst, partial } = summarise(measured);
        // The goal of the median was set for lists of the present.
        const isP50Met = p50Goal === undefined || when !== '' || p50 <= p50Goal;
        goals.push({ isP99Met: p99 <= p99Goal, isP50Met, p50Goal, name: `${row.name}${when}`, p50, p99, partial });
        pagesOfAll += measured.times.length;
        cells.push(
          `${formatMs(p50)}${mark(isP50Met)}`,
          `${formatMs(p99)}${mark(p99 <= p99Goal)}`,
          `${worst}${partial > 0 ? ` (${partial} pages not full ✗)` : ''}`,
        );
      }
      cells.push(p50Goal === undefined ? '' : String(p50Goal));
      for (const [index] of others.entries()) {
        const [before, beforeDated] = [now, dated].map((all) => summarise(all[index + 1] ?? { times: [], partial: 0 }));
        const figures = [before, beforeDated].map((one) => `${formatMs(one?.p50 ?? 0)} / ${formatMs(one?.p99 ?? 0)}`);
        const partial = (before?.partial ?? 0) + (beforeDated?.partial ?? 0);
        cells.push(`${figures.join(', ')}${partial > 0 ? ` (${partial} not full)` : ''}`);
      }
      lines.push(`| ${cells.join(' | ')} |`);
      console.log(cells.join(' | '));
    }
    const missedP99 = goals.filter(({ isP99Met }) => !isP99Met).toSorted((a, b) => b.p99 - a.p99);
    const missedP50 = goals.filter(({ isP50Met }) => !isP50Met).toSorted((a, b) => b.p50 - a.p50);
    const partial = goals.reduce((sum, one) => sum + one.partial, 0);
    const worstP99 = goals.toSorted((a, b) => b.p99 - a.p99)[0];
    const size = count.toLocaleString('en');
    const summary: Goal[] = [
      {
        question: `Lists at ${size} deals: p99 of every filter, now and on a past day`,
        goal: `<= ${p99Goal} ms`,
        figure: `${goals.length - missedP99.length} of ${goals.length} rows; worst ${formatMs(worstP99?.p99 ?? 0)} ms (${worstP99?.name})`,
        isMet: missedP99.length === 0,
      },
      {
        question: `Lists at ${size} deals: p50 of no filter, kind, status${count === 100_000 ? ', company' : ''}`,
        goal: `<= 0.5 ms${count === 100_000 ? ', company <= 5 ms' : ''}`,
        figure: missedP50.length === 0 ? 'all' : missedP50.map(({ name, p50 }) => `${name} ${formatMs(p50)} ms`).join(', '),
        isMet: missedP50.length === 0,
      },
      {
        question: `Lists at ${size} deals: full pages`,
        goal: 'every page',
        figure: `${pagesOfAll - partial} of ${pagesOfAll.toLocaleString('en')}`,
        isMet: partial === 0,
      },
    ];
    return { title: `Lists at ${size} deals`, goals: summary, detail: lines };
  } finally {
    for (const { connection, server } of subjects) {
      connection.close();
      await server.stop();
    }
    await rm(home, { recursive: true, force: true });
  }
};

/** Measures lists at 100,000 deals, and at a million if wanted. */
export const measureLists = async (checkouts: readonly Checkout[], isMillion: boolean): Promise<Part[]> => {
  const parts: Part[] = [];
  for (const count of isMillion ? [100_000, 1_000_000] : [100_000]) parts.push(await measureSize(checkouts, count));
  return parts;
};
