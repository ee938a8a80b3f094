/**
 * Sums of money in whole US dollars. A statement keeps the bounds that a report states, `{min, max}`, with null for a bound that it does
 * not state. A sum needs numbers at both ends, so it is `{low, high}` and counts the terms whose bounds were not stated.
 */

/** An interval to add up. `high` is null if nothing bounds it. */
export interface UsdTerm {
  low: number;
  high: number | null;
  /** 1 if the report states a minimum only. `high` is that minimum. */
  openEnded?: number | undefined;
}

/**
 * A sum of intervals. `high` adds the known upper bounds. `unknown` counts the terms without one, and `openEnded` those with a minimum
 * only, which count with it. `high` is null only if no term has an upper bound.
 */
export interface UsdSum extends UsdTerm {
  unknown: number;
  openEnded: number;
}

/** Converts an interval to a summand. A missing lower bound becomes 0; a missing upper bound becomes the lower bound. */
export const toUsdTerm = ({ min, max }: { min: number | null; max: number | null }): UsdTerm & { openEnded: number } => ({
  low: min ?? 0,
  high: max ?? min,
  openEnded: Number(max === null && min !== null),
});

/** Adds sums and terms. The empty sum is exactly 0. */
export const sumUsd = (terms: Iterable<UsdTerm & { unknown?: number }>): UsdSum => {
  const sum: UsdSum = { low: 0, high: null, unknown: 0, openEnded: 0 };
  let count = 0;
  for (const term of terms) {
    count += 1;
    sum.low += term.low;
    if (term.high !== null) sum.high = (sum.high ?? 0) + term.high;
    sum.unknown += term.unknown ?? Number(term.high === null);
    sum.openEnded += term.openEnded ?? 0;
  }
  return count === 0 ? { ...sum, high: 0 } : sum;
};
