import { setImmediate } from 'node:timers/promises';

/** So long one piece of a large write may hold the event loop. */
const maxSliceMs = 5;

let sliceStartedAt = performance.now();

/**
 * Lets other requests go first, where a write has held the event loop for longer than a slice. The embedded engine answers
 * without ever waiting, so that a write of many records would go through in one go.
 */
export const yieldToEventLoop = async (): Promise<void> => {
  if (performance.now() - sliceStartedAt < maxSliceMs) return;
  await setImmediate();
  sliceStartedAt = performance.now();
};

/** Maps a list in order, and breathes between its items. */
export const mapYielding = async <Item, Result>(items: Iterable<Item>, transform: (item: Item) => Result): Promise<Result[]> => {
  const results: Result[] = [];
  for (const item of items) {
    results.push(transform(item));
    await yieldToEventLoop();
  }
  return results;
};
