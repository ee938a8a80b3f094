import { mkdir, mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open.ts';
import { createTestDatabase, openApp } from '../support/app.ts';
import { source } from '../support/example-records.ts';
import { makeKey } from '../support/keys.ts';
import { startProgram, waitUntil } from '../support/processes.ts';

let made: Awaited<ReturnType<typeof createTestDatabase>>;
let database: Database;
let app: Awaited<ReturnType<typeof openApp>>;
let folder: string;
let key: string;
beforeAll(async () => {
  made = await createTestDatabase(process.env.TEST_ENGINE === 'postgres' ? 'postgres' : 'sqlite', false);
  database = await openDatabase(made.url);
  app = await openApp(database);
  folder = await mkdtemp(join(tmpdir(), 'roundtrip-import-'));
  key = await makeKey(database);
});
afterAll(async () => {
  await app.close();
  await database.close();
  await made.close();
  await rm(folder, { recursive: true });
});

const lineOf = (record: object) => JSON.stringify({ collection: 'sources', record });

const importing = (file: string, ...options: string[]) => startProgram('cli', ['import', file, ...options], { DATABASE_URL: made.url });

describe('roundtrip import FILE', () => {
  it('imports NDJSON and single record files and prints a summary', async () => {
    const lines = join(folder, 'lines.ndjson');
    await writeFile(lines, [source('one'), source('two')].map(lineOf).join('\n'));
    for (const summary of ['2 added, 0 changed, 0 unchanged, 0 rejected', '0 added, 0 changed, 2 unchanged, 0 rejected']) {
      const done = importing(lines);
      expect(await done.ended, done.printed()).toBe(0);
      expect(done.printed()).toContain(`records: ${summary}`);
    }
    await mkdir(join(folder, 'sources'));
    await writeFile(join(folder, 'sources/one.json'), JSON.stringify({ ...source('one'), title: 'Another' }));
    const single = importing(join(folder, 'sources/one.json'));
    expect(await single.ended, single.printed()).toBe(0);
    expect(single.printed()).toContain('records: 0 added, 1 changed, 0 unchanged, 0 rejected');
    const { body } = await app.request.get('/v1/sources/one/revisions').expect(200);
    expect(body.data[0]).toMatchObject({ version: 2, actor: 'command-line' });
  });

  it('imports nothing if one record is invalid, and prints the errors', async () => {
    const faulty = join(folder, 'faulty.ndjson');
    await writeFile(faulty, `${lineOf(source('three'))}\n${lineOf({ ...source('four'), kind: 'gossip' })}\n`);
    const refused = importing(faulty);
    expect(await refused.ended).toBe(1);
    expect(refused.printed()).toContain('Line 2: Invalid value. Valid values: ');
    expect(refused.printed()).toContain('0 added, 0 changed, 0 unchanged, 1 rejected; nothing was imported');
    await app.request.get('/v1/sources/three').expect(404);
    const noFile = importing(join(folder, 'none.csv'));
    expect(await noFile.ended).toBe(1);
    expect(noFile.printed()).toContain('none.csv does not exist.');
  });

  it('leaves reads unaffected while it holds the write lock, and waiting writes get a response', async () => {
    const many = join(folder, 'many.ndjson');
    await writeFile(many, Array.from({ length: 6_000 }, (_, index) => lineOf(source(`many-${index}`))).join('\n'));
    const ended = new AbortController();
    const done = importing(many);
    void done.ended.then(() => ended.abort());
    const statuses = new Map<number, number>();
    const retryAfters: unknown[] = [];
    let readsWhileWaiting = 0;
    let isWriting = false;
    const writing = (async () => {
      for (let attempt = 0; !ended.signal.aborted; attempt += 1) {
        isWriting = true;
        const response = await app.request
          .patch('/v1/sources/amazon-2026-02-27-8k')
          .set('Authorization', `Bearer ${key}`)
          .send({ title: `Attempt ${attempt}` });
        isWriting = false;
        statuses.set(response.status, (statuses.get(response.status) ?? 0) + 1);
        if (response.status === 503) retryAfters.push(response.headers['retry-after']);
      }
    })();
    for (let page = 0; !ended.signal.aborted; page += 1) {
      await app.request.get(`/v1/deals?limit=${1 + (page % 200)}`).expect(200);
      if (isWriting) readsWhileWaiting += 1;
    }
    await writing;
    expect(await done.ended, done.printed()).toBe(0);
    expect([...statuses.keys()].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    for (const seconds of retryAfters) expect(seconds).toMatch(/^\d+$/);
    // If the event loop were blocked, the reads would wait for the write.
    expect(readsWhileWaiting).toBeGreaterThan(20);
    await app.request.get('/v1/sources/many-5999').expect(200);
    if (made.url.startsWith('sqlite:')) {
      const wal = `${made.url.slice('sqlite:'.length)}-wal`;
      // A write during the import can leave a checkpoint to its server.
      await waitUntil(async () => (await stat(wal)).size <= 4 << 20, 'the WAL was truncated');
    }
  });
});

describe('roundtrip import FILE into a database without a dataset', () => {
  it('prints what is missing', async () => {
    const empty = await createTestDatabase(process.env.TEST_ENGINE === 'postgres' ? 'postgres' : 'sqlite', true);
    await writeFile(join(folder, 'early.ndjson'), lineOf(source('early')));
    const refused = startProgram('cli', ['import', join(folder, 'early.ndjson')], { DATABASE_URL: empty.url });
    expect(await refused.ended).not.toBe(0);
    expect(refused.printed()).toContain('The database has no dataset yet');
    expect(refused.printed()).not.toContain('    at ');
    await empty.close();
  });
});

describe('roundtrip import FILE --batch', () => {
  it('imports in batches, reports errors by file line, and continues after a failed batch', async () => {
    const file = join(folder, 'batches.ndjson');
    const good = Array.from({ length: 7 }, (_, index) => lineOf(source(`batched-${index}`)));
    await writeFile(file, [...good.slice(0, 4), lineOf({ ...source('broken'), kind: 'gossip' }), ...good.slice(4)].join('\n'));
    const first = importing(file, '--batch', '3');
    expect(await first.ended).toBe(1);
    expect(first.printed()).toContain('/4/record/kind Line 5:');
    expect(first.printed()).toContain('skipped lines 4 to 6');
    expect(first.printed()).toContain('records: 5 added, 0 changed, 0 unchanged, 1 rejected');
    await app.request.get('/v1/sources/batched-3').expect(404);
    await writeFile(file, good.join('\n'));
    const again = importing(file, '--batch', '3');
    expect(await again.ended, again.printed()).toBe(0);
    expect(again.printed()).toContain('records: 2 added, 0 changed, 5 unchanged, 0 rejected');
    await app.request.get('/v1/sources/batched-3').expect(200);
  });

  it('gives other writes a turn after each batch', async () => {
    const file = join(folder, 'long.ndjson');
    await writeFile(file, Array.from({ length: 1_200 }, (_, index) => lineOf(source(`long-${index}`))).join('\n'));
    const done = importing(file, '--batch', '100');
    const between: number[] = [];
    const ended = new AbortController();
    void done.ended.then(() => ended.abort());
    while (!ended.signal.aborted) {
      const started = performance.now();
      const title = `Attempt ${between.length}`;
      const response = await app.request.patch('/v1/sources/amazon-2026-02-27-8k').set('Authorization', `Bearer ${key}`).send({ title });
      expect(response.status).toBe(200);
      between.push(performance.now() - started);
    }
    expect(await done.ended, done.printed()).toBe(0);
    // Twelve batches. Without turns, the writes would wait for the last one.
    expect(between.length).toBeGreaterThan(5);
  });

  it.each(['0', 'many', '20000'])('rejects a batch size of %s and states the valid range', async (size) => {
    const refused = importing(join(folder, 'batches.ndjson'), '--batch', size);
    expect(await refused.ended).not.toBe(0);
    expect(refused.printed()).toContain(`Invalid --batch value "${size}": expected a number of lines from 1 to 10000.`);
  });
});
