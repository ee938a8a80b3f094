/** The value below which a share of the sample lies. */
export const quantile = (sample: readonly number[], share: number): number =>
  sample.toSorted((a, b) => a - b)[Math.floor((sample.length - 1) * share)] ?? Number.NaN;

export const median = (sample: readonly number[]): number => quantile(sample, 0.5);

/** Milliseconds for a table: two decimals where they matter. */
export const formatMs = (ms: number): string => ms.toFixed(ms < 10 ? 2 : ms < 100 ? 1 : 0);
