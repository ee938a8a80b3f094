import PQueue from 'p-queue';
import { WriteQueueFull } from './database.ts';

/** How long a write waits for its turn, behind those before it. */
const maxWaitMs = 5_000;

/** The writes of one process, of which one runs at a time. */
export interface WriteQueue {
  /**
   * Runs a write when its turn comes, in the order of the calls; `leftMs` returns for how long it may still wait for writers of other
   * processes. Rejects with {@link WriteQueueFull} if the turn does not come in time, and then never runs the write.
   */
  run<T>(write: (leftMs: () => number) => Promise<T>): Promise<T>;
  /** Resolves once every write has ended. */
  onIdle(): Promise<void>;
}

export const createWriteQueue = (): WriteQueue => {
  const queue = new PQueue({ concurrency: 1 });
  return {
    run: (write) => {
      // Counted from the call: waits that only begin at the turn would add up, one for each write before it.
      const deadline = performance.now() + maxWaitMs;
      const late = new AbortController();
      const timer = setTimeout(() => late.abort(new WriteQueueFull()), maxWaitMs);
      const start = () => {
        clearTimeout(timer);
        return write(() => Math.max(0, deadline - performance.now()));
      };
      return queue.add(start, { signal: late.signal });
    },
    onIdle: () => queue.onIdle(),
  };
};
