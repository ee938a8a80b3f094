import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import BetterSqlite3 from 'better-sqlite3';
import { recordsOf } from '../tests/support/dataset.ts';
import { generate } from './generate.ts';
import { measureLatency } from './latency.ts';
import type { Load, Loaded } from './load.ts';
import { type Question, questionsFor } from './questions.ts';
import { type Measured, type Section, writeReport } from './report.ts';
import { installPeers, onCore, type Subject, startConstant, startJsonServer, startRoundtrip, startSoul } from './subjects.ts';

/**
 * Loads our built server, `node:http` with a constant body, and peers over the same data in turn, and writes `bench/RESULTS.md`.
 * `npm run bench` takes about half an hour; `npm run bench -- --quick` about five, without the million and without writing.
 */

const { values } = parseArgs({ options: { quick: { type: 'boolean', default: false } } });
const seconds = 1;
const rounds = values.quick ? 1 : 3;
const sizes = values.quick ? [100_000] : [100_000];
/** json-server reads all of its file at once, and is asked up to this size alone. */
const jsonServerMax = 100_000;
const here = fileURLToPath(new URL('.', import.meta.url));

const load = (wanted: Omit<Load, 'seconds' | 'connections'>, duration = seconds): Promise<Loaded> =>
  new Promise((resolve, reject) => {
    const [command, args] = onCore(1, process.execPath, ['--import', import.meta.resolve('tsx'), join(here, 'load.ts')]);
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('exit', (status) =>
      status === 0 ? resolve(JSON.parse(text) as Loaded) : reject(new Error(`The load ended with ${status}.`)),
    );
    child.stdin.end(JSON.stringify({ ...wanted, seconds: duration, connections: 32 }));
  });

const answerOf = async (subject: Subject, path: string) => {
  const response = await fetch(`${subject.origin}${path}`, { headers: { 'accept-encoding': 'identity', connection: 'close' } });
  const body = await response.arrayBuffer();
  if (!response.ok) throw new Error(`${path} is answered with ${response.status}: ${Buffer.from(body).toString().slice(0, 300)}`);
  return { size: body.byteLength, etag: response.headers.get('etag') ?? '' };
};

const measure = async (question: Question, roundtrip: Subject, peers: readonly Subject[]): Promise<Measured> => {
  const { size, etag } = await answerOf(roundtrip, question.hot);
  const constant = await startConstant({ '/': 2, '/constant': size });
  const results: Record<string, Loaded[]> = {};
  const ask = async (way: string, subject: Subject, paths: string[], headers: Record<string, string> = {}, isOnce = false) => {
    results[way] = [...(results[way] ?? []), await load({ origin: subject.origin, paths, headers, isOnce })];
  };
  // Each is asked for once: asked again it would be kept. A part of them is not counted: the code is compiled while they are answered.
  const share = Math.floor(question.cold.length / (rounds + 1));
  const partOf = (index: number) => question.cold.slice(index * share, (index + 1) * share);
  if (share > 0) await load({ origin: roundtrip.origin, paths: partOf(rounds), headers: {}, isOnce: true });
  for (let round = 0; round < rounds; round += 1) {
    await ask('constant', constant, ['/constant']);
    await ask('hot', roundtrip, [question.hot]);
    if (share > 0) await ask('cold', roundtrip, partOf(round), {}, true);
    if (question.stored !== undefined) await ask('stored', roundtrip, question.stored);
    await ask('304', roundtrip, [question.hot], { 'if-none-match': etag });
    for (const peer of peers) {
      const path = question.peers[peer.name];
      if (path !== undefined) await ask(peer.name, peer, [path]);
    }
  }
  await constant.stop();
  const perSecond = Object.entries(results).map(([way, all]) => `${way} ${Math.round(all[0]?.perSecond ?? 0)}`);
  console.log(`${question.name}: ${perSecond.join(', ')}`);
  return { question, rounds: results };
};

/** The same deals for the peers: each with its parties, and flat. */
const peersOver = async (roundtripFile: string, home: string, isSmall: boolean): Promise<Subject[]> => {
  const source = new BetterSqlite3(roundtripFile, { readonly: true });
  const bodies = source
    .prepare("select body from short_answers where collection = 'deals' and known_to is null")
    .pluck()
    .iterate() as Iterable<string>;
  const flat = new BetterSqlite3(join(home, 'soul.db'));
  flat.pragma('synchronous = OFF');
  flat.exec('create table deals (id text primary key, title text, kind text, status text, amount integer, body text)');
  const insert = flat.prepare('insert into deals values (?, ?, ?, ?, ?, ?)');
  const deals: object[] = [];
  const participants: object[] = [];
  flat.exec('begin');
  for (const body of bodies) {
    const deal = JSON.parse(body) as {
      id: string;
      title: string;
      kind: string;
      status: string;
      amountUsd: { min: number | null; max: number | null } | null;
      participants: object[];
    };
    const amount = deal.amountUsd?.max ?? deal.amountUsd?.min ?? null;
    insert.run(deal.id, deal.title, deal.kind, deal.status, amount, body);
    if (!isSmall) continue;
    deals.push({ ...deal, amount });
    participants.push(...deal.participants.map((participant, index) => ({ id: `${deal.id}-${index}`, dealId: deal.id, ...participant })));
  }
  flat.exec('commit; create index deals_amount on deals (status, kind, amount)');
  flat.close();
  source.close();
  const subjects = [await startSoul(join(home, 'soul.db'))];
  if (!isSmall) return subjects;
  await writeFile(join(home, 'deals.json'), JSON.stringify({ deals, participants }));
  return [...subjects, await startJsonServer(join(home, 'deals.json'))];
};

