import PQueue from 'p-queue';
import { WriteQueueFull } from './database.ts';

/** Maximum time that a write waits for others. */
const maxWaitMs = 5_000;

/** Runs the writes of one process one at a time. */
export interface WriteQueue {
  /**
   * Runs a write after all earlier ones. The write calls `leftMs` for how long it can still wait for other processes.
   *
   * @throws WriteQueueFull if the write could not start in time. It then never runs.
   */
  run<T>(write: (leftMs: () => number) => Promise<T>): Promise<T>;
  /** Resolves once every write has ended. */
  onIdle(): Promise<void>;
}

export const createWriteQueue = (): WriteQueue => {
  const queue = new PQueue({ concurrency: 1 });
  return {
    run: (write) => {
      // The deadline counts from the call. If it counted from the start of the write, the waits of all earlier writes would add up.
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
