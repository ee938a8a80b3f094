import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from '../tests/support/run.ts';

/** A server under load. */
export interface Subject {
  name: string;
  origin: string;
  /** Time from its start to its first answer, in milliseconds. */
  firstAnswerMs: number;
  /** Memory that it has now, in MB. */
  memory: () => number;
  stop: () => Promise<void>;
}

const root = fileURLToPath(new URL('..', import.meta.url));
const canPin = existsSync('/usr/bin/taskset');

/** A command on one core, where the machine can do that. */
export const onCore = (core: number, command: string, args: readonly string[]): [string, string[]] =>
  canPin ? ['taskset', ['-c', String(core), command, ...args]] : [command, [...args]];

const start = async (
  name: string,
  args: (port: number) => readonly string[],
  { probe, environment = {}, cwd = '/' }: { probe: string; environment?: Record<string, string>; cwd?: string },
): Promise<Subject> => {
  const port = await freePort();
  const [command, all] = onCore(0, process.execPath, args(port));
  const started = performance.now();
  const child: ChildProcess = spawn(command, all, {
    cwd,
    env: { PATH: process.env.PATH ?? '', PORT: String(port), ...environment },
    stdio: 'ignore',
  });
  const killed = () => child.kill('SIGKILL');
  process.once('exit', killed);
  const origin = `http://127.0.0.1:${port}`;
  const isUp = () =>
    fetch(`${origin}${probe}`).then(
      ({ ok }) => ok,
      () => false,
    );
  while (!(await isUp())) {
    if (child.exitCode !== null || performance.now() - started > 120_000) throw new Error(`${name} did not start.`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  return {
    name,
    origin,
    firstAnswerMs: performance.now() - started,
    memory: () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1] ?? 0) / 1_024,
    stop: async () => {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
      await ended;
      clearTimeout(timer);
      process.off('exit', killed);
    },
  };
};

/** The built server over a database file, which is the real dataset or a generated one. */
export const startRoundtrip = (databaseFile: string, dataDir: string, isGenerated = false): Promise<Subject> =>
  start('roundtrip', () => [join(root, isGenerated ? 'dist/bench/serve-generated.js' : 'dist/server.js')], {
    probe: '/health/ready',
    environment: {
      HOST: '127.0.0.1',
      DATA_DIR: dataDir,
      DATABASE_URL: `sqlite:${databaseFile}`,
      RATE_LIMIT_MAX: '1000000',
      LOG_LEVEL: 'warn',
    },
  });

/** `node:http` with constant bodies of the given sizes, by path. */
export const startConstant = (sizes: Readonly<Record<string, number>>): Promise<Subject> =>
  start('node:http constant', () => ['--import', import.meta.resolve('tsx'), join(root, 'bench/constant.ts'), JSON.stringify(sizes)], {
    probe: '/',
  });

const peersFolder = join(root, 'node_modules/.bench-peers');

/** Installs the peers, in a folder that nothing else sees. */
export const installPeers = async (): Promise<void> => {
  if (existsSync(join(peersFolder, 'node_modules/json-server')) && existsSync(join(peersFolder, 'node_modules/soul-cli'))) return;
  await mkdir(peersFolder, { recursive: true });
  await writeFile(join(peersFolder, 'package.json'), '{"name":"bench-peers","private":true}');
  execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', 'json-server@0.17.4', 'soul-cli@0.8.2'], {
    cwd: peersFolder,
    stdio: 'inherit',
  });
};

/** json-server over a JSON file `{deals: [...]}`. */
export const startJsonServer = (file: string): Promise<Subject> =>
  start(
    'json-server 0.17.4',
    (port) => [
      join(peersFolder, 'node_modules/json-server/lib/cli/bin.js'),
      '--quiet',
      '--host',
      '127.0.0.1',
      '--port',
      String(port),
      file,
    ],
    {
      probe: '/deals?_limit=1',
    },
  );

/** soul-cli over a SQLite file with a table `deals`. */
export const startSoul = (file: string): Promise<Subject> =>
  start('soul-cli 0.8.2', (port) => [join(peersFolder, 'node_modules/soul-cli/src/server.js'), '-d', file, '-p', String(port)], {
    probe: '/api/tables/deals/rows?_limit=1',
    environment: { RATE_LIMIT_ENABLED: 'false', NO_CLI: 'false' },
  });
