import { spawn, spawnSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type AcknowledgedWrites, findLostWrites, writeUntilGone } from '../support/acknowledged-writes.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { isReady, type ProgramRun, startProgram, startReadyServer } from '../support/processes.ts';

/**
 * Abuses a server on each engine for some minutes: generated requests, malformed writes, slow clients, half-closed sockets, pipelining,
 * kills, restarts, restarts of PostgreSQL and a full disk. Fails if an acknowledged write is lost, if a response is a 5xx other than a
 * documented 503, or if `/health/live` is slow.
 */

const { values } = parseArgs({ options: { minutes: { type: 'string', default: '3' }, seed: { type: 'string', default: '1' } } });
const roundMs = 15_000;
const diskMb = 250;
/** Maximum of the 99th percentile of `/health/live`. */
const liveMaxMs = 100;
/** If a server that does nothing takes longer at the 99th percentile, other programs keep the machine busy. */
const bareMaxMs = 20;
const rssGoalMb = 700;

const faults: string[] = [];
const statuses = new Map<string, number>();
const times = { live: [] as number[], bare: [] as number[] };
let seed = Number(values.seed);
let rssMb = 0;

const quantile = (all: readonly number[], share: number): number =>
  all.toSorted((a, b) => a - b)[Math.min(all.length - 1, Math.floor(all.length * share))] ?? 0;

const readRssMb = (pid: number): number => Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)]).stdout) / 1_024;

interface Setting {
  name: string;
  environment: { DATA_DIR: string } & Record<string, string>;
  /** What happens to the server at the end of a round; by turns. */
  disasters: readonly { name: string; run: () => Promise<void> }[];
}

/** Runs the command line, and returns what it prints. */
const run = async (args: string[], environment: Record<string, string>): Promise<string> => {
  const program = startProgram('cli', args, environment);
  if ((await program.ended) !== 0) throw new Error(`roundtrip ${args.join(' ')} failed: ${program.printed()}`);
  return program.printed().trim();
};

let running: ProgramRun | undefined;

const start = (environment: Setting['environment']) =>
  startReadyServer({ ...environment, LOG_LEVEL: 'fatal' }, (server) => {
    running = server;
  });

const killRunning = async (): Promise<void> => {
  running?.process.kill('SIGKILL');
  await running?.ended;
};

