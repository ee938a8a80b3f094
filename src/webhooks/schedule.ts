const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/**
 * Delays after each failed attempt, in milliseconds, as Standard Webhooks 1.0 recommends. After the last one, the delivery has failed.
 */
export const retryDelaysMs = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour] as const;

const maxDelayMs = 24 * hour;
/** Fraction of a delay that is added at random, so that deliveries that failed together do not retry together. */
const jitter = 0.1;

/**
 * Returns when to retry a delivery, or undefined if that was the last attempt. Honors a longer `Retry-After` (RFC 9110) up to 24 hours.
 *
 * @param attempts The number of attempts so far, at least 1.
 * @param random Returns a number from 0 to 1.
 */
export const nextAttemptAt = (attempts: number, now: Date, retryAfterSeconds: number | null, random = Math.random): Date | undefined => {
  const delay = retryDelaysMs[attempts - 1];
  if (delay === undefined) return undefined;
  const requested = Math.min((retryAfterSeconds ?? 0) * second, maxDelayMs);
  return new Date(now.getTime() + Math.max(delay * (1 + jitter * random()), requested));
};
