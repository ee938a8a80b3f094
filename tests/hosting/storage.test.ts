import { spawnSync } from 'node:child_process';
import { copyFile, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { source } from '../support/example-records.ts';
import { isReady, startReadyServer } from '../support/processes.ts';
import { copyTemplateWithKey } from '../support/template-copy.ts';

let home: string;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), 'roundtrip-storage-'));
});
afterEach(() => rm(home, { recursive: true }));

const put = (origin: string, key: string, id: string, publisher = 'A publisher') =>
  fetch(`${origin}/v1/sources/${id}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify(source(id, { publisher })),
  });

describe.each(['removed', 'replaced'])('a database file that is %s while the server runs', (how) => {
  it('turns /health/ready red and refuses writes, because nobody could read them later', async () => {
    const key = await copyTemplateWithKey(home);
    const { server, origin } = await startReadyServer({ DATA_DIR: home });
    expect((await put(origin, key, 'before')).status).toBe(201);
    await rename(join(home, 'roundtrip.db'), join(home, 'moved.db'));
    if (how === 'replaced') await copyFile(join(home, 'moved.db'), join(home, 'roundtrip.db'));
    expect(await isReady(origin)).toBe(false);
    const refused = await put(origin, key, 'after');
    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
    expect((await fetch(`${origin}/health/live`)).status).toBe(200);
    await rename(join(home, 'moved.db'), join(home, 'roundtrip.db'));
    expect(await isReady(origin)).toBe(true);
    expect((await put(origin, key, 'after')).status).toBe(201);
    server.process.kill('SIGTERM');
    expect(await server.ended, server.printed()).toBe(0);
  });
});

describe('a full disk', () => {
  it('refuses writes with 503, keeps every acknowledged write, and accepts writes once there is room', async ({ skip }) => {
    const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=96m', 'tmpfs', home]).status === 0;
    skip(!mounted, 'This needs the right to mount a small file system.');
    try {
      const key = await copyTemplateWithKey(home);
      const { server, origin } = await startReadyServer({ DATA_DIR: home });
      await writeFile(join(home, 'filler'), Buffer.alloc(96 << 20)).catch(() => undefined);
      const statuses: number[] = [];
      while (!statuses.includes(503) && statuses.length < 500) {
        const response = await put(origin, key, `full-${statuses.length}`);
        statuses.push(response.status);
        if (response.status === 503) expect(await response.json()).toMatchObject({ detail: expect.stringContaining('disk') });
      }
      expect(statuses.at(-1)).toBe(503);
      expect((await fetch(`${origin}/health/live`)).status).toBe(200);
      expect((await fetch(`${origin}/v1/deals?limit=1`)).status).toBe(200);
      await rm(join(home, 'filler'));
      expect((await put(origin, key, 'room')).status).toBe(201);
      for (const [index, status] of statuses.entries())
        expect((await fetch(`${origin}/v1/sources/full-${index}`)).status, `full-${index}`).toBe(status === 201 ? 200 : 404);
      server.process.kill('SIGTERM');
      expect(await server.ended, server.printed()).toBe(0);
    } finally {
      spawnSync('umount', [home]);
    }
  });
});