/** Starts a program that prints JSON at SIGTERM. */
const startTool = (file: URL, args: readonly string[]) => {
  const tool = spawn(process.execPath, ['--import', 'tsx', fileURLToPath(file), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const printed = text(tool.stdout);
  return {
    stop: async (): Promise<unknown> => {
      tool.kill('SIGTERM');
      return JSON.parse(await printed);
    },
  };
};

/** Runs rounds until the time is over. Each ends with a kill or a stop. */
const abuseFor = async (durationMs: number, { name, environment, disasters }: Setting): Promise<void> => {
  const acknowledged: AcknowledgedWrites = { titles: new Map(), pairs: new Map() };
  await run(['import'], environment);
  const key = await run(['keys', 'create', '--name', 'abuse', '--scope', 'write'], environment);
  const deadline = performance.now() + durationMs;
  for (let round = 0; round === 0 || performance.now() < deadline; round += 1) {
    const { server, origin } = await start(environment);
    for (const lost of await findLostWrites(origin, acknowledged)) faults.push(`${name}: ${lost}`);
    acknowledged.pairs.clear();
    const probe = startTool(new URL('health-probe.mjs', import.meta.url), [origin]);
    seed += 1_000;
    const clients = startTool(new URL('abusive-clients.ts', import.meta.url), [origin, key, String(seed)]);
    const writers = ['a', 'b', 'c'].map((client) =>
      writeUntilGone({ origin, key, pauseMs: 50 }, `abuse-${client}`, acknowledged).catch((error: unknown) => faults.push(String(error))),
    );
    await setTimeout(roundMs / 2);
    const disaster = disasters[round % disasters.length];
    await disaster?.run();
    await setTimeout(roundMs / 2);
    rssMb = Math.max(rssMb, readRssMb(server.process.pid ?? 0));
    if (!(await isReady(origin))) faults.push(`${name}: not ready after ${disaster?.name}`);
    const { live, bare } = (await probe.stop()) as typeof times;
    times.live.push(...live);
    times.bare.push(...bare);
    const isKilled = round % 3 !== 2;
    server.process.kill(isKilled ? 'SIGKILL' : 'SIGTERM');
    const status = await server.ended;
    if (!isKilled && status !== 0) faults.push(`${name}: SIGTERM ended with status ${status}`);
    const sent = (await clients.stop()) as { statuses: Record<string, number>; faults: string[] };
    for (const [code, number] of Object.entries(sent.statuses)) statuses.set(code, (statuses.get(code) ?? 0) + number);
    faults.push(...sent.faults);
    await Promise.all(writers);
    console.log(`${name}, round ${round + 1}: ${disaster?.name}, then ${isKilled ? 'SIGKILL' : 'SIGTERM'}; ${faults.length} faults`);
  }
  const { server, origin } = await start(environment);
  for (const lost of await findLostWrites(origin, acknowledged)) faults.push(`${name}: ${lost}`);
  server.process.kill('SIGTERM');
  await server.ended;
  const sum = [...acknowledged.titles.values()].reduce((total, title) => total + title.acknowledged, 0);
  console.log(`${name}: ${sum} acknowledged writes of sources, and about as many of pairs, all there`);
};

const nothing = { name: 'nothing', run: async () => undefined };

const abuseSqlite = async (durationMs: number): Promise<void> => {
  const home = await mkdtemp(join(tmpdir(), 'roundtrip-abuse-'));
  const isMounted = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${diskMb}m`, 'tmpfs', home]).status === 0;
  const fillDisk = async () => {
    await writeFile(join(home, 'filler'), Buffer.alloc(diskMb << 20)).catch(() => undefined);
    await setTimeout(3_000);
    await rm(join(home, 'filler'), { force: true });
  };
  if (!isMounted) console.log('The disk is not filled, because that needs the right to mount a small file system.');
  try {
    const disasters = isMounted ? [{ name: 'a full disk', run: fillDisk }, nothing] : [nothing];
    await abuseFor(durationMs, { name: 'SQLite', environment: { DATA_DIR: home }, disasters });
  } finally {
    await killRunning();
    if (isMounted) spawnSync('umount', [home]);
    await rm(home, { recursive: true, force: true });
  }
};

const abusePostgres = async (durationMs: number): Promise<void> => {
  const home = await mkdtemp(join(tmpdir(), 'roundtrip-abuse-'));
  const postgres: PostgresServer = await startPostgres();
  const restart = (mode: 'fast' | 'immediate') => async () => {
    postgres.stop(mode);
    await setTimeout(1_000);
    await postgres.start();
  };
  try {
    const disasters = [
      { name: 'a restart of PostgreSQL', run: restart('fast') },
      { name: 'a crash of PostgreSQL', run: restart('immediate') },
      nothing,
    ];
    await abuseFor(durationMs, { name: 'PostgreSQL', environment: { DATA_DIR: home, DATABASE_URL: postgres.url }, disasters });
  } finally {
    await killRunning();
    await postgres.close();
    await rm(home, { recursive: true, force: true });
  }
};

const wasBusy = (loadavg()[0] ?? 0) > availableParallelism();
const durationMs = (Number(values.minutes) * 60_000) / 2;
await abuseSqlite(durationMs);
await abusePostgres(durationMs);

const live = quantile(times.live, 0.99);
const format = (all: readonly number[]): string =>
  `median ${quantile(all, 0.5).toFixed(1)} ms, p99 ${quantile(all, 0.99).toFixed(1)} ms, maximum ${quantile(all, 1).toFixed(1)} ms`;
console.log(
  `responses: ${[...statuses]
    .sort()
    .map(([status, number]) => `${number} of ${status}`)
    .join(', ')}`,
);
console.log(`/health/live, ${times.live.length} times: ${format(times.live)}; a bare server beside it: ${format(times.bare)}`);
console.log(`memory of the server at the end of a round: at most ${Math.round(rssMb)} MB`);
if (wasBusy || quantile(times.bare, 0.99) > bareMaxMs)
  console.log('Other programs keep this machine busy, so the times say little about the server.');
else if (live > liveMaxMs) faults.push(`/health/live took ${live.toFixed(1)} ms at the 99th percentile.`);
if (rssMb > rssGoalMb) faults.push(`The server used ${Math.round(rssMb)} MB.`);
for (const fault of faults.slice(0, 20)) console.log(`FAULT: ${fault.slice(0, 500)}`);
console.log(`${faults.length} faults`);
process.exit(faults.length === 0 ? 0 : 1);
