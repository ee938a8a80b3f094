import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type AcknowledgedWrites, findLostWrites, writeUntilGone } from '../support/acknowledged-writes.ts';
import { startReadyServer, waitUntil } from '../support/processes.ts';
import { copyTemplateWithKey } from '../support/template-copy.ts';

/** Kills the server at random moments during bursts of writes and starts it again on the same files. */

let home: string;
let key: string;
beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'roundtrip-crashes-'));
  key = await copyTemplateWithKey(home);
});
afterAll(() => rm(home, { recursive: true }));

const start = () => startReadyServer({ DATA_DIR: home });

const readJson = async (
  address: string,
): Promise<{ status: number; body: { data: never; page: { nextSince: number | null }; meta: { newest: number } } }> => {
  const response = await fetch(address);
  return { status: response.status, body: (await response.json()) as never };
};

const clientNames = ['client-a', 'client-b', 'client-c', 'client-d'];
const bursts = 2 * Number(process.env.TEST_RUNS_FACTOR ?? 1);

describe('a server that is killed during writes', () => {
  it('keeps every acknowledged write, no partial transaction and no gap in the changes, and starts again without repair', async () => {
    const acknowledged: AcknowledgedWrites = { titles: new Map(), pairs: new Map() };
    let { server, origin } = await start();
    let since = (await readJson(`${origin}/v1/changes?limit=1`)).body.meta.newest;
    await fc.assert(
      fc.asyncProperty(fc.boolean(), fc.integer({ min: 5, max: 400 }), async (isAfterAcknowledgements, killAfterMs) => {
        const before = new Map([...acknowledged.titles].map(([client, title]) => [client, title.acknowledged]));
        const clients = clientNames.map((client) => writeUntilGone({ origin, key }, client, acknowledged));
        const isAcknowledged = (client: string) => (acknowledged.titles.get(client)?.acknowledged ?? 0) > (before.get(client) ?? 0);
        if (isAfterAcknowledgements) await waitUntil(() => clientNames.every(isAcknowledged), 'every client had a write acknowledged');
        await new Promise((resolve) => setTimeout(resolve, killAfterMs));
        server.process.kill('SIGKILL');
        await Promise.all(clients);
        await server.ended;
        ({ server, origin } = await start());
        expect(server.printed()).not.toMatch(/error/i);
        expect(await findLostWrites(origin, acknowledged)).toEqual([]);
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
