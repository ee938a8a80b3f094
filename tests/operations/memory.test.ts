import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { expect, it } from 'vitest';
import { startReadyServer } from '../support/processes.ts';
import { copyTemplate } from '../support/template-copy.ts';

const requestCount = 60_000;
const maxGrowthMb = 150;

/** Returns the memory of a process, in MB. */
const readMemory = (pid: number): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1_024;

it.each([true, false])(
  '60,000 requests at once on one connection need little memory (the client reads: %s)',
  async (isRead) => {
    const home = await mkdtemp(join(tmpdir(), 'roundtrip-memory-'));
    await copyTemplate(home);
    const { server, origin } = await startReadyServer({ DATA_DIR: home });
    try {
      const pid = server.process.pid ?? 0;
      // The first requests fill caches.
      for (let request = 0; request < 20; request += 1) await (await fetch(`${origin}/v1/deals?limit=1`)).text();
      const before = readMemory(pid);
      let most = before;
      let answered = 0;
      const socket = connect(Number(new URL(origin).port), '127.0.0.1');
      socket.on('error', () => undefined);
      if (isRead) socket.on('data', (chunk: Buffer) => (answered += chunk.toString().split('HTTP/1.1 200').length - 1));
      socket.write('GET /v1/deals?limit=1 HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(requestCount));
      // A client that does not read gets no more after a while. A packet can end within the status line.
      const deadline = Date.now() + (isRead ? 240_000 : 10_000);
      const isOver = () => Date.now() > deadline || answered > requestCount * 0.99;
      while (!isOver()) {
        most = Math.max(most, readMemory(pid));
        await setTimeout(20);
      }
      socket.destroy();
      if (isRead) expect(answered).toBeGreaterThan(requestCount * 0.99);
      expect(most - before).toBeLessThan(maxGrowthMb);
      expect((await fetch(`${origin}/health/live`)).status).toBe(200);
    } finally {
      server.process.kill('SIGKILL');
      await server.ended;
      await rm(home, { recursive: true });
    }
  },
  300_000,
);
