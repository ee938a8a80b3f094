import type { FlowAmount as UsdTerm } from '../domain/flows.ts';

export type { UsdTerm };

/**
 * A sum of intervals in whole US dollars. `high` adds the known upper bounds, and `unknown` counts the terms without one. `high` is null
 * only if no term has an upper bound.
 */
export interface UsdSum extends UsdTerm {
  unknown: number;
}

/**
 * Converts an interval in whole US dollars to a summand. A missing lower bound becomes 0; a missing upper bound becomes the lower bound.
 */
export const toUsdTerm = ({ min, max }: { min: number | null; max: number | null }): UsdTerm => ({ low: min ?? 0, high: max ?? min });

/** Adds sums and terms. The empty sum is exactly 0. */
export const sumUsd = (terms: Iterable<UsdTerm & { unknown?: number }>): UsdSum => {
  let low = 0;
  let high = 0;
  let unknown = 0;
  let isBounded = false;
  let count = 0;
  for (const term of terms) {
    count += 1;
    low += term.low;
    if (term.high !== null) {
      high += term.high;
      isBounded = true;
    }
    unknown += term.unknown ?? (term.high === null ? 1 : 0);
  }
  return { low, high: count === 0 || isBounded ? high : null, unknown };
};
