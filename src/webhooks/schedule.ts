const second = 1_000;
const minute = 60 * second;
const hour = 60 * minute;

/** The pauses after each attempt that failed, as Standard Webhooks 1.0 recommends. After the last, a delivery has failed. */
export const retryDelaysMs = [5 * second, 5 * minute, 30 * minute, 2 * hour, 5 * hour, 10 * hour, 14 * hour, 20 * hour, 24 * hour] as const;

const longestPauseMs = 24 * hour;
/** Up to so much of a pause is added at random, so that many deliveries that failed at once do not come back at once. */
const jitter = 0.1;

/**
 * When a delivery is tried again after so many attempts; none if that was the last one. A receiver that asks for a longer pause
 * gets it, up to a day.
 */
export const nextAttemptAt = (attempts: number, now: Date, retryAfterSeconds: number | null, random = Math.random): Date | undefined => {
  const delay = retryDelaysMs[attempts - 1];
  if (delay === undefined) return undefined;
  const asked = Math.min((retryAfterSeconds ?? 0) * second, longestPauseMs);
  return new Date(now.getTime() + Math.max(delay * (1 + jitter * random()), asked));
};
