import { WriteQueueFull } from './database.ts';

/** How long a write waits for its turn, behind whoever writes before it. */
const waitMsMax = 5_000;

/** The writes of one process, of which one runs at a time. */
export interface WriteQueue {
  /**
   * Runs a write when its turn comes, in the order asked; `leftMs` tells it for how long it may still wait for writers of other
   * processes. One whose turn does not come in time throws {@link WriteQueueFull}, and never runs.
   */
  run<T>(write: (leftMs: () => number) => Promise<T>): Promise<T>;
  /** Resolves once every write that was asked for so far has ended. */
  settled(): Promise<void>;
}

export const createWriteQueue = (): WriteQueue => {
  let last: Promise<void> = Promise.resolve();
  return {
    run: <T>(write: (leftMs: () => number) => Promise<T>) =>
      new Promise<T>((resolve, reject) => {
        // Counted from when it was asked: waits that only begin at the turn would add up, one for each that waits before it.
        const deadline = performance.now() + waitMsMax;
        let isRefused = false;
        const refuse = setTimeout(() => {
          isRefused = true;
          reject(new WriteQueueFull());
        }, waitMsMax);
        last = last.then(async () => {
          clearTimeout(refuse);
          if (!isRefused) await write(() => Math.max(0, deadline - performance.now())).then(resolve, reject);
        });
      }),
    settled: () => last,
  };
};
