import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Goal, Part } from './report.ts';
import type { Checkout } from './servers.ts';
import { formatMs, quantile } from './statistics.ts';
import { patch, startWriter } from './writes.ts';

/**
 * How long do the answers take that combine many reads: pages for people, calls of agents, series, funding and facets? One client sends
 * one request at a time, on the real dataset: each day once (not cached), one day again and again (cached), and each day once while
 * another client patches a company every 250 ms, which removes every cached response.
 */

const samples = 40;
/** As many as the threads need until V8 has compiled what they run. */
const warmUps = 60;
const writeEveryMs = 250;
const pageGoalMs = 15;

interface Question {
  name: string;
  /** The path as of a day. */
  path: (day: string) => string;
  /** The body of a POST request as of a day. */
  body?: (day: string) => object;
  goalMs?: number;
}

const call = (name: string, values: object) => (day: string) => ({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name, arguments: { ...values, asOf: day } },
});

const page = (name: string, path: string): Question => ({ name, path: (day) => `${path}?asOf=${day}`, goalMs: pageGoalMs });

const questions: readonly Question[] = [
  page('the start page', '/'),
  page('the page of a pair', '/pairs/nvidia/openai'),
  page('the page of a group', '/groups/openai'),
  page('the page of a deal', '/deals/openai-aws-compute'),
  page('the page of deals', '/deals'),
  page('the map', '/map'),
  page('the timeline', '/timeline'),
  page('the outlook', '/outlook'),
  page('the page of chips', '/chips'),
  { name: 'an agent lists deals', path: () => '/mcp', body: call('list_deals', { company: 'openai' }) },
  { name: 'an agent asks for the money of a company', path: () => '/mcp', body: call('company_money', { company: 'nvidia' }) },
  { name: 'an agent asks for circles', path: () => '/mcp', body: call('find_circles', { company: 'openai' }) },
  { name: 'funding of a company', path: (day) => `/v1/companies/openai/funding?asOf=${day}` },
  { name: 'a yearly series of deals of one kind', path: (day) => `/v1/series?kind=equity_round&asOf=${day}` },
  { name: 'a page of deals with facets', path: (day) => `/v1/deals?facets=kind,status&asOf=${day}` },
  { name: 'vendor financing', path: (day) => `/v1/vendor-financing?asOf=${day}` },
];

const days = (count: number, from: string): string[] =>
  Array.from({ length: count }, (_, index) => new Date(Date.parse(from) + index * 86_400_000).toISOString().slice(0, 10));

const ask = async (origin: string, { path, body }: Question, day: string): Promise<{ ms: number; bytes: number }> => {
  const started = performance.now();
  const response = await fetch(`${origin}${path(day)}`, {
    headers: {
      accept: 'application/json, text/html, text/event-stream',
      'content-type': 'application/json',
      'accept-encoding': 'identity',
    },
    ...(body !== undefined && { method: 'POST', body: JSON.stringify(body(day)) }),
  });
  const text = await response.text();
  const ms = performance.now() - started;
  if (!response.ok || text.includes('"isError":true')) throw new Error(`${path(day)}: ${response.status} ${text.slice(0, 300)}`);
  return { ms, bytes: text.length };
};

/** Measures the answers that combine many reads. */
export const measureAnswers = async (checkout: Checkout): Promise<Part> => {
  const home = await mkdtemp(join(tmpdir(), 'roundtrip-bench-answers-'));
  const writer = await startWriter(checkout, home);
  const { origin } = writer.server;
  await writer.server.untilIdle();
  const goals: Goal[] = [];
  const rows: string[] = [];
  for (const question of questions) {
    for (const day of days(warmUps, '2026-04-01')) await ask(origin, question, day);
    const cold: number[] = [];
    let bytes = 0;
    for (const day of days(samples, '2026-07-01')) {
      const answer = await ask(origin, question, day);
      cold.push(answer.ms);
      bytes = answer.bytes;
    }
    const hot: number[] = [];
    for (let index = 0; index < samples; index += 1) hot.push((await ask(origin, question, '2026-07-01')).ms);
    const beside: number[] = [];
    const stop = { isOver: false };
    const writing = (async () => {
      for (let round = 0; !stop.isOver; round += 1) {
        const { status } = await patch(writer, 'nvidia', `Patched ${round + 1} times for the bench.`);
        if (status !== 200) throw new Error(`PATCH is answered with ${status}.`);
        await new Promise((resolve) => setTimeout(resolve, writeEveryMs));
      }
    })();
    for (const day of days(samples, '2026-07-01')) beside.push((await ask(origin, question, day)).ms);
    stop.isOver = true;
    await writing;
    const figures = [cold, hot, beside].flatMap((sample) => [formatMs(quantile(sample, 0.5)), formatMs(quantile(sample, 0.99))]);
    const isMet = question.goalMs === undefined || quantile(cold, 0.5) <= question.goalMs;
    const [median, ...others] = figures;
    rows.push(`| ${question.name} | ${[`${median}${isMet ? '' : ' ✗'}`, ...others, `${(bytes / 1_024).toFixed(1)} kB`].join(' | ')} |`);
    if (question.goalMs !== undefined)
      goals.push({
        question: `${question.name}, not cached, median`,
        goal: `<= ${question.goalMs} ms`,
        figure: `${figures[0]} ms`,
        isMet,
      });
    console.log(`${question.name}: ${figures.join(', ')} ms`);
  }
  await writer.server.stop();
  await rm(home, { recursive: true, force: true });
  return {
    title: 'Pages, agents and analyses, the real dataset',
    goals,
    detail: [
      `Milliseconds for one request at a time: each of ${samples} days once (not cached, after ${warmUps} other days), one day again (cached), and each day once while another client patches Nvidia every ${writeEveryMs} ms. Includes the client.`,
      '',
      '| answer | not cached: p50 | p99 | cached: p50 | p99 | beside writes: p50 | p99 | size |',
      '|---|---:|---:|---:|---:|---:|---:|---:|',
      ...rows,
    ],
  };
};
