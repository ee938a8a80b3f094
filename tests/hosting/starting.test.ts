import { spawnSync } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { freePort, startProgram, waitUntil } from '../support/processes.ts';
import { copyTemplate } from '../support/template-copy.ts';

let home: string;
let busy: Server;
let busyPort: number;
beforeAll(async () => {
  busy = createServer();
  await new Promise<void>((resolve) => busy.listen(0, '127.0.0.1', resolve));
  busyPort = (busy.address() as AddressInfo).port;
});
afterAll(() => void busy.close());
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'roundtrip-starting-'));
});
afterEach(() => rm(home, { recursive: true }));

/** Starts a server that cannot run, and returns what it printed: one line, and status 1. */
const startInVain = async (environment: Record<string, string>, user = {}): Promise<string> => {
  const settings = { PORT: String(await freePort()), HOST: '127.0.0.1', DATA_DIR: home, LOG_LEVEL: 'info', ...environment };
  const server = startProgram('server', [], settings, user);
  expect(await server.ended, server.printed()).toBe(1);
  return server.printed();
};

describe('a server that cannot start says why in one line, with status 1, before it imports anything', () => {
  it.each<[string, () => Promise<Record<string, string>>, RegExp]>([
    ['a port in use', async () => ({ PORT: String(busyPort) }), /^Cannot listen on 127\.0\.0\.1:\d+\. Another program uses this port\./],
    ['a name that does not resolve', async () => ({ HOST: 'name.invalid' }), /^Cannot listen on name\.invalid:\d+\. .*HOST/],
    ['an address of another machine', async () => ({ HOST: '192.0.2.1' }), /^Cannot listen on 192\.0\.2\.1:\d+\. .*HOST/],
    [
      'DATA_DIR that is a file',
      async () => {
        await writeFile(join(home, 'file'), 'text');
        return { DATA_DIR: join(home, 'file') };
      },
      /^Cannot use DATA_DIR .*file: It is not a folder\./,
    ],
    [
      'a database that is another file',
      async () => {
        await writeFile(join(home, 'roundtrip.db'), 'Not a database. '.repeat(1_000));
        return {};
      },
      /^Cannot open the database .*roundtrip\.db: It is not a SQLite database\./,
    ],
    [
      'a database that is a folder',
      async () => {
        await mkdir(join(home, 'roundtrip.db'));
        return {};
      },
      /^Cannot open the database .*roundtrip\.db: It is not a file\./,
    ],
    ...[0, 50, 4_096, 1_000_000].map((bytes): [string, () => Promise<Record<string, string>>, RegExp] => [
      `a database of which ${bytes} bytes are left`,
      async () => {
        await copyTemplate(home);
        await truncate(join(home, 'roundtrip.db'), bytes);
        return {};
      },
      /^Cannot open the database .*roundtrip\.db: It is (empty|not a SQLite|damaged or truncated)/,
    ]),
  ])('%s', async (_name, prepare, message) => {
    const printed = await startInVain(await prepare());
    expect(printed).toMatch(message);
    expect(printed.trim().split('\n')).toHaveLength(1);
  });

  it('a database that it may not write', async ({ skip }) => {
    const user = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {};
    // Root may write everything, so it starts the server as another user, who needs to reach the program.
    skip(spawnSync(process.execPath, ['--check', 'dist/server.js'], user).status !== 0, 'The unprivileged user cannot read dist/.');
    await copyTemplate(home);
    await mkdir(join(home, 'data'));
    for (const [path, mode] of [
      ['roundtrip.db', 0o444],
      ['data', 0o777],
      ['', 0o755],
    ] as const)
      await chmod(join(home, path), mode);
    const before = await readFile(join(home, 'roundtrip.db'));
    const printed = await startInVain({ DATA_DIR: join(home, 'data'), DATABASE_URL: `sqlite:${join(home, 'roundtrip.db')}` }, user);
    expect(printed).toMatch(/^Cannot open the database .*roundtrip\.db: EACCES: permission denied/);
    expect(printed.trim().split('\n')).toHaveLength(1);
    expect((await readFile(join(home, 'roundtrip.db'))).equals(before)).toBe(true);
  });

  it('a PostgreSQL server that is not there is named at once, and asked again', async () => {
    const server = startProgram('server', [], {
      PORT: String(await freePort()),
      HOST: '127.0.0.1',
      DATA_DIR: home,
      DATABASE_URL: `postgres://someone:secret@127.0.0.1:${await freePort()}/roundtrip`,
    });
    await waitUntil(() => server.printed().includes('Trying again'), 'the server said that it waits');
    expect(server.printed()).toMatch(/Cannot reach the database: connect ECONNREFUSED 127\.0\.0\.1:\d+\. Trying again\./);
    expect(server.printed()).not.toContain('secret');
    server.process.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });
});
