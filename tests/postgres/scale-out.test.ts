import { sql } from 'drizzle-orm';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { datasetFolder } from '../../src/commands/dataset-folder.ts';
import type { Database } from '../../src/database/database.ts';
import { openDatabase } from '../../src/database/open.ts';
import { takeIn } from '../../src/publication/take-in.ts';
import { openApp } from '../support/app.ts';
import { expectProblem } from '../support/expect-problem.ts';
import { createPostgresDatabase, urlOfDatabase } from '../support/postgres-database.ts';
import { freePort, type PostgresServer, startPostgres, startReplicaOf } from '../support/postgres-server.ts';
import { putSource } from '../support/put-source.ts';
import { type Run, run, until } from '../support/run.ts';

let primary: PostgresServer;
beforeAll(async () => {
  primary = await startPostgres();
});
afterAll(() => primary.close());

const isReady = (port: number) =>
  fetch(`http://127.0.0.1:${port}/health/ready`).then(
    ({ ok }) => ok,
    () => false,
  );

const answerOf = async (port: number, path: string) => {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return { status: response.status, etag: response.headers.get('etag'), body: await response.text() };
};

describe('four server processes on one PostgreSQL', () => {
  it('agree after each write, also where an answer had been kept', async () => {
    const { url } = await createPostgresDatabase(primary.url);
    const database = await openDatabase(url);
    await takeIn(database, datasetFolder, new Date());
    await putSource(database, 'agreed', 'Title 0');
    const ports = await Promise.all([1, 2, 3, 4].map(freePort));
    const servers: Run[] = ports.map((port) =>
      run('server', [], { PORT: String(port), HOST: '127.0.0.1', DATABASE_URL: url, LOG_LEVEL: 'warn', RATE_LIMIT_MAX: '1000000' }),
    );
    try {
      for (const port of ports) await until(() => isReady(port), `the server on ${port} was ready`);
      for (let version = 1; version <= 10; version += 1) {
        await putSource(database, 'agreed', `Title ${version}`);
        const answers = () => Promise.all(ports.map((port) => answerOf(port, '/v1/sources/agreed')));
        await until(
          async () => (await answers()).every(({ body }) => body.includes(`"title":"Title ${version}"`)),
          `all four answered with version ${version}`,
        );
        expect(new Set((await answers()).map(({ etag }) => etag)).size).toBe(1);
      }
    } finally {
      for (const server of servers) server.process.kill('SIGTERM');
      expect(await Promise.all(servers.map(({ ended }) => ended))).toEqual([0, 0, 0, 0]);
      await database.close();
    }
  }, 120_000);
});

describe('a server whose PostgreSQL restarts', () => {
  it('answers 503 with Retry-After meanwhile, and recovers by itself', async () => {
    const server = await startPostgres();
    const database = await openDatabase(server.url);
    const { request, close } = await openApp(database);
    try {
      await takeIn(database, datasetFolder, new Date());
      await request.get('/v1/deals?limit=1').expect(200);
      server.stop();
      for (let attempt = 0; attempt < 10; attempt += 1) {
        const response = await request.get(`/v1/deals?limit=${attempt + 2}`);
        expectProblem(response, 503);
        expect(response.headers['retry-after']).toMatch(/^\d+$/);
      }
      expectProblem(await request.get('/health/ready'), 503);
      await request.get('/health/live').expect(200);
      await expect(putSource(database, 'not-now')).rejects.toMatchObject({ name: 'DatabaseUnavailable' });
      await server.start();
      await until(async () => (await request.get('/v1/deals?limit=20')).status === 200, 'the server answered again');
      await putSource(database, 'now');
      await until(async () => (await request.get('/v1/sources/now')).status === 200, 'the write showed');
    } finally {
      await close();
      await database.close();
      await server.close();
    }
  }, 120_000);
});

