/** Limits the number of concurrent tasks and of waiting ones. Tasks start in order of arrival. */
export interface Lane {
  readonly running: number;
  readonly waiting: number;
  /** Whether another task could neither run nor wait. */
  isFull(): boolean;
  /** Resolves when the caller can run; the caller must then call `leave`. Rejects and frees the place if the signal aborts. */
  enter(signal: AbortSignal): Promise<void>;
  leave(): void;
}

/** Creates a lane. p-queue would not do: it keeps aborted tasks in the queue until their turn, so abandoned requests would fill it. */
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
          signal.removeEventListener('abort', leaveQueue);
          resolve();
        };
        const leaveQueue = () => {
          waiting.delete(start);
          reject(signal.reason);
        };
        waiting.add(start);
        signal.addEventListener('abort', leaveQueue, { once: true });
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
