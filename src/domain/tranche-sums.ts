import type { Tranche } from './records/deal.ts';
import { toUsdInterval, type UsdInterval } from './records/primitives.ts';
import { sumUsd, toUsdTerm, type UsdSum } from './usd-sum.ts';

/** How much of an amount is paid, committed, conditional, or not broken down, in whole US dollars. */
export const paymentStatuses = ['paid', 'committed', 'conditional', 'unspecified'] as const;
export type TrancheSums = Record<(typeof paymentStatuses)[number], UsdSum>;

/** Returns what is left of an amount after parts of it. An amount that is not stated leaves an unknown rest. */
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

/** Adds up the tranches of a deal by payment status. `unspecified` is the part of the amount that no tranche names.
 * Cancelled tranches, and those that the amount of another deal already contains, are in none of them. */
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
