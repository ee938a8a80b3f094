import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { chown, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import pg from 'pg';

/** Where Debian keeps the programs of PostgreSQL, newest version first; else the search path. */
const binaryFolder = (): string => {
  const root = '/usr/lib/postgresql';
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => Number(b) - Number(a)) : [];
  const found = versions.map((version) => join(root, version, 'bin')).find((folder) => existsSync(join(folder, 'initdb')));
  const onPath = (process.env.PATH ?? '').split(':').find((folder) => existsSync(join(folder, 'initdb')));
  const folder = found ?? onPath;
  if (folder === undefined) throw new Error('This suite needs PostgreSQL: install it (Debian: apt-get install postgresql).');
  return folder;
};

/** A port that nobody listens on. */
export const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const isRoot = process.getuid?.() === 0;

/** PostgreSQL refuses to run as root, so that root runs it as the user that Debian made for it. */
const runAsServerUser = (program: string, args: string[]): void => {
  const path = join(binaryFolder(), program);
  if (isRoot) execFileSync('runuser', ['-u', 'postgres', '--', path, ...args], { stdio: 'ignore', cwd: '/' });
  else execFileSync(path, args, { stdio: 'ignore' });
};

const makeFolder = async (): Promise<string> => {
  const folder = mkdtempSync('/tmp/roundtrip-postgres-');
  if (isRoot) {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'])));
    await chown(folder, uid ?? 0, gid ?? 0);
  }
  return folder;
};

/** A real PostgreSQL of its own, which is thrown away when it is closed. */
export interface PostgresServer {
  url: string;
  port: number;
  /** Stops it as a crash would; its data stay. */
  stop(): void;
  start(): Promise<void>;
  close(): Promise<void>;
}

const serverIn = async (folder: string, settings: readonly string[]): Promise<PostgresServer> => {
  const data = join(folder, 'data');
  const port = await freePort();
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  const start = async (): Promise<void> => {
    const args = ['-D', data, '-p', String(port), '-h', '127.0.0.1', '-k', folder, ...settings.flatMap((one) => ['-c', one])];
    const path = join(binaryFolder(), 'postgres');
    const [program, all] = isRoot ? ['runuser', ['-u', 'postgres', '--', path, ...args]] : [path, args];
    spawn(program, all, { stdio: 'ignore', cwd: '/' });
    for (let attempt = 0; ; attempt += 1) {
      const client = new pg.Client({ connectionString: url });
      try {
        await client.connect();
        await client.end();
        return;
      } catch (error) {
        if (attempt === 150) throw error;
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  const stop = () => runAsServerUser('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
  await start();
  return {
    url,
    port,
    stop,
    start,
    close: async () => {
      if (existsSync(join(data, 'postmaster.pid'))) stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
};

/** Starts a PostgreSQL. Where nothing has to survive a crash, nothing is forced to the disk. */
export const startPostgres = async ({ isThrownAway = false } = {}): Promise<PostgresServer> => {
  const folder = await makeFolder();
  runAsServerUser('initdb', ['-D', join(folder, 'data'), '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8']);
  return serverIn(folder, isThrownAway ? ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off'] : []);
};

/** Starts a streaming replica of a server. */
export const startReplicaOf = async (primary: PostgresServer): Promise<PostgresServer> => {
  const folder = await makeFolder();
  runAsServerUser('pg_basebackup', [
    '-h',
    '127.0.0.1',
    '-p',
    String(primary.port),
    '-U',
    'postgres',
    '-D',
    join(folder, 'data'),
    '-R',
    '-X',
    'stream',
    '-c',
    'fast',
  ]);
  return serverIn(folder, []);
};
