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

const freePort = () =>
  new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const isRoot = process.getuid?.() === 0;

/** PostgreSQL refuses to run as root, so that root runs it as the user that Debian made for it. */
const asServerUser = (program: string, args: string[]): [string, string[]] =>
  isRoot ? ['runuser', ['-u', 'postgres', '--', program, ...args]] : [program, args];

/** Many test files at once; and what is thrown away need not outlive the machine. */
const settings = ['max_connections=400', 'fsync=off'];

/** Starts a real PostgreSQL of its own, which is thrown away when it is closed. */
export const startPostgres = async (): Promise<{ url: string; close(): Promise<void> }> => {
  const binaries = binaryFolder();
  const folder = mkdtempSync('/tmp/roundtrip-postgres-');
  if (isRoot) {
    const [uid, gid] = ['-u', '-g'].map((flag) => Number(execFileSync('id', [flag, 'postgres'])));
    await chown(folder, uid ?? 0, gid ?? 0);
  }
  const data = join(folder, 'data');
  execFileSync(
    ...asServerUser(join(binaries, 'initdb'), ['-D', data, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8']),
    { stdio: 'ignore' },
  );
  const port = await freePort();
  const server = spawn(
    ...asServerUser(join(binaries, 'postgres'), [
      '-D',
      data,
      '-p',
      String(port),
      '-h',
      '127.0.0.1',
      '-k',
      folder,
      ...settings.flatMap((setting) => ['-c', setting]),
    ]),
    {
      stdio: 'ignore',
    },
  );
  const url = `postgres://postgres@127.0.0.1:${port}/postgres`;
  for (let attempt = 0; ; attempt += 1) {
    const client = new pg.Client({ connectionString: url });
    try {
      await client.connect();
      await client.end();
      break;
    } catch (error) {
      if (attempt === 100) throw error;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return {
    url,
    close: async () => {
      execFileSync(...asServerUser(join(binaries, 'pg_ctl'), ['-D', data, '-m', 'immediate', 'stop']), { stdio: 'ignore' });
      server.kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
};
