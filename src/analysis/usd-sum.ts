import type { FlowAmount as UsdTerm } from '../domain/flows.ts';

export type { UsdTerm };

/** A sum of intervals: it adds the known upper bounds, and bears how many terms had none. Its high is null only if no term has one. */
export interface UsdSum extends UsdTerm {
  unknown: number;
}

/** An interval of whole US dollars as a term: no lower bound is nothing, no upper bound is the lower one. */
export const termOf = ({ min, max }: { min: number | null; max: number | null }): UsdTerm => ({ low: min ?? 0, high: max ?? min });

/** Adds sums and terms up. Nothing at all is exactly zero. */
export const addUp = (terms: Iterable<UsdTerm & { unknown?: number }>): UsdSum => {
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
