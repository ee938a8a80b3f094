import { LRUCache } from 'lru-cache';

/** What is left of a limit. */
export interface Budget {
  max: number;
  remaining: number;
  /** The number of seconds until the limit starts again. */
  resetSeconds: number;
  /** Whether nothing was left for this request. */
  isExceeded: boolean;
}

/** Maximum number of clients whose requests are counted. The one that was idle for the longest time is forgotten first. */
const maxClients = 100_000;

/** Counts requests by client in fixed windows. A request can count as several; it is refused only if nothing is left at all. */
export const createRateLimiter = (windowMs: number): ((client: string, max: number, cost: number) => Budget) => {
  const windows = new LRUCache<string, { used: number; endsAt: number }>({ max: maxClients });
  return (client, max, cost) => {
    const now = performance.now();
    const known = windows.get(client);
    const current = known === undefined || known.endsAt <= now ? { used: 0, endsAt: now + windowMs } : known;
    if (current !== known) windows.set(client, current);
    const isExceeded = current.used >= max;
    if (!isExceeded) current.used += cost;
    return { max, remaining: Math.max(0, max - current.used), resetSeconds: Math.ceil((current.endsAt - now) / 1_000), isExceeded };
  };
};
