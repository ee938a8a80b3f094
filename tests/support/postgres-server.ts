import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { chown, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import pg from 'pg';
import { freePort, waitUntil } from './processes.ts';

/** Returns the folder of PostgreSQL's programs: the newest version that Debian installed, or else the one on the search path. */
const binaryFolder = (): string => {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(root, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')));
  const onPath = (process.env.PATH ?? '').split(':').find((folder) => existsSync(join(folder, 'initdb')));
  const folder = found ?? onPath;
  if (folder === undefined) throw new Error('This suite needs PostgreSQL: install it (Debian: apt-get install postgresql).');
  return folder;
};

const isRoot = process.getuid?.() === 0;

/** PostgreSQL refuses to run as root. If the tests do, run it as the user that Debian created for it. */
export const asServerUser = (program: string, args: string[]): [string, string[]] =>
  isRoot ? ['runuser', ['-u', 'postgres', '--', program, ...args]] : [program, args];

/** Many test files connect at once, and a temporary server needs no durability. */
const settings = ['max_connections=400', 'fsync=off'];

/** A temporary PostgreSQL server. `close` deletes its data. */
export interface PostgresServer {
  url: string;
  /** The folder of its data. */
  data: string;
  start(): Promise<void>;
  /** Stops the server as an operator does (`fast`) or as a crash would (`immediate`). */
  stop(mode: 'fast' | 'immediate'): void;
  /** Starts a streaming replica of this server, with the same settings. */
  startReplica(): Promise<PostgresServer>;
  close(): Promise<void>;
}

/** Creates a folder that the server user may write. */
export const makeFolder = async (): Promise<string> => {
  const folder = mkdtempSync('/tmp/roundtrip-postgres-');
  if (isRoot) {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'])));
    await chown(folder, uid ?? 0, gid ?? 0);
  }
  return folder;
};

const answers = async (url: string): Promise<boolean> => {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
};

/** Creates the data folder with a program and starts the server. */
const startServer = async (
  program: string,
  argumentsFor: (data: string) => string[],
  ownSettings: readonly string[],
): Promise<PostgresServer> => {
  const binaries = binaryFolder();
  const folder = await makeFolder();
  const data = join(folder, 'data');
  execFileSync(...asServerUser(resolve(binaries, program), argumentsFor(data)), { stdio: 'ignore' });
  const port = await freePort();
  const options = [...settings, ...ownSettings, `port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`];
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  let isRunning = false;
  const start = async () => {
    spawn(...asServerUser(join(binaries, 'postgres'), ['-D', data, ...options.flatMap((option) => ['-c', option])]), { stdio: 'ignore' });
    isRunning = true;
    await waitUntil(() => answers(url), 'PostgreSQL was ready');
  };
  const stop = (mode: 'fast' | 'immediate') => {
    if (isRunning) execFileSync(...asServerUser(join(binaries, 'pg_ctl'), ['-D', data, '-m', mode, 'stop']), { stdio: 'ignore' });
    isRunning = false;
  };
  await start();
  return {
    url,
    data,
    start,
    stop,
    startReplica: () =>
      startServer(
        'pg_basebackup',
        (target) => [`--pgdata=${target}`, `--dbname=${url}`, '--write-recovery-conf', '--wal-method=stream', '--checkpoint=fast'],
        ownSettings,
      ),
    close: async () => {
      stop('immediate');
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/**
 * Starts a temporary PostgreSQL server: an empty one, or one with a copy of the data folder of a server that was stopped. Its own settings,
 * such as `fsync=on`, override those of all servers.
 */
export const startPostgres = (ownSettings: readonly string[] = [], copiedData?: string): Promise<PostgresServer> =>
  copiedData === undefined
    ? startServer('initdb', (data) => ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8'], ownSettings)
    : startServer('/bin/cp', (data) => ['-a', copiedData, data], ownSettings);