const run = async (
  { title, file, generated, home }: { title: string; file: string; generated?: number; home: string },
  further: (roundtrip: Subject, dealIds: readonly string[]) => Promise<void>,
): Promise<Section> => {
  console.log(`\n${title}`);
  const start = () => startRoundtrip(file, home, generated !== undefined);
  const peers = await peersOver(file, home, (generated ?? 0) <= jsonServerMax);
  const dealIds =
    generated === undefined ? recordsOf('deals').map(({ id }) => id) : Array.from({ length: generated }, (_, index) => `deal-${index}`);
  const words =
    generated === undefined
      ? recordsOf('companies').map(({ id }) => id.split('-')[0] ?? id)
      : Array.from({ length: 2_000 }, (_, index) => `company ${index}`);
  // Which questions have an answer is found out by asking them: of a server that is gone before they count.
  const asked = await start();
  const questions = await questionsFor({ origin: asked.origin, dealIds, words, ...(generated !== undefined && { generated }) });
  await asked.stop();
  const roundtrip = await start();
  const restMemory = roundtrip.memory();
  // The totals are made once the server is at rest.
  await setTimeout(3_000);
  const measured: Measured[] = [];
  for (const question of questions) measured.push(await measure(question, roundtrip, peers));
  const servers = [roundtrip, ...peers].map(
    ({ name, firstAnswerMs, memory }) =>
      `- ${name}: first answer ${(firstAnswerMs / 1_000).toFixed(2)} s after the start, ${Math.round(memory())} MB after the load.`,
  );
  servers[0] += ` (${Math.round(restMemory)} MB before it; 64 MB of ready answers and 64 MB of SQLite pages are its declared caches.)`;
  for (const peer of peers) await peer.stop();
  await further(roundtrip, dealIds);
  await roundtrip.stop();
  return { title, measured, servers };
};

await installPeers();
const home = await mkdtemp(join(tmpdir(), 'roundtrip-bench-'));
const sections: Section[] = [];
const notes: string[] = [];
const notesFile = join(here, 'NOTES.md');
const resultsFile = values.quick ? join(tmpdir(), 'roundtrip-bench-results.md') : join(here, 'RESULTS.md');
/** Written after each part, so that a run that is broken off leaves what it has measured. */
const write = () =>
  writeReport(resultsFile, sections, [...notes, '', existsSync(notesFile) ? readFileSync(notesFile, 'utf8') : ''].join('\n'));
const note = (title: string, lines: readonly string[]) => {
  console.log(['', title, ...lines].join('\n'));
  notes.push('', `## ${title}`, '', ...lines);
  write();
};
const latencyOver = (title: string) => async (roundtrip: Subject, dealIds: readonly string[]) => {
  const page = '/v1/deals?status=signed&kind=equity_round&sort=-amountUsd&limit=50';
  const constant = await startConstant({ '/': 2, '/constant': (await answerOf(roundtrip, page)).size });
  const deals = dealIds.slice(0, 6_000);
  note(
    `Latency at a fixed rate, ${title}`,
    await measureLatency((wanted) => load(wanted, 3), roundtrip, { subject: constant, path: '/constant' }, { deals, page }),
  );
  await constant.stop();
};
try {
  const real = join(home, 'real');
  await mkdir(real);
  const file = join(real, 'roundtrip.db');
  // The first start takes the dataset in; what is measured is a later one.
  await (await startRoundtrip(file, real)).stop();
  sections.push(await run({ title: 'The real dataset (561 deals)', file, home: real }, latencyOver('the real dataset')));
  for (const size of sizes) {
    const folder = join(home, String(size));
    await mkdir(folder);
    const database = { deals: size, file: join(folder, 'roundtrip.db') };
    await generate(database.file, size);
    const title = `${size.toLocaleString('en')} generated deals`;
    sections.push(await run({ title, file: database.file, generated: size, home: folder }, latencyOver(title)));
  }
} finally {
  await rm(home, { recursive: true });
}
console.log(`\nwritten to ${resultsFile}`);
