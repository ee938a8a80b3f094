import { spawn } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { generatedDatabase, root, runCli } from './generate.ts';
import { measureLatency } from './latency.ts';
import type { Load, Loaded } from './load-generator.ts';
import { type Question, questionsFor } from './questions.ts';
import type { Goal, Part } from './report.ts';
import {
  type Checkout,
  installPeers,
  onCore,
  type Server,
  startConstant,
  startJsonServer,
  startPlatformatic,
  startRoundtrip,
  startSoul,
} from './servers.ts';
import { median } from './statistics.ts';
import { hasWrk, loadByWrk } from './wrk.ts';

/**
 * How many requests per second does the server handle, compared with `node:http` with a constant body and with peers that have the same
 * deals? Servers run on one core and the load generator on the other. Rounds alternate between servers, and ratios compare one round.
 */

const rounds = 3;
const secondsOfLoad = 1;
const generatedDeals = 100_000;

export type Wanted = Omit<Load, 'seconds' | 'connections'>;

/** Sends load to a server from a process on the other core. */
const load = (wanted: Wanted, seconds = secondsOfLoad): Promise<Loaded> =>
  new Promise((resolve, reject) => {
    const program = join(root, 'bench/load-generator.ts');
    const [command, args] = onCore(1, process.execPath, ['--import', import.meta.resolve('tsx'), program]);
    const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => (text += chunk.toString()));
    child.on('exit', (status) =>
      status === 0 ? resolve(JSON.parse(text) as Loaded) : reject(new Error(`The load ended with ${status}.`)),
    );
    child.stdin.end(JSON.stringify({ ...wanted, seconds, connections: 32 }));
  });

const probe = async ({ origin }: Server, path: string) => {
  const response = await fetch(`${origin}${path}`, { headers: { 'accept-encoding': 'identity', connection: 'close' } });
  const body = await response.arrayBuffer();
  if (!response.ok) throw new Error(`${path} is answered with ${response.status}: ${Buffer.from(body).toString().slice(0, 300)}`);
  return { size: body.byteLength, etag: response.headers.get('etag') ?? '' };
};

/** Results of a question per round, by kind of request: one of `ways`, or a peer. */
type Results = Record<string, Loaded[]>;

const measureQuestion = async (question: Question, roundtrip: Server, peers: readonly Server[]): Promise<Results> => {
  const { size, etag } = await probe(roundtrip, question.hot);
  const constant = await startConstant({ '/': 2, '/constant': size }, 0);
  const results: Results = {};
  const add = (way: string, loaded: Loaded) => {
    results[way] = [...(results[way] ?? []), loaded];
  };
  const ask = async (way: string, { origin }: Server, paths: string[], isOnce = false) =>
    add(way, await load({ origin, paths, headers: {}, isOnce }));
  const repeat = async (way: string, { origin }: Server, path: string, headers: Record<string, string> = {}) =>
    add(way, hasWrk ? await loadByWrk(origin, path, headers, secondsOfLoad) : await load({ origin, paths: [path], headers }));
  // Each cold request is sent only once, because it would be cached afterwards. The first ones warm up the server and do not count.
  const share = Math.floor(question.cold.length / (rounds + 1));
  const shareAt = (index: number) => question.cold.slice(index * share, (index + 1) * share);
  if (share > 0) await load({ origin: roundtrip.origin, paths: shareAt(rounds), headers: {}, isOnce: true });
  for (let round = 0; round < rounds; round += 1) {
    await repeat('repeated constant', constant, '/constant');
    await repeat('hot', roundtrip, question.hot);
    await repeat('304', roundtrip, question.hot, { 'if-none-match': etag });
    await ask('constant', constant, ['/constant']);
    if (share > 0) await ask('cold', roundtrip, shareAt(round), true);
    for (const peer of peers) {
      const path = question.peers[peer.name];
      if (path !== undefined) await ask(peer.name, peer, [path]);
    }
  }
  await constant.stop();
  console.log(
    `${question.name}: ${Object.entries(results)
      .map(([way, all]) => `${way} ${Math.round(all[0]?.perSecond ?? 0)}`)
      .join(', ')}`,
  );
  return results;
};

