import type { TrancheSums } from './tranche-sums.ts';
import type { UsdSum } from './usd-sum.ts';

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
