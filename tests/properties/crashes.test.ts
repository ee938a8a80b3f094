import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '../../src/access/keys.ts';
import { openDatabase } from '../../src/database/open.ts';
import { source } from '../support/example-records.ts';
import { startReadyServer, waitUntil } from '../support/processes.ts';

/** Kills the server at random moments during bursts of writes and starts it again on the same files. */

let home: string;
let key: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'roundtrip-crashes-'));
  const file = join(home, 'roundtrip.db');
  await copyFile(join(process.env.ROUNDTRIP_TEST_TEMPLATE ?? '', 'roundtrip.db'), file);
  const database = await openDatabase(`sqlite:${file}`);
  key = await database.write((session) => createKey(session, { name: 'desk', scope: 'write', expiresOn: null }, new Date()));
  await database.close();
});
afterAll(() => rm(home, { recursive: true }));

const chip = (id: string) => ({ id, name: id, vendor: 'nvidia', category: 'gpu' });

const start = () => startReadyServer({ DATA_DIR: home });

interface Acknowledged {
  /** The number in the newest title of each source: the last one acknowledged and the last one sent. */
  titles: Map<string, { acknowledged: number; sent: number }>;
  /** Pairs of records that are written in one transaction, and whether the write was acknowledged. */
  pairs: Map<string, boolean>;
}

/** A client that writes until the server is gone: new versions of its source, and pairs of records in one transaction. */
const writeUntilGone = async (origin: string, client: string, { titles, pairs }: Acknowledged): Promise<void> => {
  const authorization = `Bearer ${key}`;
  const title = titles.get(client) ?? { acknowledged: 0, sent: 0 };
  titles.set(client, title);
  try {
    for (let turn = 0; ; turn += 1) {
      if (turn % 2 === 0) {
        title.sent += 1;
        const sent = title.sent;
        const { status } = await fetch(`${origin}/v1/sources/${client}`, {
          method: 'PUT',
          headers: { authorization, 'content-type': 'application/json' },
          body: JSON.stringify(source(client, { title: `Title ${sent}` })),
        });
        if (status === 200 || status === 201) title.acknowledged = sent;
        else expect(status).toBe(503);
      } else {
        const pair = `pair-${pairs.size}-${client}`;
        pairs.set(pair, false);
        const { status } = await fetch(`${origin}/v1/import`, {
          method: 'POST',
          headers: { authorization, 'content-type': 'application/x-ndjson' },
          body: `${JSON.stringify({ collection: 'sources', record: source(pair) })}\n${JSON.stringify({ collection: 'chips', record: chip(pair) })}`,
        });
        if (status === 200) pairs.set(pair, true);
        else expect(status).toBe(503);
      }
    }
  } catch (error) {
    // The connection broke because the server is gone.
    if (!(error instanceof TypeError)) throw error;
  }
};

const readJson = async (
  address: string,
): Promise<{ status: number; body: { data: never; page: { nextSince: number | null }; meta: { newest: number } } }> => {
  const response = await fetch(address);
  return { status: response.status, body: (await response.json()) as never };
};

const clientNames = ['client-a', 'client-b', 'client-c', 'client-d'];
const bursts = 5 * Number(process.env.TEST_RUNS_FACTOR ?? 1);

describe('a server that is killed during writes', () => {
  it('keeps every acknowledged write, no partial transaction and no gap in the changes, and starts again without repair', async () => {
    const acknowledged: Acknowledged = { titles: new Map(), pairs: new Map() };
    let { server, origin } = await start();
    let since = (await readJson(`${origin}/v1/changes?limit=1`)).body.meta.newest;
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.integer({ min: 5, max: 400 }), async (isAfterAcknowledgements, killAfterMs) => {
        const before = new Map([...acknowledged.titles].map(([client, title]) => [client, title.acknowledged]));
        const clients = clientNames.map((client) => writeUntilGone(origin, client, acknowledged));
        const isAcknowledged = (client: string) => (acknowledged.titles.get(client)?.acknowledged ?? 0) > (before.get(client) ?? 0);
        if (isAfterAcknowledgements) await waitUntil(() => clientNames.every(isAcknowledged), 'every client had a write acknowledged');
        await new Promise((resolve) => setTimeout(resolve, killAfterMs));
        server.process.kill('SIGKILL');
        await Promise.all(clients);
        await server.ended;
        ({ server, origin } = await start());
        expect(server.printed()).not.toMatch(/error/i);
        for (const [client, { acknowledged: least, sent }] of acknowledged.titles) {
          const { status, body } = await readJson(`${origin}/v1/sources/${client}`);
          const found = status === 404 ? 0 : Number((body.data as { title: string }).title.replace('Title ', ''));
          expect(found, client).toBeGreaterThanOrEqual(least);
          expect(found, client).toBeLessThanOrEqual(sent);
        }
        for (const [pair, isPairAcknowledged] of acknowledged.pairs) {
          const [one, other] = await Promise.all(['sources', 'chips'].map((collection) => readJson(`${origin}/v1/${collection}/${pair}`)));
          expect(one?.status, pair).toBe(other?.status);
          if (isPairAcknowledged) expect(one?.status, pair).toBe(200);
        }
        acknowledged.pairs.clear();
        for (let next: number | null = since; next !== null; ) {
          const { body } = await readJson(`${origin}/v1/changes?since=${next}&limit=1000`);
          for (const { sequence } of body.data as { sequence: number }[]) {
            expect(sequence).toBe(since + 1);
            since = sequence;
          }
          next = body.page.nextSince;
          if (next === null) expect(body.meta.newest).toBe(since);
        }
      }),
      // However slow the machine is, every client has acknowledged writes at the end of the first burst.
      { numRuns: bursts, endOnFailure: true, examples: [[true, 20]] },
    );
    server.process.kill('SIGTERM');
    expect(await server.ended).toBe(0);
    expect([...acknowledged.titles].filter(([, title]) => title.acknowledged > 0).map(([client]) => client)).toEqual(clientNames);
  }, 600_000);
});