interface DealLine {
  id: string;
  title: string;
  kind: string;
  status: string;
  amountUsd: { min: number | null; max: number | null } | null;
  participants: object[];
}

/** Starts peers with the deals of the server: flat for soul-cli and Platformatic DB, with participants for json-server. */
const startPeers = async (roundtrip: Server, home: string): Promise<Server[]> => {
  const lines = (await (await fetch(`${roundtrip.origin}/v1/deals?format=ndjson`)).text()).trim().split('\n');
  const deals = lines.map((line) => {
    const deal = JSON.parse(line) as DealLine;
    return { ...deal, amount: deal.amountUsd?.max ?? deal.amountUsd?.min ?? null };
  });
  const flat = new BetterSqlite3(join(home, 'flat.db'));
  flat.exec('create table deals (id varchar(200) primary key, title text, kind text, status text, amount integer, body text)');
  const insert = flat.prepare('insert into deals values (?, ?, ?, ?, ?, ?)');
  flat.transaction(() => {
    for (const [index, { id, title, kind, status, amount }] of deals.entries()) insert.run(id, title, kind, status, amount, lines[index]);
  })();
  flat.exec('create index deals_amount on deals (status, kind, amount)');
  flat.close();
  const participants = deals.flatMap((deal) =>
    deal.participants.map((participant, index) => ({ id: `${deal.id}-${index}`, dealId: deal.id, ...participant })),
  );
  await writeFile(join(home, 'deals.json'), JSON.stringify({ deals, participants }));
  return [
    await startSoul(join(home, 'flat.db')),
    await startPlatformatic(join(home, 'flat.db')),
    await startJsonServer(join(home, 'deals.json')),
  ];
};

const ratiosOf = (ours: readonly Loaded[] = [], theirs: readonly Loaded[] = []): number[] =>
  ours.flatMap(({ perSecond }, round) => {
    const other = theirs[round];
    return other === undefined ? [] : [perSecond / other.perSecond];
  });

const percent = (ratio: number) => `${(ratio * 100).toFixed(0)} %`;
const times = (ratio: number) => (Number.isFinite(ratio) ? `${ratio.toFixed(ratio < 10 ? 1 : 0)}x` : '∞');
const spread = (ratios: readonly number[], format: (ratio: number) => string): string =>
  ratios.length === 0 ? '' : `${format(median(ratios))} (${format(Math.min(...ratios))} to ${format(Math.max(...ratios))})`;

const ways = ['repeated constant', 'hot', '304', 'constant', 'cold'];
/** The constant body that was loaded by the same client. */
const referenceOf = (way: string) => (way === 'hot' || way === '304' ? 'repeated constant' : 'constant');

/** Returns the table rows and the goals of one question. */
const evaluate = (question: Question, results: Results, data: string): { lines: string[]; goals: Goal[] } => {
  const goals: Goal[] = [];
  const peers = Object.entries(results).filter(([way]) => !ways.includes(way));
  const speed = (all: readonly Loaded[]) => median(all.map(({ perSecond }) => perSecond));
  const best = peers.toSorted(([, a], [, b]) => speed(b) - speed(a))[0];
  const lines = Object.entries(results).map(([way, all]) => {
    const ofConstant = way.endsWith('constant') ? [] : ratiosOf(all, results[referenceOf(way)]);
    const goal = way === 'cold' || way === 'hot' || way === '304' ? question.goals[way] : undefined;
    const isMet = goal === undefined || median(ofConstant) >= goal;
    if (goal !== undefined)
      goals.push({
        question: `${question.name}, ${way}, ${data}`,
        goal: `>= ${percent(goal)} of a constant body`,
        figure: spread(ofConstant, percent),
        isMet,
      });
    const others = median(all.map((one) => one.others));
    const cells = [
      question.name,
      `${way}${others > 0 ? ` (${others} refused)` : ''}`,
      Math.round(speed(all)).toLocaleString('en'),
      ...[all.map(({ p50 }) => p50), all.map(({ p99 }) => p99)].map((sample) => median(sample).toFixed(0)),
      spread(ofConstant, percent),
      goal === undefined ? '' : `${percent(goal)}${isMet ? '' : ' ✗'}`,
    ];
    return `| ${cells.join(' | ')} |`;
  });
  if (best !== undefined && question.goals.peer !== undefined) {
    const ratios = ratiosOf(results.cold, best[1]);
    const figure = `${spread(ratios, times)} ${best[0]}`;
    goals.push({
      question: `${question.name}, cold, ${data}`,
      goal: `>= ${question.goals.peer}x the best peer`,
      figure,
      isMet: median(ratios) >= question.goals.peer,
    });
  }
  return { lines, goals };
};

