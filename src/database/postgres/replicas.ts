import { setTimeout } from 'node:timers/promises';
import type { Session } from '../database.ts';
import { type Connections, createConnections, inTransaction } from './connections.ts';
import { beginReading, parseTurn } from './write-turns.ts';

const checkMs = 500;
const maxConnections = 6;
/** The primary is at hand: a replica that does not answer is not waited for. */
const maxWaitMs = 1_000;

interface Replica {
  connections: Connections;
  /** It could not be reached when it was last asked. */
  isLost: boolean;
  /** Since when it was found to lack writes that are known of. */
  behindSince: number | undefined;
}

/** The replica lacks writes that this process knows of. */
class ReplicaBehind extends Error {
  override readonly name = 'ReplicaBehind';
}

export interface ReplicaOptions {
  urls: readonly string[];
  /** How long a replica may be behind before it is left alone until it has caught up. */
  maxLagMs: number;
  /** The number of the newest write that is known of. */
  newest: () => number;
  onStatement?: ((statement: string) => void) | undefined;
}

export interface Replicas {
  /** Reads on one of the replicas that can be reached and are not behind, in turn; nothing if there is none. */
  read<T>(work: (session: Session) => Promise<T>): Promise<{ result: T } | undefined>;
  close(): Promise<void>;
}

/**
 * Spreads reads over replicas. A snapshot tells itself which write is the newest in it, so that no read is older than the newest
 * write that this process knew of when it began: a replica that is behind sends the reader on to the primary.
 */
export const createReplicas = ({ urls, maxLagMs, newest, onStatement }: ReplicaOptions): Replicas => {
  const stopped = new AbortController();
  const replicas = urls.map(
    (url): Replica => ({
      connections: createConnections({ url, maxConnections: maxConnections, maxWaitMs, onStatement }),
      isLost: false,
      behindSince: undefined,
    }),
  );
  let nextIndex = 0;

  const isUsable = ({ isLost, behindSince }: Replica): boolean =>
    !isLost && (behindSince === undefined || performance.now() - behindSince < maxLagMs);

  const readOn = <T>(replica: Replica, work: (session: Session) => Promise<T>): Promise<T> => {
    const requiredTurn = newest();
    return replica.connections.use((connection) =>
      inTransaction(
        connection,
        async (client) => {
          const snapshotTurn = parseTurn(await client.query(beginReading));
          replica.isLost = false;
          if (snapshotTurn < requiredTurn) throw new ReplicaBehind();
          replica.behindSince = undefined;
        },
        work,
      ),
    );
  };

  /** Runs work on a replica, and notes what that told of it. */
  const attempt = async <T>(replica: Replica, work: (session: Session) => Promise<T>): Promise<{ result: T } | undefined> => {
    let hasBegun = false;
    try {
      const result = await readOn(replica, (session) => {
        hasBegun = true;
        return work(session);
      });
      return { result };
    } catch (error) {
      if (error instanceof ReplicaBehind) replica.behindSince ??= performance.now();
      else if (error instanceof Error && error.name === 'DatabaseUnavailable') replica.isLost = true;
      // Work that has begun may have told someone of what it read: it is not begun anew elsewhere.
      if (hasBegun) throw error;
      return undefined;
    }
  };

  const check = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await setTimeout(checkMs, undefined, { signal: stopped.signal, ref: false }).catch(() => undefined);
      if (stopped.signal.aborted) return;
      await Promise.all(replicas.filter((replica) => !isUsable(replica)).map((replica) => attempt(replica, async () => undefined)));
    }
  };
  const checking = replicas.length === 0 ? Promise.resolve() : check();

  return {
    read: async (work) => {
      const usable = replicas.filter(isUsable);
      nextIndex += 1;
      const replica = usable[nextIndex % Math.max(1, usable.length)];
      return replica === undefined ? undefined : attempt(replica, work);
    },
    close: async () => {
      stopped.abort();
      await checking;
      await Promise.all(replicas.map(({ connections }) => connections.close()));
    },
  };
};
