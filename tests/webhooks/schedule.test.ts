import { describe, expect, it } from 'vitest';
import { nextAttemptAt } from '../../src/webhooks/schedule.ts';

describe('nextAttemptAt', () => {
  it('honors Retry-After up to one day and ends after the last attempt', () => {
    const now = new Date('2026-11-24T00:00:00Z');
    const pause = (attempts: number, seconds: number | null) =>
      (nextAttemptAt(attempts, now, seconds, () => 0)?.getTime() ?? Number.NaN) - now.getTime();
    expect(pause(1, null)).toBe(5_000);
    expect(pause(1, 60)).toBe(60_000);
    expect(pause(1, 10_000_000)).toBe(86_400_000);
    expect(pause(9, null)).toBe(86_400_000);
    expect(nextAttemptAt(10, now, null)).toBeUndefined();
  });
});
