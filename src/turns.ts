/** Long work that waits for its turn, in the order in which it came. */
const waiting: (() => void)[] = [];

const runNext = (): void => {
  waiting.shift()?.();
  if (waiting.length > 0) setImmediate(runNext);
};

/**
 * Waits for a turn of the event loop. Only one of those who wait gets each turn, so that many of them together delay other requests no
 * longer than one of them does.
 */
export const nextTurn = (): Promise<void> =>
  new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) setImmediate(runNext);
  });
