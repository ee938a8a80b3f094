import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open.ts';
import { openApp } from '../support/app.ts';
import { dataVersionAfter } from '../support/dataset.ts';
import { createDatabase, suiteServer, templateName } from '../support/postgres-database.ts';
import { asServerUser, makeFolder } from '../support/postgres-server.ts';
import { freePort, waitUntil } from '../support/processes.ts';
import { raceSources, readSequence, writeSource } from '../support/sources.ts';

const program = '/usr/sbin/pgbouncer';
const hasPgBouncer = spawnSync(program, ['--version']).status === 0;
if (!hasPgBouncer) console.warn('NOT RUN: the tests behind PgBouncer (Debian: apt-get install pgbouncer).');

describe.skipIf(!hasPgBouncer)('PgBouncer in transaction mode', () => {
  let folder: string;
  let pooler: ChildProcess;
  let poolerPort: number;
  beforeAll(async () => {
    folder = await makeFolder();
    poolerPort = await freePort();
    const { hostname, port } = new URL(suiteServer());
    const settings = [
      '[databases]',
      `* = host=${hostname} port=${port} user=postgres`,
      '[pgbouncer]',
      'listen_addr = 127.0.0.1',
      `listen_port = ${poolerPort}`,
      'unix_socket_dir =',
      'auth_type = any',
      'pool_mode = transaction',
      // Fewer than the connections of one process, so that they share them.
      'default_pool_size = 3',
    ];
    await writeFile(join(folder, 'pgbouncer.ini'), settings.join('\n'));
    pooler = spawn(...asServerUser(program, ['-q', join(folder, 'pgbouncer.ini')]), { stdio: 'ignore' });
  });
  afterAll(async () => {
    pooler.kill('SIGTERM');
    await once(pooler, 'exit');
    await rm(folder, { recursive: true });
  });

  const through = (url: string): string => Object.assign(new URL(url), { port: String(poolerPort) }).href;

  it('serves reads and writes, and shows the writes of other processes', async () => {
    const made = await createDatabase(suiteServer(), templateName);
    const [one, other] = await Promise.all([openDatabase(through(made.url)), openDatabase(through(made.url))]);
    const app = await openApp(one);
    const before = await readSequence(one);
    const paths = ['/v1/deals?company=openai', '/v1/stakes', '/v1/sources?limit=3', '/v1/search?q=nvidia', '/v1/companies/openai/exposure'];
    const readAll = async () => {
      for (let page = 1; page <= 5; page += 1)
        for (const response of await Promise.all(
          paths.map((path) => app.request.get(`${path}${path.includes('?') ? '&' : '?'}asOf=2026-0${page}-01`)),
        ))
          expect([response.status, response.body.detail]).toEqual([200, undefined]);
    };
    await Promise.all([readAll(), readAll(), raceSources(one, 'a', 20), raceSources(other, 'b', 20)]);
    expect(await readSequence(other)).toBe(before + 40);
    await writeSource(other, 'elsewhere');
    await waitUntil(
      async () => (await app.request.get('/v1/sources?limit=1')).body.meta.dataVersion === dataVersionAfter(41),
      'the write of the other process was shown',
    );
    await app.close();
    await Promise.all([one.close(), other.close()]);
    await made.close();
  });

  it('migrates an empty database once, although three processes start together', async () => {
    const made = await createDatabase(suiteServer());
    const opened = await Promise.all([1, 2, 3].map(() => openDatabase(through(made.url))));
    for (const database of opened) expect(await readSequence(database)).toBe(0);
    await Promise.all(opened.map((database) => database.close()));
    await made.close();
  });
});
