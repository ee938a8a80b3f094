import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { type Connection, openConnection } from './connection.ts';
import { generatedDatabase } from './generate.ts';
import { evaluateLists, type Figures, formatRow, type RowResult } from './list-results.ts';
import { day, type Row, rows } from './list-rows.ts';
import type { Part } from './report.ts';
import { type Checkout, type Server, startConstant, startRoundtrip } from './servers.ts';
import { median, quantile } from './statistics.ts';

/**
 * How long does a page of deals take for any filter, sort and day, and is it full? Sends one uncached request at a time on one
 * connection. The data is skewed: `company-0` participates in 20 % of the deals.
 */

const sorts = ['lastReportedOn', 'amountUsd', 'valuationUsd', 'announcedOn', 'closedOn', 'knownFrom', 'title', 'id'].flatMap((key) => [
  key,
  `-${key}`,
]);

/** With 16 sorts and two pages each: 192 responses per row. */
const roundsOfSorts = 6;
const pagesFollowed = 2;
/** Time limit of a row. */
const rowMsMax = 8_000;
const warmUpRequests = 2_000;

interface Page {
  data: unknown[];
  page: { next: string | null };
}

interface Measured {
  times: { sort: string; ms: number }[];
  /** Pages that were not full although there was a next page. */
  partial: number;
}

/** A server with a generated database, and a connection to it. */
interface Subject {
  server: Server;
  connection: Connection;
  /** Number of requests for each list. */
  asked: Map<string, number>;
}

const getPage = async ({ connection, asked }: Subject, query: Readonly<Record<string, string>>) => {
  const list = new URLSearchParams(query).toString();
  // Repeated requests are cached. Vary the page size slightly to avoid that.
  const before = asked.get(list) ?? 0;
  asked.set(list, before + 1);
  const limit = 50 + (before % 2 === 0 ? -before / 2 : (before + 1) / 2);
  const { status, body, ms } = await connection.get(`/v1/deals?${list}&limit=${limit}`);
  if (status !== 200) throw new Error(`${list} is answered with ${status}: ${body.slice(0, 300)}`);
  const { data, page } = JSON.parse(body) as Page;
  return { ms, isPartial: page.next !== null && data.length < limit, next: page.next };
};

/** Returns a cursor after the given number of deals. */
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

/** Alternates between the servers page by page, so that a temporary slowdown of the machine affects all of them. */
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
      // A deep row follows its list for as many pages as other rows request.
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

const summarise = ({ times, partial }: Measured): Figures => {
  const all = times.map(({ ms }) => ms);
  const medianOf = (sort: string) => median(times.filter((one) => one.sort === sort).map(({ ms }) => ms));
  const slowest = sorts.filter((sort) => times.some((one) => one.sort === sort)).toSorted((a, b) => medianOf(b) - medianOf(a))[0];
  return { p50: quantile(all, 0.5), p99: quantile(all, 0.99), slowestSort: slowest ?? '', partial, pages: all.length };
};

/** Measures the overhead of the client and HTTP for a page of that size. */
const measureConstant = async (bytes: number): Promise<number> => {
  const constant = await startConstant({ '/': 2, '/page': bytes });
  const connection = await openConnection(constant.origin);
  const times: number[] = [];
  for (let index = 0; index < 2_000; index += 1) times.push((await connection.get('/page')).ms);
  connection.close();
  await constant.stop();
  return median(times.slice(1_000));
};

const openSubject = async (checkout: Checkout, count: number, home: string): Promise<Subject> => {
  const file = await generatedDatabase(count, 1, checkout.folder);
  // Read the file once, so that it is in the page cache as on a server that has run for a while.
  await finished(createReadStream(file, { highWaterMark: 1_048_576 }).resume());
  const server = await startRoundtrip(checkout, file, home);
  await server.untilIdle();
  return { server, connection: await openConnection(server.origin), asked: new Map() };
};

/** Sends requests until the code is optimized, and returns the size of a page. */
const warmUp = async ({ connection }: Subject): Promise<number> => {
  let bytes = 0;
  for (let index = 0; index < warmUpRequests; index += 1) {
    const { body } = await connection.get(`/v1/deals?sort=${sorts[index % sorts.length]}&amountUsdMax=${1e12 + index}&limit=50`);
    bytes = body.length;
  }
  return bytes;
};

/** Measures lists for one database size. Alternates between the checkouts. */
const measureSize = async (checkouts: readonly Checkout[], count: number): Promise<Part> => {
  const home = await mkdtemp(join(tmpdir(), 'roundtrip-bench-lists-'));
  const subjects: Subject[] = [];
  try {
    for (const [index, checkout] of checkouts.entries()) subjects.push(await openSubject(checkout, count, join(home, String(index))));
    let bytes = 0;
    for (const subject of subjects) bytes = await warmUp(subject);
    const constantMs = await measureConstant(bytes);
    const results: RowResult[] = [];
    for (const row of rows) {
      const now = await measureRow(subjects, row, count, false);
      // A past day has fewer deals than that.
      const pastDay = row.depth === Number.POSITIVE_INFINITY ? [] : await measureRow(subjects, row, count, true);
      const result = { row, now: now.map(summarise), pastDay: pastDay.map(summarise) };
      results.push(result);
      console.log(formatRow(result, count));
    }
    return evaluateLists(results, count, { bytes, constantMs, others: checkouts.slice(1).map(({ name }) => name) });
  } finally {
    for (const { connection, server } of subjects) {
      connection.close();
      await server.stop();
    }
    await rm(home, { recursive: true, force: true });
  }
};

/** Measures lists at 100,000 deals, and optionally at a million. */
export const measureLists = async (checkouts: readonly Checkout[], isMillion: boolean): Promise<Part[]> => {
  const parts: Part[] = [];
  for (const count of isMillion ? [100_000, 1_000_000] : [100_000]) parts.push(await measureSize(checkouts, count));
  return parts;
};