describe('a primary with a streaming replica', () => {
  let replica: PostgresServer;
  let database: Database;
  const own = 'replicated';
  beforeAll(async () => {
    const { url } = await createPostgresDatabase(primary.url, undefined, own);
    await (await openDatabase(url)).close();
    replica = await startReplicaOf(primary);
    database = await openDatabase(url, { replicaUrls: [urlOfDatabase(replica.url, own)], replicaMaxLagMs: 1_000 });
    await takeIn(database, datasetFolder, new Date());
  }, 120_000);
  afterAll(async () => {
    await database.close();
    await replica.close();
  });

  /** Which of the two a read went to. */
  const isOnReplica = () =>
    database.read(async (session) => {
      const [row] = await session.rows<{ replica: boolean }>(sql`select pg_is_in_recovery() as replica`);
      return row?.replica;
    });

  it('reads from the replica once it has caught up', async () => {
    await until(async () => (await isOnReplica()) === true, 'a read went to the replica');
  });

  it('never reads older than its own write', async () => {
    for (let version = 0; version < 30; version += 1) {
      await putSource(database, 'own', `Title ${version}`);
      const bodies = await database.read(({ orm, tables: { shortAnswers } }) =>
        orm
          .select({ body: shortAnswers.body, id: shortAnswers.recordId })
          .from(shortAnswers)
          .then((rows) => rows.filter(({ id }) => id === 'own')),
      );
      expect(bodies.map(({ body }) => JSON.parse(body).title)).toEqual([`Title ${version}`]);
    }
  });

  it('goes on without it when it is killed, without an error, and takes it back when it returns', async () => {
    const { request, close } = await openApp(database);
    await until(async () => (await isOnReplica()) === true, 'a read went to the replica');
    replica.stop();
    for (let limit = 1; limit <= 20; limit += 1) await request.get(`/v1/deals?limit=${limit}`).expect(200);
    expect(await isOnReplica()).toBe(false);
    await replica.start();
    await until(async () => (await isOnReplica()) === true, 'a read went to the replica again');
    await close();
  });

  it('leaves a replica that is further behind than the bound, and serves nothing that was kept from it', async () => {
    const admin = new pg.Client({ connectionString: replica.url });
    await admin.connect();
    const { request, close } = await openApp(database);
    const other = await openDatabase(urlOfDatabase(primary.url, own));
    await admin.query('select pg_wal_replay_pause()');
    await putSource(other, 'late', 'On the primary alone');
    await until(async () => (await isOnReplica()) === false, 'reads had left the replica');
    await request.get('/v1/sources/late').expect(200);
    await admin.query('select pg_wal_replay_resume()');
    await until(async () => (await isOnReplica()) === true, 'a read went to the replica again');
    await request.get('/v1/sources/late').expect(200);
    await admin.end();
    await other.close();
    await close();
  });
});

describe('serve --workers', () => {
  it('answers on one port, replaces a worker that dies, replaces all at SIGHUP, and ends with status 0', async () => {
    const { url } = await createPostgresDatabase(primary.url);
    const port = await freePort();
    const server = run('cli', ['serve', '--workers', '2'], { PORT: String(port), HOST: '127.0.0.1', DATABASE_URL: url, LOG_LEVEL: 'info' });
    const listening = () => [...server.printed().matchAll(/"pid":(\d+)[^\n]*Server listening/g)].map(([, pid]) => Number(pid));
    await until(() => new Set(listening()).size === 2, 'two workers listened');
    expect(server.printed().match(/2640 added/g)).toHaveLength(1);
    await until(() => isReady(port), 'they were ready');
    const [first = 0] = listening();
    process.kill(first, 'SIGKILL');
    await until(() => new Set(listening()).size === 3, 'the dead worker was replaced');
    expect(await isReady(port)).toBe(true);
    server.process.kill('SIGHUP');
    await until(() => server.printed().includes('every worker was replaced'), 'every worker was replaced');
    expect(new Set(listening()).size).toBe(5);
    expect(await isReady(port)).toBe(true);
    server.process.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect(await isReady(port)).toBe(false);
  }, 120_000);

  it('refuses a number that is none', async () => {
    const server = run('cli', ['serve', '--workers', 'many'], {});
    expect(await server.ended).toBe(1);
    expect(server.printed()).toContain('--workers is a whole number from 1 to 64, not "many".');
  });
});
