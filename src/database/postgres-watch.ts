import { setTimeout } from 'node:timers/promises';
import pg from 'pg';

/** The channel on which a write says that the data have moved. */
export const changeChannel = 'roundtrip_change';

/** How long an answer that is kept can be older than the data: the pause between two looks, if a notification is lost. */
export const watchIntervalMs = 250;
const answerMsMax = 2_000;

export interface Watch {
  /** The newest change that the server was seen to have; null while it cannot be reached. */
  sequence(): number | null;
  close(): Promise<void>;
}

/**
 * Looks at one server: listens for changes, and asks for the number of the newest one every quarter of a second besides, so
 * that neither a lost notification nor a dead connection goes unseen. Connects again for as long as it takes.
 */
export const watchServer = (url: string, onChange: () => void): Watch => {
  let seen: number | null = null;
  const stop = new AbortController();
  const see = (sequence: number | null) => {
    if (sequence === seen) return;
    seen = sequence;
    onChange();
  };
  const look = async (client: pg.Client): Promise<void> => {
    const { rows } = await client.query<{ sequence: number }>('select sequence from dataset');
    see(rows[0]?.sequence ?? 0);
  };
  const pause = () => setTimeout(watchIntervalMs, undefined, { signal: stop.signal, ref: false }).catch(() => undefined);
  const run = async (): Promise<void> => {
    while (!stop.signal.aborted) {
      const client = new pg.Client({
        connectionString: url,
        connectionTimeoutMillis: answerMsMax,
        query_timeout: answerMsMax,
        keepAlive: true,
      });
      client.on('error', () => undefined);
      try {
        await client.connect();
        client.on('notification', onChange);
        // A replica refuses LISTEN; it is looked at alone.
        await client.query(`listen ${changeChannel}`).catch(() => undefined);
        while (!stop.signal.aborted) {
          await look(client);
          await pause();
        }
      } catch {
        see(null);
        await pause();
      } finally {
        await client.end().catch(() => undefined);
      }
    }
  };
  const running = run();
  return {
    sequence: () => seen,
    close: async () => {
      stop.abort();
      await running;
    },
  };
};
