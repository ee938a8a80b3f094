import { setTimeout } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open.ts';
import { type DatasetApp, openDatasetApp } from '../support/app.ts';
import { deal, source } from '../support/example-records.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { makeKey } from '../support/keys.ts';
import { startProgram } from '../support/processes.ts';
import { writeSource } from '../support/sources.ts';

const opened: DatasetApp[] = [];
afterAll(() => Promise.all(opened.map((dataset) => dataset.close())));

/** Opens a database with a source and a write key. The tests run concurrently, so each has its own. */
const openToWrite = async () => {
  const dataset = await openDatasetApp();
  opened.push(dataset);
  const key = await makeKey(dataset.database);
  await writeSource(dataset.database, 'waited-for');
  // The first use of a key on a day is recorded by a separate write.
  await dataset.request.get('/v1').set('Authorization', `Bearer ${key}`).expect(200);
  const patch = async (title: string) => {
    const asked = performance.now();
    const response = await dataset.request.patch('/v1/sources/waited-for').set('Authorization', `Bearer ${key}`).send({ title });
    return { response, waitedMs: performance.now() - asked };
  };
  return { dataset, key, patch };
};

/** Holds the write lock until the returned function is called. */
const holdWrites = async (database: Pick<DatasetApp['database'], 'write'>): Promise<() => Promise<void>> => {
  const release = new AbortController();
  let isHeld: () => void = () => undefined;
  const held = new Promise<void>((resolve) => {
    isHeld = resolve;
  });
  const holding = database.write(async () => {
    isHeld();
    await setTimeout(60_000, undefined, { signal: release.signal }).catch(() => undefined);
  });
  await held;
  return async () => {
    release.abort();
    await holding;
  };
};

describe.concurrent('writes that wait for another write', () => {
  it.each(['this process', 'another process'])('in %s return 503 together and are not applied later', async (who) => {
    const { dataset, patch } = await openToWrite();
    // To the engine, a second connection to the database is the same as another process.
    const other = await openDatabase(dataset.database.url);
    const release = await holdWrites(who === 'this process' ? dataset.database : other);
    const waited = await Promise.all(['one', 'two', 'three'].map((title) => patch(`${title} in vain`)));
    for (const { response } of waited) {
      expectProblem(response, 503);
      expect(response.headers['retry-after']).toMatch(/^\d+$/);
    }
    // If each waited for the one before, the last would wait ten seconds longer than the first.
    const waits = waited.map(({ waitedMs }) => waitedMs);
    expect(Math.max(...waits) - Math.min(...waits)).toBeLessThan(4_000);
    const late = Promise.all(['four', 'five'].map((title) => patch(title)));
    await setTimeout(500);
    await release();
    for (const { response } of await late) expect(response.status).toBe(200);
    const { body } = await dataset.request.get('/v1/sources/waited-for/revisions?limit=200').expect(200);
    expect(JSON.stringify(body)).not.toContain('in vain');
    await other.close();
  });

  it('succeed behind many short writes, although these take longer than one write may', async () => {
    const { dataset, patch } = await openToWrite();
    const writes = Array.from({ length: 24 }, () => dataset.database.write(() => setTimeout(250)));
    const { response, waitedMs } = await patch('at last');
    await Promise.all(writes);
    expect(response.status).toBe(200);
    expect(waitedMs).toBeGreaterThan(5_000);
  });

  it('record the use of a key once and delay no request', async () => {
    const { dataset } = await openToWrite();
    const fresh = await makeKey(dataset.database, 'read', 'fresh');
    const release = await holdWrites(dataset.database);
    for (let request = 0; request < 5; request += 1)
      await dataset.request
        .get(`/v1/deals?limit=${request + 1}`)
        .set('Authorization', `Bearer ${fresh}`)
        .expect(200);
    const { text } = await dataset.request.get('/metrics').expect(200);
    expect(text).toContain('roundtrip_database_waiting{operation="write"} 1');
    await release();
  });

  it('do not include dry runs and invalid imports', async () => {
    const { dataset, key } = await openToWrite();
    const release = await holdWrites(dataset.database);
    const post = (query: string, line: object) =>
      dataset.request
        .post(`/v1/import${query}`)
        .set('Authorization', `Bearer ${key}`)
        .set('Content-Type', 'application/x-ndjson')
        .send(JSON.stringify(line));
    const tried = await post('?dryRun=true', { collection: 'sources', record: source('tried') });
    expect(tried.body.data).toMatchObject({ dryRun: true, added: 1 });
    expectProblem(await post('?dryRun=true', { collection: 'deals', record: deal('dangling') }), 422);
    expectProblem(await post('', { collection: 'sources', record: source('untitled', { title: '' }) }), 422);
    await release();
  });

  it('of the command line end with one line of explanation', async () => {
    const { dataset } = await openToWrite();
    const release = await holdWrites(dataset.database);
    const command = startProgram('cli', ['keys', 'create', '--name', 'waiting'], { DATABASE_URL: dataset.database.url });
    expect(await command.ended).toBe(1);
    expect(command.printed()).toBe('The database is busy with other writes. Try again in a few seconds.\n');
    await release();
  });
});
