import { setImmediate } from 'node:timers/promises';

/** So long one piece of a large write may hold the event loop. */
const sliceMsMax = 5;

let sliceBegan = performance.now();

/**
 * Lets other requests go first, where a write has held the event loop for longer than a slice. The embedded engine answers
 * without ever waiting, so that a write of many records would go through in one go.
 */
export const breathe = async (): Promise<void> => {
  if (performance.now() - sliceBegan < sliceMsMax) return;
  await setImmediate();
  sliceBegan = performance.now();
};

/** Maps a list in order, and breathes between its items. */
export const mapBreathing = async <Item, Result>(items: Iterable<Item>, resultOf: (item: Item) => Result): Promise<Result[]> => {
  const results: Result[] = [];
  for (const item of items) {
    results.push(resultOf(item));
    await breathe();
  }
  return results;
};
