import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { root } from './generate.ts';

/** Starts and stops the servers to measure: our built server, `node:http` with a constant body, and peers. */

/** A checkout of this repository whose built server is measured. */
export interface Checkout {
  name: string;
  folder: string;
}

/** A running server. */
export interface Server {
  name: string;
  origin: string;
  processId: number;
  /** Time from start to the first response, in milliseconds. */
  firstAnswerMs: number;
  /** Current resident memory in MB. */
  memory: () => number;
  /** Peak resident memory in MB. */
  peakMemory: () => number;
  /** Waits until its startup work has finished; at most half a minute. */
  untilIdle: () => Promise<void>;
  /** Asks it to exit, and kills it after a timeout. */
  stop: (graceMs?: number) => Promise<void>;
}

interface Start {
  /** A path that returns 200 once the server is up. */
  probe: string;
  environment?: Record<string, string>;
  /** CPU core to run on. Default: any. */
  core?: number;
}

/** A server is idle once it has used at most this CPU time per second for several seconds. */
const idleTicks = 3;
const idleSeconds = 3;
const idleWaitMax = 30;

const canPin = existsSync('/usr/bin/taskset');

/** Pins a command to one core, if the system supports that. */
export const onCore = (core: number, command: string, args: readonly string[]): [string, string[]] =>
  canPin ? ['taskset', ['-c', String(core), command, ...args]] : [command, [...args]];

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const start = async (
  name: string,
  toArguments: (port: number) => readonly string[],
  { probe, environment = {}, core }: Start,
): Promise<Server> => {
  const port = await freePort();
  const args = toArguments(port);
  const [command, all] = core === undefined ? [process.execPath, args] : onCore(core, process.execPath, args);
  const started = performance.now();
  const child: ChildProcess = spawn(command, all, {
    cwd: '/',
    env: { PATH: process.env.PATH ?? '', PORT: String(port), ...environment },
    stdio: 'ignore',
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const origin = `http://127.0.0.1:${port}`;
  const isUp = () =>
    fetch(`${origin}${probe}`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isUp())) {
    if (child.exitCode !== null || performance.now() - started > 120_000) throw new Error(`${name} did not start.`);
    await delay(5);
  }
  const processStatus = (field: 'VmRSS' | 'VmHWM') =>
    Number(new RegExp(`${field}:\\s+(\\d+)`).exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024;
  /** CPU time that it has used, in hundredths of a second. */
  const cpuTicks = () => {
    const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
    return Number(fields[11]) + Number(fields[12]);
  };
  return {
    name,
    origin,
    processId: child.pid ?? 0,
    firstAnswerMs: performance.now() - started,
    memory: () => processStatus('VmRSS'),
    peakMemory: () => processStatus('VmHWM'),
    untilIdle: async () => {
      for (let [waited, idle] = [0, 0]; waited < idleWaitMax && idle < idleSeconds; waited += 1) {
        const before = cpuTicks();
        await delay(1_000);
        idle = cpuTicks() - before <= idleTicks ? idle + 1 : 0;
      }
    },
    stop: async (graceMs = 15_000) => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(kill, graceMs);
      await ended;
      clearTimeout(timer);
      process.off('exit', kill);
    },
  };
};

interface RoundtripStart {
  /** Requests per minute for each client. Default: no limit. */
  rateLimit?: number;
  core?: number;
  /** Number of processes. */
  workers?: number;
  environment?: Record<string, string>;
}

/** Starts the built server of a checkout with a database: a SQLite file, or the URL of a PostgreSQL database. */
export const startRoundtrip = (
  checkout: Checkout,
  database: string,
  dataDir: string,
  { rateLimit = 100_000_000, core, workers = 1, environment = {} }: RoundtripStart = {},
): Promise<Server> =>
  start(
    checkout.name,
    () => {
      const [program, ...args] = workers === 1 ? ['server'] : ['cli', 'serve', '--workers', String(workers)];
      return [join(checkout.folder, `dist/${program}.js`), ...args];
    },
    {
      probe: '/health/ready',
      environment: {
        HOST: '127.0.0.1',
        DATA_DIR: dataDir,
        DATABASE_URL: database.startsWith('postgres:') ? database : `sqlite:${database}`,
        RATE_LIMIT_MAX: String(rateLimit),
        LOG_LEVEL: 'warn',
        ...environment,
      },
      ...(core !== undefined && { core }),
    },
  );

/** Starts `node:http` with constant bodies of the given sizes by path: the upper bound of Node. */
export const startConstant = (sizes: Readonly<Record<string, number>>, core?: number): Promise<Server> =>
  start('node:http constant', () => ['--import', import.meta.resolve('tsx'), join(root, 'bench/constant.ts'), JSON.stringify(sizes)], {
    probe: '/',
    ...(core !== undefined && { core }),
  });

const peersFolder = join(root, 'node_modules/.bench-peers');
const platformaticFolder = join(peersFolder, 'platformatic');

const installPackages = async (folder: string, packages: readonly string[], manifest: object, options: readonly string[] = []) => {
  const names = packages.map((one) => one.slice(0, one.lastIndexOf('@')));
  if (names.every((name) => existsSync(join(folder, 'node_modules', name)))) return;
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'bench-peers', private: true, ...manifest }));
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', ...options, ...packages], { cwd: folder, stdio: 'inherit' });
};

/** Installs the peers in separate folders. Platformatic DB gets our build of better-sqlite3, because compiling another takes minutes. */
export const installPeers = async (): Promise<void> => {
  await installPackages(peersFolder, ['json-server@0.17.4', 'soul-cli@0.8.2'], {});
  const overrides = { 'better-sqlite3': `file:${join(root, 'node_modules/better-sqlite3')}` };
  await installPackages(platformaticFolder, ['@platformatic/db@2.61.0'], { overrides }, ['--ignore-scripts']);
};

/** Starts Platformatic DB with a SQLite file with a table `deals`. */
export const startPlatformatic = (file: string): Promise<Server> =>
  start(
    '@platformatic/db 2.61.0',
    () => ['--import', import.meta.resolve('tsx'), join(root, 'bench/platformatic.ts'), platformaticFolder, file],
    { probe: '/deals/?limit=1', core: 0 },
  );

/** Starts json-server with a JSON file `{deals: [...]}`. */
export const startJsonServer = (file: string): Promise<Server> => {
  const cli = join(peersFolder, 'node_modules/json-server/lib/cli/bin.js');
  return start('json-server 0.17.4', (port) => [cli, '--quiet', '--host', '127.0.0.1', '--port', String(port), file], {
    probe: '/deals?_limit=1',
    core: 0,
  });
};

/** Starts soul-cli with a SQLite file with a table `deals`. */
export const startSoul = (file: string): Promise<Server> =>
  start('soul-cli 0.8.2', (port) => [join(peersFolder, 'node_modules/soul-cli/src/server.js'), '-d', file, '-p', String(port)], {
    probe: '/api/tables/deals/rows?_limit=1',
    environment: { RATE_LIMIT_ENABLED: 'false', NO_CLI: 'false' },
    core: 0,
  });
