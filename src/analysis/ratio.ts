import type { UsdSum } from '../domain/usd-sum.ts';

/** A ratio of two intervals. A bound is null if its divisor is 0, or if one of its operands is missing or incomplete. */
export interface Ratio {
  low: number | null;
  high: number | null;
}

const divide = (dividend: number | null, divisor: number | null): number | null =>
  dividend === null || divisor === null || divisor === 0 ? null : Number((dividend / divisor).toFixed(4));

const isComplete = ({ high, unknown, openEnded }: UsdSum): boolean => high !== null && unknown === 0 && openEnded === 0;

/** Divides two sums: the lowest dividend by the highest divisor, and the highest by the lowest, rounded to four decimals. */
export const divideSums = (dividend: UsdSum, divisor: UsdSum): Ratio => ({
  low: isComplete(divisor) ? divide(dividend.low, divisor.high) : null,
  high: isComplete(dividend) ? divide(dividend.high, divisor.low) : null,
});
