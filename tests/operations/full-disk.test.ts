import { spawnSync } from 'node:child_process';
import { mkdtemp, rm, statfs, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { source } from '../support/example-records.ts';
import { type ProgramRun, startReadyServer } from '../support/processes.ts';
import { copyTemplateWithKey } from '../support/template-copy.ts';

it('POST /v1/import returns 200 or 503, whichever step of it a full disk stops, and 200 means that all records are there', async ({
  skip,
}) => {
  const home = await mkdtemp(join(tmpdir(), 'roundtrip-full-'));
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=120m', 'tmpfs', home]).status === 0;
  skip(!mounted, 'This needs the right to mount a small file system.');
  let started: ProgramRun | undefined;
  try {
    const key = await copyTemplateWithKey(home);
    const { server, origin } = await startReadyServer({ DATA_DIR: home }, (program) => {
      started = program;
    });
    const importSources = (prefix: string) =>
      fetch(`${origin}/v1/import`, {
        method: 'POST',
        headers: { authorization: `Bearer ${key}`, 'content-type': 'application/x-ndjson' },
        body: Array.from({ length: 40 }, (_, index) =>
          JSON.stringify({ collection: 'sources', record: source(`${prefix}-${index}`) }),
        ).join('\n'),
      });
    // A checkpoint needs room in the database, a commit room in the WAL. Each amount of room ends another step first.
    for (const leftKb of [6_000, 3_000, 1_000, 300, 100, 0]) {
      const { bavail, bsize } = await statfs(home);
      await writeFile(join(home, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - leftKb * 1_024)));
      const statuses: number[] = [];
      while (!statuses.includes(503) && statuses.length < 200) {
        const response = await importSources(`left-${leftKb}-${statuses.length}`);
        statuses.push(response.status);
        const text = await response.text();
        expect([200, 503], text).toContain(response.status);
        if (response.status === 503) expect(response.headers.get('retry-after')).toMatch(/^\d+$/);
      }
      expect(statuses.at(-1), `with ${leftKb} kB left`).toBe(503);
      await rm(join(home, 'filler'));
      for (const [index, status] of statuses.entries())
        for (const last of [0, 39])
          expect((await fetch(`${origin}/v1/sources/left-${leftKb}-${index}-${last}`)).status).toBe(status === 200 ? 200 : 404);
      expect((await importSources(`room-${leftKb}`)).status).toBe(200);
    }
    server.process.kill('SIGTERM');
    expect(await server.ended, server.printed()).toBe(0);
  } finally {
    started?.process.kill('SIGKILL');
    await started?.ended;
    spawnSync('umount', [home]);
    await rm(home, { recursive: true });
  }
}, 300_000);
