import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import pg from 'pg';
import { runOnServer } from '../tests/support/postgres-database.ts';
import { wordAt } from './generate.ts';
import { startGeneratedPostgres } from './postgres.ts';
import type { Part } from './report.ts';
import { type Checkout, startRoundtrip } from './servers.ts';
import { formatMs, median } from './statistics.ts';

/**
 * How does PostgreSQL execute the commonest lists? Its module auto_explain logs EXPLAIN (ANALYZE, BUFFERS) of each statement that the
 * server sends, so that these are the plans of the prepared statements in use.
 */

const sizes = [100_000, 300_000];
/** PostgreSQL may replace the plan of a prepared statement by a generic one after five executions. */
const requests = 15;
const counted = 8;

const kind = 'kind=equity_round';
const status = 'status=signed';
const company = 'company=company-0';
const group = 'group=company-0';
const text = `q=${wordAt(0)}`;

/** The lists, in the default order unless a sort is given. */
const lists: readonly [name: string, query: string][] = [
  ['no filter', ''],
  ['no filter, by amount', 'sort=-amountUsd'],
  ['kind', kind],
  ['status', status],
  ['company in 20 %', company],
  ['company, kind and status', [company, kind, status].join('&')],
  ['group', group],
  ['group, kind and status', [group, kind, status].join('&')],
  ['text, frequent word', text],
  ['text, rare word', `q=${wordAt(2_700)}`],
];

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Index Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  'Rows Removed by Index Recheck'?: number;
  'Shared Hit Blocks': number;
  'Shared Read Blocks': number;
  Plans?: PlanNode[];
}

interface LoggedPlan {
  'Query Text': string;
  Plan: PlanNode;
  /** Present if PostgreSQL compiled the statement. */
  JIT?: object;
}

/** What one statement did. */
interface Executed {
  text: string;
  ms: number;
  /** Rows that scans of tables and indexes read. */
  rows: number;
  /** Blocks of 8 kB that it read, from the buffers or not. */
  blocks: number;
  indexes: string[];
  isCompiled: boolean;
}

const listNodes = (node: PlanNode): PlanNode[] => [node, ...(node.Plans ?? []).flatMap(listNodes)];

/** Reads a message of auto_explain. */
const parseMessage = (message: string): Executed | undefined => {
  const [, ms, json] = /^duration: ([\d.]+) ms {2}plan:\n([\s\S]+)$/.exec(message) ?? [];
  if (ms === undefined || json === undefined) return undefined;
  const { 'Query Text': queryText, Plan: plan, JIT: jit } = JSON.parse(json) as LoggedPlan;
  const nodes = listNodes(plan);
  const scans = nodes.filter((node) => node['Relation Name'] !== undefined || node['Node Type'] === 'Bitmap Index Scan');
  const rowsOf = (node: PlanNode) =>
    (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0) + (node['Rows Removed by Index Recheck'] ?? 0)) * node['Actual Loops'];
  return {
    text: queryText,
    ms: Number(ms),
    rows: scans.reduce((sum, node) => sum + rowsOf(node), 0),
    blocks: plan['Shared Hit Blocks'] + plan['Shared Read Blocks'],
    indexes: scans
      .filter((node) => node['Actual Loops'] > 0)
      .map((node) => node['Index Name'] ?? (node['Node Type'] === 'Seq Scan' ? `**scan of ${node['Relation Name']}**` : ''))
      .filter((name) => name !== ''),
    isCompiled: jit !== undefined,
  };
};

/** Reads the statements that a server has logged after an offset, and the new offset. */
const readLog = async (url: string, offset: number): Promise<{ executed: Executed[]; end: number }> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ log: string }>(
    "select convert_from(pg_read_binary_file(pg_current_logfile('jsonlog'), $1, 1000000000), 'UTF8') as log",
    [offset],
  );
  await client.end();
  const log = rows[0]?.log ?? '';
  const messages = log.split('\n').flatMap((line) => (line === '' ? [] : [(JSON.parse(line) as { message: string }).message]));
  return { executed: messages.flatMap((message) => parseMessage(message) ?? []), end: offset + Buffer.byteLength(log) };
};

