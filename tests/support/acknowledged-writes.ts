import { setTimeout } from 'node:timers/promises';
import { source } from './example-records.ts';

/** What clients have written, to compare with what a server has after a crash. */
export interface AcknowledgedWrites {
  /** The number in the newest title of each source: the last one acknowledged and the last one sent. */
  titles: Map<string, { acknowledged: number; sent: number }>;
  /** Pairs of records that are written in one transaction, and whether the write was acknowledged. */
  pairs: Map<string, boolean>;
}

const chip = (id: string) => ({ id, name: id, vendor: 'nvidia', category: 'gpu' });

/**
 * A client that writes until the server is gone: new versions of its source, and pairs of records in one transaction.
 *
 * @throws Error if a write gets another status than success or 503.
 */
export const writeUntilGone = async (
  { origin, key, pauseMs = 0 }: { origin: string; key: string; pauseMs?: number },
  client: string,
  { titles, pairs }: AcknowledgedWrites,
): Promise<void> => {
  const title = titles.get(client) ?? { acknowledged: 0, sent: 0 };
  titles.set(client, title);
  const isWritten = async (path: string, method: string, type: string, body: string): Promise<boolean> => {
    const headers = { authorization: `Bearer ${key}`, 'content-type': type };
    const response = await fetch(`${origin}${path}`, { method, headers, body });
    if (response.ok) return true;
    if (response.status !== 503) throw new Error(`${method} ${path} returned ${response.status}: ${await response.text()}`);
    return false;
  };
  try {
    for (let turn = 0; ; turn += 1) {
      if (pauseMs > 0) await setTimeout(pauseMs);
      if (turn % 2 === 0) {
        title.sent += 1;
        const sent = title.sent;
        const body = JSON.stringify(source(client, { title: `Title ${sent}` }));
        if (await isWritten(`/v1/sources/${client}`, 'PUT', 'application/json', body)) title.acknowledged = sent;
      } else {
        const pair = `pair-${pairs.size}-${client}`;
        pairs.set(pair, false);
        const lines = [
          { collection: 'sources', record: source(pair) },
          { collection: 'chips', record: chip(pair) },
        ];
        const body = lines.map((line) => JSON.stringify(line)).join('\n');
        if (await isWritten('/v1/import', 'POST', 'application/x-ndjson', body)) pairs.set(pair, true);
      }
    }
  } catch (error) {
    // The connection broke because the server is gone.
    if (!(error instanceof TypeError)) throw error;
  }
};

/** Lists the acknowledged writes that the server does not have, and the transactions that it has in part. */
export const findLostWrites = async (origin: string, { titles, pairs }: AcknowledgedWrites): Promise<string[]> => {
  const lost: string[] = [];
  for (const [client, { acknowledged, sent }] of titles) {
    const response = await fetch(`${origin}/v1/sources/${client}`);
    const body = (await response.json()) as { data?: { title: string } };
    const found = response.status === 404 ? 0 : Number(body.data?.title.replace('Title ', ''));
    if (!(found >= acknowledged && found <= sent)) lost.push(`${client} has title ${found}, acknowledged ${acknowledged}, sent ${sent}`);
  }
  for (const [pair, isAcknowledged] of pairs) {
    const statuses = await Promise.all(
      ['sources', 'chips'].map(async (collection) => (await fetch(`${origin}/v1/${collection}/${pair}`)).status),
    );
    const isWhole = statuses.every((status) => status === 200) || (!isAcknowledged && statuses.every((status) => status === 404));
    if (!isWhole) lost.push(`${pair} has ${statuses.join(' and ')}, ${isAcknowledged ? '' : 'not '}acknowledged`);
  }
  return lost;
};
