import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordCount } from './support/dataset.ts';
import { freePort, type ProgramRun, startProgram, waitUntil } from './support/processes.ts';
import { copyTemplate } from './support/template-copy.ts';

let home: string;
let port: number;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'roundtrip-workers-'));
  await copyTemplate(home);
  port = await freePort();
});
afterEach(() => rm(home, { recursive: true }));

const serve = () =>
  startProgram('cli', ['serve', '--workers', '2'], { PORT: String(port), HOST: '127.0.0.1', DATA_DIR: home, RATE_LIMIT_MAX: '1000000' });

/** Returns the process ids of the workers that were listening, oldest first. */
const listenedIn = (server: ProgramRun): number[] =>
  [...server.printed().matchAll(/"worker":(\d+),"msg":"worker listening"/g)].map(([, pid]) => Number(pid));

const isAlive = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
};

const statusOf = (path: string): Promise<number> =>
  fetch(`http://127.0.0.1:${port}${path}`, { headers: { connection: 'close' } }).then(
    ({ status }) => status,
    () => 0,
  );

describe('roundtrip serve --workers', () => {
  it('serves one port from several processes, replaces a process that dies, and exits with status 0', async () => {
    const server = serve();
    await waitUntil(() => listenedIn(server).length === 2, 'both workers listened');
    expect(server.printed().split(`${recordCount} unchanged`)).toHaveLength(2);
    const [first = 0] = listenedIn(server);
    process.kill(first, 'SIGKILL');
    await waitUntil(() => listenedIn(server).length === 3, 'the dead worker was replaced');
    expect(await Promise.all(Array.from({ length: 20 }, (_, index) => statusOf(`/v1/deals?limit=${index + 1}`)))).toEqual(
      Array(20).fill(200),
    );
    server.process.kill('SIGTERM');
    expect(await server.ended, server.printed()).toBe(0);
    expect(listenedIn(server).filter(isAlive)).toEqual([]);
  });

  it('replaces every worker on SIGHUP without failing a request', async () => {
    const server = serve();
    await waitUntil(() => server.printed().includes('2 workers listening'), 'both workers listened');
    const before = listenedIn(server);
    const statuses = new Set<number>();
    const stopped = new AbortController();
    const asking = (async () => {
      while (!stopped.signal.aborted) statuses.add(await statusOf('/v1/deals?limit=1'));
    })();
    server.process.kill('SIGHUP');
    await waitUntil(() => server.printed().includes('replaced all workers'), 'every worker was replaced');
    stopped.abort();
    await asking;
    expect(before.filter(isAlive)).toEqual([]);
    expect([...statuses]).toEqual([200]);
    server.process.kill('SIGTERM');
    expect(await server.ended).toBe(0);
  });

  it('exits with status 1 if the port is in use', async () => {
    const taken = createServer().listen(port, '127.0.0.1');
    const server = serve();
    expect(await server.ended).toBe(1);
    expect(server.printed()).toContain('Another program uses this port');
    taken.close();
  });
});
