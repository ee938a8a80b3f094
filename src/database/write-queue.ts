import PQueue from 'p-queue';
import { WriteQueueFull } from './database.ts';

/** Maximum time that a write waits for one other write. */
export const maxStandstillMs = 5_000;
/** Maximum time that a write waits for all writes before it. */
export const maxQueueWaitMs = 30_000;

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
  let lastWrittenAt = Number.NEGATIVE_INFINITY;
  return {
    run: (write) => {
      // Counts from the call. If it counted from the start of the write, the waits for another process would add up. A write that
      // ends shows that the queue moves, so that many short writes at once do not fail.
      const calledAt = performance.now();
      const leftMs = () => {
        const deadline = Math.min(calledAt + maxQueueWaitMs, Math.max(calledAt, lastWrittenAt) + maxStandstillMs);
        return Math.max(0, deadline - performance.now());
      };
      const late = new AbortController();
      let timer: NodeJS.Timeout;
      const check = () => {
        if (leftMs() === 0) late.abort(new WriteQueueFull());
        else timer = setTimeout(check, leftMs());
      };
      check();
      const start = async () => {
        clearTimeout(timer);
        try {
          return await write(leftMs);
        } finally {
          // A write that waited for another process in vain shows nothing.
          if (leftMs() > 0) lastWrittenAt = performance.now();
        }
      };
      return queue.add(start, { signal: late.signal });
    },
    onIdle: () => queue.onIdle(),
  };
};
