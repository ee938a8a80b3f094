import type { Tranche } from './records/deal.ts';
import { toUsdInterval, type UsdInterval } from './records/primitives.ts';

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

/** How much of an amount is paid, committed, conditional, or not broken down, in whole US dollars. */
export const paymentStatuses = ['paid', 'committed', 'conditional', 'unspecified'] as const;
export type TrancheSums = Record<(typeof paymentStatuses)[number], UsdSum>;

/** Returns what is left of an amount after parts of it. An amount that is not stated leaves nothing: the parts are all that is known. */
const restOfAmount = (amount: UsdInterval | null, parts: UsdSum): UsdSum => {
  if (amount === null) return sumUsd([]);
  const { low, high, openEnded } = toUsdTerm(amount);
  const rest = {
    low: parts.high === null || parts.unknown > 0 ? 0 : Math.max(0, low - parts.high),
    high: high === null ? null : Math.max(0, high - parts.low),
    openEnded,
  };
  return rest.high === 0 ? sumUsd([]) : sumUsd([rest]);
};

/**
 * Adds up the tranches of a deal by payment status. `unspecified` is the part of the amount that no tranche names. Cancelled tranches, and
 * those that the amount of another deal already contains, are in none of them.
 */
export const sumTranches = (tranches: readonly Tranche[], amountUsd: UsdInterval | null): TrancheSums => {
  const add = (some: readonly Tranche[]) => sumUsd(some.map(({ amount }) => toUsdTerm(toUsdInterval(amount))));
  const sum = (status: Tranche['status']) => add(tranches.filter((one) => one.status === status && one.restated === undefined));
  return {
    paid: sum('paid'),
    committed: sum('committed'),
    conditional: sum('conditional'),
    unspecified: restOfAmount(amountUsd, add(tranches)),
  };
};

const nothing = sumUsd([]);

/** The payment statuses of an amount without tranches. */
export const toTrancheSums = (usd: UsdSum): TrancheSums => ({ paid: nothing, committed: nothing, conditional: nothing, unspecified: usd });

/** Adds up amounts by payment status. */
export const sumTrancheSums = (sums: readonly TrancheSums[]): TrancheSums => ({
  paid: sumUsd(sums.map(({ paid }) => paid)),
  committed: sumUsd(sums.map(({ committed }) => committed)),
  conditional: sumUsd(sums.map(({ conditional }) => conditional)),
  unspecified: sumUsd(sums.map(({ unspecified }) => unspecified)),
});

/**
 * Returns the amount of a deal as a total counts it, in whole US dollars. A conditional tranche can be paid or not, so it counts at the
 * upper end only. What other deals already contain does not count.
 */
export const toCountedUsd = (amountUsd: UsdInterval | null, tranches: TrancheSums | null): UsdSum => {
  const stated = sumUsd([toUsdTerm(amountUsd ?? { min: null, max: null })]);
  if (tranches === null) return stated;
  const { paid, committed, conditional, unspecified } = tranches;
  const all = sumUsd([paid, committed, conditional, unspecified]);
  const low = paid.low + committed.low + unspecified.low;
  if (amountUsd === null) return { ...all, low };
  const high = stated.high === null || all.high === null || all.unknown > 0 ? stated.high : Math.min(stated.high, all.high);
  return { ...stated, low: high === null ? low : Math.min(low, high), high };
};

/** Returns at each bound the larger of two sums, at most `limit`. */
const takeLarger = (own: UsdSum, parts: UsdSum, limit: { low: number; high: number }): UsdSum => {
  const high = Math.min(limit.high, Math.max(own.high ?? 0, parts.high ?? 0));
  return { ...((own.high ?? 0) < (parts.high ?? 0) ? parts : own), low: Math.min(limit.low, high, Math.max(own.low, parts.low)), high };
};

/**
 * Combines an umbrella deal with its parts, which describe the same money. The larger counts, for the whole and for each payment status;
 * what neither of them breaks down is unspecified.
 *
 * @param own The amount of the umbrella itself.
 * @param parts The sum of its parts.
 */
export const combineTrancheSums = (own: TrancheSums, parts: TrancheSums): TrancheSums => {
  const total = ({ paid, committed, conditional, unspecified }: TrancheSums) => ({
    // A lower bound never includes conditional tranches.
    low: paid.low + committed.low + unspecified.low,
    high: [paid, committed, conditional, unspecified].reduce((sum, { high }) => sum + (high ?? 0), 0),
  });
  const [ofOwn, ofParts] = [total(own), total(parts)];
  const rest = { low: Math.max(ofOwn.low, ofParts.low), high: Math.max(ofOwn.high, ofParts.high) };
  const subtract = ({ low, high }: UsdSum): void => {
    rest.low = Math.max(0, rest.low - low);
    rest.high -= high ?? 0;
  };
  const paid = takeLarger(own.paid, parts.paid, rest);
  subtract(paid);
  const committed = takeLarger(own.committed, parts.committed, rest);
  subtract(committed);
  const conditional = takeLarger(own.conditional, parts.conditional, { low: Number.POSITIVE_INFINITY, high: rest.high });
  subtract({ ...conditional, low: 0 });
  // An umbrella with a known amount bounds the parts whose amount is unknown.
  const isBounded = own.unspecified.unknown === 0 && ofOwn.high > 0;
  const unknown = isBounded ? 0 : Math.max(own.unspecified.unknown, parts.unspecified.unknown);
  const isKnown = unknown === 0 || rest.high > 0;
  const openEnded = (ofOwn.high < ofParts.high ? parts : own).unspecified.openEnded;
  return {
    paid,
    committed,
    conditional,
    unspecified: { low: Math.min(rest.low, rest.high), high: isKnown ? rest.high : null, unknown, openEnded },
  };
};
