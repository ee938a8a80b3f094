import { setTimeout } from 'node:timers/promises';
import pg from 'pg';
import { isPooled } from './connections.ts';
import { notificationChannel, parseTurn, selectTurn } from './write-turns.ts';

const pollMs = 1_000;
const reconnectMs = 250;
const maxResponseMs = 2_000;
/** Maximum time without a response from the server before cached responses are no longer used. */
const maxUnconfirmedMs = 5_000;

/** The writes of all processes that this process knows of. */
export interface ChangeFollower {
  /** The number of the newest known write. */
  newest(): number;
  /** A number that changes whenever there may have been a write. */
  token(): number;
  /** Records a write of this process after its commit. */
  recordWrite(turn: number): void;
  close(): Promise<void>;
}

export interface ChangeFollowerOptions {
  url: string;
  /** Whether the server sends notifications. If not, or behind a pooler, only polling finds new writes. */
  canNotify: boolean;
}

/**
 * Follows the writes of all processes by notifications, which arrive within milliseconds, and by polling each second on the same
 * connection, which detects a lost connection and the writes missed meanwhile.
 */
export const followChanges = async ({ url, canNotify }: ChangeFollowerOptions): Promise<ChangeFollower> => {
  const stopped = new AbortController();
  const { signal } = stopped;
  let newest = 0;
  // A database that was restored to an earlier state repeats its numbers, but the token must not.
  let era = 0;
  let confirmedAt = Number.NEGATIVE_INFINITY;
  const recordWrite = (turn: number) => {
    newest = Math.max(newest, turn);
  };

  const queryTurn = async (client: pg.Client): Promise<void> => {
    const askedAt = performance.now();
    const knownBefore = newest;
    const turn = parseTurn(await client.query(selectTurn));
    if (turn < knownBefore) [newest, era] = [turn, era + 1];
    else recordWrite(turn);
    confirmedAt = askedAt;
  };

  const open = async (): Promise<{ client: pg.Client; lost: Promise<unknown> }> => {
    const client = new pg.Client({
      connectionString: url,
      connectionTimeoutMillis: maxResponseMs,
      query_timeout: maxResponseMs,
      keepAlive: true,
      application_name: 'roundtrip changes',
    });
    const lost = new Promise((resolve) => client.once('end', resolve));
    client.on('error', () => undefined);
    client.on('notification', ({ payload }) => recordWrite(Number(payload)));
    try {
      await client.connect();
      if (canNotify && !(await isPooled(client))) await client.query(`listen ${notificationChannel}`);
      await queryTurn(client);
    } catch (error) {
      client.end().catch(() => undefined);
      throw error;
    }
    return { client, lost };
  };

  const pause = (ms: number) => setTimeout(ms, undefined, { signal, ref: false }).catch(() => undefined);

  const follow = async (first: Awaited<ReturnType<typeof open>>): Promise<void> => {
    let current: typeof first | undefined = first;
    while (!signal.aborted) {
      try {
        current ??= await open();
        await Promise.race([pause(pollMs), current.lost]);
        if (!signal.aborted) await queryTurn(current.client);
      } catch {
        current?.client.end().catch(() => undefined);
        current = undefined;
        await pause(reconnectMs);
      }
    }
    await current?.client.end().catch(() => undefined);
  };

  const following = follow(await open());
  return {
    newest: () => newest,
    token: () => (performance.now() - confirmedAt > maxUnconfirmedMs ? -performance.now() : era * 2 ** 40 + newest),
    recordWrite,
    close: async () => {
      stopped.abort();
      await following;
    },
  };
};
