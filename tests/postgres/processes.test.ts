import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { asc, like } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open.ts';
import { createTestDatabase, type Engine } from '../support/app.ts';
import { runOnServer, toDatabaseUrl } from '../support/postgres-database.ts';
import { type PostgresServer, startPostgres } from '../support/postgres-server.ts';
import { type ProgramRun, startProgram, startReadyServer, waitUntil } from '../support/processes.ts';
import { raceSources, readSequence, writeSource } from '../support/sources.ts';

describe.each<Engine>(['sqlite', 'postgres'])('100 racing writers on %s', (engine) => {
  it('in three processes lose no write, and the changes have no gap', async () => {
    const made = await createTestDatabase(engine, false);
    const database = await openDatabase(made.url);
    try {
      const before = await readSequence(database);
      const others = ['b', 'c'].map((prefix) => startProgram('write-sources', [made.url, prefix, '25'], {}));
      await waitUntil(() => others.every((other) => other.printed().includes('ready')), 'the other processes were ready');
      for (const other of others) other.process.stdin.write('go\n');
      await raceSources(database, 'a', 50);
      for (const other of others) expect(await other.ended, other.printed()).toBe(0);
      expect(await readSequence(database)).toBe(before + 100);
      const { written, sequences } = await database.read(async ({ orm, tables: { records, revisions } }) => ({
        written: await orm.select({ id: records.id, version: records.version }).from(records).where(like(records.id, 'racer-%')),
        sequences: await orm.select({ sequence: revisions.sequence }).from(revisions).orderBy(asc(revisions.sequence)),
      }));
      const shared = written.find(({ id }) => id === 'racer-shared');
      expect(shared?.version).toBe(20);
      expect(written.filter(({ version }) => version === 1)).toHaveLength(80);
      expect(sequences.map(({ sequence }) => sequence)).toEqual(Array.from({ length: before + 100 }, (_, index) => index + 1));
    } finally {
      await database.close();
      await made.close();
    }
  });
});

describe('a burst of writers on postgres', () => {
  it('leaves connections for readers', async () => {
    const made = await createTestDatabase('postgres', false);
    const database = await openDatabase(made.url);
    try {
      const written = new AbortController();
      const writing = raceSources(database, 'burst', 100).finally(() => written.abort());
      let readsMeanwhile = 0;
      for (; !written.signal.aborted; readsMeanwhile += 1) await readSequence(database);
      await writing;
      // Readers that waited for the connections of writers would complete only a few requests.
      expect(readsMeanwhile).toBeGreaterThan(100);
    } finally {
      await database.close();
      await made.close();
    }
  });
});

/** Documented: a response is at most this stale, even if notifications are lost. */
const maxStaleMs = 5_000;

describe('four server processes that start at once on one empty PostgreSQL', () => {
  let primary: PostgresServer;
  let home: string;
  let databaseUrl: string;
  const servers: ProgramRun[] = [];
  let origins: string[];

  beforeAll(async () => {
    primary = await startPostgres();
    await runOnServer(primary.url, 'create database roundtrip template template0');
    databaseUrl = toDatabaseUrl(primary.url, 'roundtrip');
    home = await mkdtemp(join(tmpdir(), 'roundtrip-processes-'));
    const ready = await Promise.all(
      ['a', 'b', 'c', 'd'].map((name) =>
        startReadyServer({ DATABASE_URL: databaseUrl, DATA_DIR: join(home, name) }, (server) => servers.push(server)),
      ),
    );
    origins = ready.map(({ origin }) => origin);
  });
  afterAll(async () => {
    for (const server of servers) server.process.kill('SIGTERM');
    for (const server of servers) expect(await server.ended, server.printed()).toBe(0);
    await primary.close();
    await rm(home, { recursive: true });
  });

  interface Answer {
    status: number;
    version: string;
    retryAfter: string | null;
  }

  const answers = (path: string): Promise<Answer[]> =>
    Promise.all(
      origins.map(async (origin) => {
        const response = await fetch(`${origin}${path}`).catch(() => undefined);
        const body = (await response?.json().catch(() => undefined)) as { meta?: { dataVersion: string } } | undefined;
        return {
          status: response?.status ?? 0,
          version: body?.meta?.dataVersion ?? '',
          retryAfter: response?.headers.get('retry-after') ?? null,
        };
      }),
    );

  /** Waits until every server shows a change and returns how long that took. */
  const agree = async (sequence: number): Promise<number> => {
    const started = performance.now();
    await waitUntil(
      async () => (await answers('/v1/sources?limit=1')).every(({ version }) => version.endsWith(`+${sequence}`)),
      `every server showed change ${sequence}`,
    );
    return performance.now() - started;
  };

  it('return the same data within the documented time after each write', async () => {
    const database = await openDatabase(databaseUrl);
    try {
      const waits: number[] = [];
      for (let index = 0; index < 10; index += 1) {
        await answers('/v1/sources?limit=1');
        await writeSource(database, `agree-${index}`);
        waits.push(await agree(await readSequence(database)));
      }
      console.log(`agreement after a write, in milliseconds: ${waits.map(Math.round).join(' ')}`);
      expect(Math.max(...waits)).toBeLessThan(maxStaleMs);
    } finally {
      await database.close();
    }
  });

  it('return the same data within that time even if the notification connections break during the write', async () => {
    const database = await openDatabase(databaseUrl);
    try {
      await answers('/v1/sources?limit=1');
      await runOnServer(databaseUrl, `select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'roundtrip changes'`);
      await writeSource(database, 'unheard');
      const wait = await agree(await readSequence(database));
      console.log(`agreement where notifications were lost, in milliseconds: ${Math.round(wait)}`);
      expect(wait).toBeLessThan(maxStaleMs);
    } finally {
      await database.close();
    }
  });

  it('return 503 with Retry-After while the primary restarts, and recover without a restart', async () => {
    const statuses = new Map<number, number>();
    const stopped = new AbortController();
    const asking = (async () => {
      for (let index = 0; !stopped.signal.aborted; index += 1) {
        for (const { status, retryAfter } of await answers(`/v1/deals?limit=${(index % 200) + 1}&amountUsdMin=${index}`)) {
          statuses.set(status, (statuses.get(status) ?? 0) + 1);
          if (status === 503) expect(retryAfter).toMatch(/^\d+$/);
        }
      }
    })();
    primary.stop('fast');
    await primary.start();
    const database = await openDatabase(databaseUrl);
    try {
      await writeSource(database, 'after-restart');
      await agree(await readSequence(database));
    } finally {
      await database.close();
    }
    stopped.abort();
    await asking;
    console.log(`answers by status while the primary restarted: ${JSON.stringify([...statuses])}`);
    expect([...statuses.keys()].filter((status) => status !== 200 && status !== 503)).toEqual([]);
  });
});
