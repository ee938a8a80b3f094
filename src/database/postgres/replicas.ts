import { setTimeout } from 'node:timers/promises';
import type { Session } from '../database.ts';
import { type Connections, createConnections, inTransaction } from './connections.ts';
import { beginReading, parseTurn } from './write-turns.ts';

const checkMs = 500;
const maxConnections = 6;
/** Connection timeout. Short, because the primary can serve the read instead. */
const maxWaitMs = 1_000;

interface Replica {
  connections: Connections;
  /** True if the last attempt to connect failed. */
  isLost: boolean;
  /** Time since which it has lagged. */
  behindSince: number | undefined;
}

/** The replica lacks writes that this process knows of. */
class ReplicaBehind extends Error {
  override readonly name = 'ReplicaBehind';
}

export interface ReplicaOptions {
  urls: readonly string[];
  /** Maximum time that a replica may lag. It is not used until it has caught up. */
  maxLagMs: number;
  /** The number of the newest known write. */
  newest: () => number;
  onStatement?: ((statement: string) => void) | undefined;
}

export interface Replicas {
  /** Reads from the available replicas in turn. Returns undefined if there is none. */
  read<T>(work: (session: Session) => Promise<T>): Promise<{ result: T } | undefined>;
  close(): Promise<void>;
}

/**
 * Distributes reads over replicas. A snapshot contains the number of its newest write, so no read is older than the newest write that
 * this process knew of when the read began. A read from a lagging replica moves to the primary.
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

  /** Runs work on a replica, and records whether it is available and up to date. */
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
      // Work that has started may already have sent data, so it is not retried elsewhere.
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
