import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open.ts';
import { importDataset } from '../../src/ingest/import-dataset.ts';
import { openApp } from '../support/app.ts';
import { runOnServer, toDatabaseUrl } from '../support/postgres-database.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { waitUntil } from '../support/processes.ts';
import { readSequence, writeSource } from '../support/sources.ts';

const name = 'roundtrip';
let primary: PostgresServer;
let replica: PostgresServer;
let database: Database;

beforeAll(async () => {
  primary = await startPostgres();
  await runOnServer(primary.url, `create database ${name} template template0`);
  const first = await openDatabase(toDatabaseUrl(primary.url, name));
  await importDataset(first, datasetFolder, new Date());
  await first.close();
  replica = await primary.startReplica();
});
afterAll(() => Promise.all([primary.close(), replica.close()]));

beforeEach(async () => {
  database = await openDatabase(toDatabaseUrl(primary.url, name), {
    replicaUrls: [toDatabaseUrl(replica.url, name)],
    replicaLagMsMax: 300,
  });
});
afterEach(() => database.close());

const isReadOnReplica = (): Promise<boolean> =>
  database.read(async (session) => {
    const [row] = await session.rows<{ replica: boolean }>(sql`select pg_is_in_recovery() as replica`);
    return row?.replica === true;
  });

describe('reads', () => {
  it('go to a replica that has caught up', async () => {
    await waitUntil(isReadOnReplica, 'the replica was read from');
  });

  it('are never older than the newest write of the same process', async () => {
    const before = await readSequence(database);
    for (let index = 1; index <= 50; index += 1) {
      await writeSource(database, `own-write-${index}`);
      expect(await readSequence(database)).toBe(before + index);
    }
  });

  it('are never older than a known write of another process', async () => {
    const other = await openDatabase(toDatabaseUrl(primary.url, name));
    try {
      for (let index = 1; index <= 20; index += 1) {
        const [token, before] = [database.changeToken(), await readSequence(database)];
        await writeSource(other, `write-of-another-${index}`);
        await waitUntil(() => database.changeToken() !== token, 'the write was known of');
        expect(await readSequence(database)).toBe(before + 1);
      }
    } finally {
      await other.close();
    }
  });

  it('avoid a replica that lags behind until it has caught up', async () => {
    await waitUntil(isReadOnReplica, 'the replica was read from');
    await runOnServer(replica.url, 'select pg_wal_replay_pause()');
    const before = await readSequence(database);
    await writeSource(database, 'while-paused');
    expect(await readSequence(database)).toBe(before + 1);
    expect(await isReadOnReplica()).toBe(false);
    await runOnServer(replica.url, 'select pg_wal_replay_resume()');
    await waitUntil(isReadOnReplica, 'the replica was read from again');
    expect(await readSequence(database)).toBe(before + 1);
  });
});

interface Tally {
  ok: number;
  unavailable: number;
}

/** Sends uncached requests one after another until stopped. */
const askUntilStopped = async () => {
  const { app, close } = await openApp(database);
  const tally: Tally = { ok: 0, unavailable: 0 };
  const stopped = new AbortController();
  const asking = (async () => {
    for (let index = 0; !stopped.signal.aborted; index += 1) {
      const { statusCode, headers, body } = await app.inject(`/v1/deals?limit=${(index % 200) + 1}&amountUsdMin=${index}`);
      if (statusCode === 200) tally.ok += 1;
      else {
        expect([statusCode, headers['content-type']], body).toEqual([503, 'application/problem+json; charset=utf-8']);
        expect(headers['retry-after']).toMatch(/^\d+$/);
        tally.unavailable += 1;
      }
    }
  })();
  const nextOk = async () => {
    const before = tally.ok;
    await waitUntil(() => tally.ok > before + 20, 'requests were answered again');
  };
  const stop = async () => {
    stopped.abort();
    await asking;
    await close();
    return tally;
  };
  return { tally, nextOk, stop };
};

/** Requests a URL twice without a write in between, so that the second response may come from the cache. */
const isTokenStable = (): boolean => {
  const token = database.changeToken();
  return token === database.changeToken();
};

describe('an outage', () => {
  it('of a replica fails at most a few requests, and reads return to it afterwards', async () => {
    await waitUntil(isReadOnReplica, 'the replica was read from');
    const asked = await askUntilStopped();
    await asked.nextOk();
    replica.stop('immediate');
    await asked.nextOk();
    expect(await isReadOnReplica()).toBe(false);
    await replica.start();
    await waitUntil(isReadOnReplica, 'the replica was read from again');
    const { ok, unavailable } = await asked.stop();
    console.log(`a replica died: ${ok} answers, ${unavailable} of status 503`);
    expect(unavailable).toBeLessThanOrEqual(3);
  });

  it('of the primary leaves reads to the replica, fails writes, and needs no restart', async () => {
    await waitUntil(isReadOnReplica, 'the replica was read from');
    const asked = await askUntilStopped();
    await asked.nextOk();
    const before = await readSequence(database);
    primary.stop('fast');
    await asked.nextOk();
    await expect(writeSource(database, 'while-down')).rejects.toThrow('Cannot reach the database');
    await primary.start();
    await waitUntil(
      () =>
        writeSource(database, 'after-restart').then(
          () => true,
          () => false,
        ),
      'writes were taken again',
    );
    expect(await readSequence(database)).toBe(before + 1);
    const { ok, unavailable } = await asked.stop();
    console.log(`the primary restarted: ${ok} answers, ${unavailable} of status 503`);
    expect(unavailable).toBeLessThanOrEqual(3);
  });

  it('of the primary that exceeds the documented time invalidates cached responses', async () => {
    primary.stop('immediate');
    await waitUntil(() => !isTokenStable(), 'the state of the data was in doubt');
    await primary.start();
    await waitUntil(isTokenStable, 'the state of the data was known again');
  });

  it('of all servers returns 503 and needs no restart', async () => {
    const asked = await askUntilStopped();
    await asked.nextOk();
    primary.stop('immediate');
    replica.stop('immediate');
    await waitUntil(() => asked.tally.unavailable > 5, 'requests were refused');
    await primary.start();
    await asked.nextOk();
    await writeSource(database, 'after-outage');
    await replica.start();
    await waitUntil(isReadOnReplica, 'the replica was read from again');
    await asked.stop();
  });
});