/** Returns the table rows of one size. */
const explainLists = async (checkout: Checkout, deals: number): Promise<string[]> => {
  const { server, url } = await startGeneratedPostgres(deals, checkout.folder);
  const home = await mkdtemp(join(tmpdir(), 'roundtrip-bench-plans-'));
  try {
    // Measuring the time of each node would lengthen the statements.
    const options = { log_min_duration: '0', log_analyze: 'on', log_buffers: 'on', log_timing: 'off', log_format: 'json' };
    const assignments = ["session_preload_libraries = 'auto_explain'"].concat(
      Object.entries(options).map(([name, value]) => `auto_explain.${name} = '${value}'`),
    );
    for (const assignment of assignments) await runOnServer(server.url, `alter database roundtrip set ${assignment}`);
    const roundtrip = await startRoundtrip(checkout, url, home);
    await roundtrip.untilIdle();
    const rows: string[] = [];
    for (const [name, query] of lists) {
      await delay(500);
      let { end } = await readLog(server.url, 0);
      const pages: Executed[] = [];
      let choosing = 0;
      for (let index = 0; index < requests; index += 1) {
        // Another page size each time, so that no response is cached.
        const response = await fetch(`${roundtrip.origin}/v1/deals?${query}&limit=${50 - index}`);
        if (!response.ok) throw new Error(`${query} is answered with ${response.status}: ${await response.text()}`);
        await response.arrayBuffer();
        await delay(50);
        const { executed, end: next } = await readLog(server.url, end);
        end = next;
        const page = executed.find((one) => one.text.includes('"row_document"'));
        if (page !== undefined) pages.push(page);
        choosing = Math.max(
          choosing,
          executed.filter((one) => one.text.includes('as matches')).reduce((sum, { ms }) => sum + ms, 0),
        );
      }
      const last = pages.slice(-counted);
      const one = last.at(-1);
      if (one === undefined) throw new Error(`auto_explain logged no statement for ${query}.`);
      const figures = [
        formatMs(median(last.map(({ ms }) => ms))),
        formatMs(Math.max(...last.map(({ ms }) => ms))),
        choosing === 0 ? '' : formatMs(choosing),
        one.rows.toLocaleString('en'),
        one.blocks.toLocaleString('en'),
        [...new Set(one.indexes), ...(one.isCompiled ? ['**compiled**'] : [])].join(', '),
      ];
      rows.push(`| ${name} | ${deals.toLocaleString('en')} | ${figures.join(' | ')} |`);
      console.log(rows.at(-1));
    }
    await roundtrip.stop();
    return rows;
  } finally {
    await server.close();
    await rm(home, { recursive: true, force: true });
  }
};

/** Measures the plans of the commonest lists on PostgreSQL. */
export const measurePlans = async (checkout: Checkout, dealCounts: readonly number[] = sizes): Promise<Part> => {
  const results: string[][] = [];
  for (const deals of dealCounts) results.push(await explainLists(checkout, deals));
  // Both sizes of a list side by side.
  const rows = lists.flatMap((_, index) => results.flatMap((result) => result[index] ?? []));
  return {
    title: 'Lists on PostgreSQL: plans',
    goals: [],
    detail: [
      `EXPLAIN (ANALYZE, BUFFERS) by auto_explain of the statement that selects a page of about 50 deals: median and maximum of the last ${counted} of ${requests} executions, all of whose blocks of 8 kB are in memory; then what the last one read. The server first counts the matches of each filter, at most once a minute.`,
      '',
      '| list | deals | ms | max ms | counts ms | rows read | blocks | indexes |',
      '|---|---:|---:|---:|---:|---:|---:|---|',
      ...rows,
    ],
  };
};
