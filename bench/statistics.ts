/** Returns a quantile of the samples. */
export const quantile = (sample: readonly number[], share: number): number =>
  sample.toSorted((a, b) => a - b)[Math.floor((sample.length - 1) * share)] ?? Number.NaN;

export const median = (sample: readonly number[]): number => quantile(sample, 0.5);

/** Formats milliseconds for a table, with two decimals if they are small. */
export const formatMs = (ms: number): string => ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0);
