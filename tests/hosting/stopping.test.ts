import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/database/open.ts';
import { source } from '../support/example-records.ts';
import { freePort, isReady, startReadyServer, waitUntil } from '../support/processes.ts';
import { copyTemplateWithKey } from '../support/template-copy.ts';

let home: string;
let key: string;
let receiver: Server;
let receiverUrl: string;
let receivedCount = 0;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'roundtrip-stopping-'));
  key = await copyTemplateWithKey(home, 'admin');
  // Accepts messages and never answers.
  receiver = createServer((socket) => {
    receivedCount += 1;
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  receiverUrl = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  receiver.close();
  await rm(home, { recursive: true });
});

describe('a server that crashes', () => {
  it('ends by the signal instead of handling it', async () => {
    const { server } = await startReadyServer({ DATA_DIR: home });
    const ended = once(server.process, 'exit');
    // What a fault in native code raises. A handler for it would run the instruction that failed again and again.
    server.process.kill('SIGILL');
    expect(await ended).toEqual([null, 'SIGILL']);
  });
});

describe('a server that is told to stop', () => {
  it('does not wait for receivers of webhooks that never answer, and sends their messages again after the next start', async () => {
    const environment = { DATA_DIR: home, WEBHOOK_ALLOW_PRIVATE: 'true' };
    const { server, origin } = await startReadyServer(environment);
    const headers = { authorization: `Bearer ${key}`, 'content-type': 'application/json' };
    const created = await fetch(`${origin}/v1/webhooks`, { method: 'POST', headers, body: JSON.stringify({ url: receiverUrl }) });
    expect(created.status).toBe(201);
    const put = { method: 'PUT', headers, body: JSON.stringify(source('hanging')) };
    expect((await fetch(`${origin}/v1/sources/hanging`, put)).status).toBe(201);
    await waitUntil(() => receivedCount > 0, 'the receiver had the message');
    server.process.kill('SIGTERM');
    // A server that needs longer than its bound of ten seconds ends with another status.
    expect(await server.ended, server.printed()).toBe(0);
    const database = await openDatabase(`sqlite:${join(home, 'roundtrip.db')}`);
    const deliveries = await database.read(({ orm, tables: { webhookDeliveries } }) =>
      Promise.resolve(orm.select().from(webhookDeliveries)),
    );
    await database.close();
    // An attempt that the server itself ended is not the receiver's failure.
    expect(deliveries.map(({ status, attempts }) => ({ status, attempts }))).toEqual([{ status: 'pending', attempts: 0 }]);
  });

  it('stops under "npm start" when npm is told to', async () => {
    const port = await freePort();
    // Without scripts, because "prestart" would replace the build that other tests run.
    const npm = spawn('npm', ['start', '--ignore-scripts'], {
      env: { ...process.env, PORT: String(port), HOST: '127.0.0.1', DATA_DIR: home, LOG_LEVEL: 'warn' },
      stdio: 'ignore',
    });
    const ended = once(npm, 'exit');
    const origin = `http://127.0.0.1:${port}`;
    await waitUntil(() => isReady(origin), 'the server was ready');
    npm.kill('SIGTERM');
    expect((await ended)[0]).toBe(0);
    await waitUntil(async () => !(await isReady(origin)), 'the server was gone');
  });
});
