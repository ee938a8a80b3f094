/** Lets a bounded number of tasks run at a time; a bounded number of others wait, in the order they came. */
export interface Lane {
  readonly running: number;
  readonly waiting: number;
  /** Whether another task would have to wait and there is no room for it. */
  isFull(): boolean;
  /** Resolves when it is the caller's turn, who then has to call `leave`. Rejects, and gives up the place, once the signal aborts. */
  enter(signal: AbortSignal): Promise<void>;
  leave(): void;
}

/** Creates a lane. p-queue keeps a task whose signal has aborted until its turn comes: abandoned requests would fill the queue. */
export const createLane = ({ runningMax, waitingMax }: { runningMax: number; waitingMax: number }): Lane => {
  const waiting = new Set<() => void>();
  let running = 0;
  return {
    get running() {
      return running;
    },
    get waiting() {
      return waiting.size;
    },
    isFull: () => running >= runningMax && waiting.size >= waitingMax,
    enter: (signal) => {
      if (running < runningMax) {
        running += 1;
        return Promise.resolve();
      }
      return new Promise((resolve, reject) => {
        const start = () => {
          signal.removeEventListener('abort', giveUp);
          resolve();
        };
        const giveUp = () => {
          waiting.delete(start);
          reject(signal.reason);
        };
        waiting.add(start);
        signal.addEventListener('abort', giveUp, { once: true });
      });
    },
    leave: () => {
      const [next] = waiting;
      if (next === undefined) {
        running -= 1;
        return;
      }
      waiting.delete(next);
      next();
    },
  };
};