const memoryLine = ({ name, firstAnswerMs, memory, peakMemory }: Server) =>
  `- ${name}: first answer ${(firstAnswerMs / 1_000).toFixed(2)} s after the start, ${Math.round(memory())} MB after the load, at most ${Math.round(peakMemory())} MB.`;

/** Measures one dataset: the real one, or the given number of generated deals. */
const measureData = async (checkout: Checkout, generated: number | undefined, home: string): Promise<Part> => {
  const file = join(home, 'roundtrip.db');
  if (generated === undefined) runCli(checkout.folder, file, 'import');
  else await copyFile(await generatedDatabase(generated, 1, checkout.folder), file);
  const data = generated === undefined ? 'the real dataset' : `${generated.toLocaleString('en')} deals`;
  // Find out which requests succeed with a separate server, so that nothing is cached in the measured one.
  const asked = await startRoundtrip(checkout, file, home, { core: 0 });
  const peers = await startPeers(asked, home);
  const response = await fetch(`${asked.origin}/v1/deals?format=ndjson&fields=id`, { headers: { connection: 'close' } });
  const dealIds = (await response.text())
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id);
  const companies = await fetch(`${asked.origin}/v1/companies?format=ndjson&fields=id`, { headers: { connection: 'close' } });
  const words = (await companies.text())
    .trim()
    .split('\n')
    .map((line) => (JSON.parse(line) as { id: string }).id.split('-')[0] ?? '');
  const questions = await questionsFor({ origin: asked.origin, dealIds, words, ...(generated !== undefined && { generated }) });
  await asked.stop();
  const roundtrip = await startRoundtrip(checkout, file, home, { core: 0 });
  await roundtrip.untilIdle();
  const part: Part = {
    title: `Requests a second, ${data}`,
    goals: [],
    detail: [
      `\`hot\` sends one request again and again, \`304\` the same with \`If-None-Match\`, and \`cold\` another one each time. A constant is \`node:http\` with a constant body of the same size. ${hasWrk ? 'wrk sends what is repeated' : 'wrk is not installed, so autocannon sends what is repeated'}; autocannon sends the rest. Medians of rounds; in brackets the least and the greatest; ∞ if the peer did not answer.`,
      '',
      '| question | way | requests/s | p50 ms | p99 ms | of the constant body | goal |',
      '|---|---|---:|---:|---:|---:|---:|',
    ],
  };
  for (const question of questions) {
    const { lines, goals } = evaluate(question, await measureQuestion(question, roundtrip, peers), data);
    part.detail.push(...lines);
    part.goals.push(...goals);
  }
  part.detail.push('', ...[roundtrip, ...peers].map(memoryLine));
  for (const peer of peers) await peer.stop();
  const page = '/v1/deals?status=signed&kind=equity_round&sort=-amountUsd&limit=50';
  const constant = await startConstant({ '/': 2, '/constant': (await probe(roundtrip, page)).size }, 0);
  const latency = await measureLatency((wanted) => load(wanted, 3), roundtrip, constant, { deals: dealIds.slice(0, 6_000), page, data });
  await constant.stop();
  await roundtrip.stop();
  part.detail.push('', ...latency.detail);
  part.goals.push(...latency.goals);
  return part;
};

/** Measures the real dataset and 100,000 generated deals. */
export const measureThroughput = async (checkout: Checkout): Promise<Part[]> => {
  await installPeers();
  const home = await mkdtemp(join(tmpdir(), 'roundtrip-bench-load-'));
  const parts: Part[] = [];
  try {
    for (const generated of [undefined, generatedDeals]) {
      const folder = join(home, String(generated));
      await mkdir(folder);
      parts.push(await measureData(checkout, generated, folder));
    }
    return parts;
  } finally {
    await rm(home, { recursive: true, force: true });
  }
};
