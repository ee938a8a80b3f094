import type { Connections } from './postgres-connections.ts';
import type { Watch } from './postgres-watch.ts';

interface Replica {
  connections: Connections;
  watch: Watch;
}

export interface ReplicaChoice {
  /** A replica that may answer now, each in its turn; none where the primary has to. */
  next(): Connections | undefined;
  /** No replica that lacks this change answers from now on: what this process wrote, it reads. */
  require(sequence: number): void;
  close(): Promise<void>;
}

/** The instants at which the primary was first seen at its newest changes. */
const instantsKeptMax = 1_000;

/**
 * Chooses among replicas by what each was seen to have: one that has every change of the primary, or lacks only changes younger
 * than the bound, answers. One that cannot be reached, is further behind, or lacks a write of this process, does not.
 */
export const createReplicaChoice = (
  replicas: readonly Replica[],
  lagMsMax: number,
  primarySequence: () => number | null,
): ReplicaChoice => {
  let turn = 0;
  let required = 0;
  const firstSeen: { sequence: number; at: number }[] = [];
  const note = (): void => {
    const sequence = primarySequence();
    if (sequence === null || sequence <= (firstSeen.at(-1)?.sequence ?? -1)) return;
    firstSeen.push({ sequence, at: performance.now() });
    if (firstSeen.length > instantsKeptMax) firstSeen.shift();
  };
  const isNear = (sequence: number | null): boolean => {
    if (sequence === null || sequence < required) return false;
    const missing = firstSeen.find((one) => one.sequence > sequence);
    return missing === undefined || performance.now() - missing.at <= lagMsMax;
  };
  return {
    next: () => {
      if (replicas.length === 0) return undefined;
      note();
      const near = replicas.filter(({ watch }) => isNear(watch.sequence()));
      turn += 1;
      return near[turn % Math.max(1, near.length)]?.connections;
    },
    require: (sequence) => {
      required = Math.max(required, sequence);
    },
    close: async () => {
      await Promise.all(replicas.flatMap(({ connections, watch }) => [watch.close(), connections.close()]));
    },
  };
};
