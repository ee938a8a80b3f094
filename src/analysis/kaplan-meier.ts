/** How long one subject was observed, and whether the awaited event ended the observation. */
export interface Observation {
  days: number;
  /** False if the event had not happened when the observation ended: the observation is censored. */
  isCompleted: boolean;
}

/** The estimate at one number of days. */
export interface SurvivalPoint {
  days: number;
  /** Subjects still waiting just before that day. */
  atRisk: number;
  /** Subjects completed by the end of that day. */
  completed: number;
  /** Estimated share completed by the end of that day, 0 to 1; null if nothing was observed for so long. */
  share: number | null;
}

/** The days by which a quarter, half and three quarters are completed. Null if the estimate does not reach that share. */
export interface Quartiles {
  lowerQuartileDays: number | null;
  medianDays: number | null;
  upperQuartileDays: number | null;
}

/**
 * Estimates how long an event takes from observations of which some are censored, with the product-limit estimator:
 * S(t) is the product of 1 - d/n over all days up to t, with d events among n subjects at risk. Of observations that end on the same day,
 * completed ones come first.
 *
 * E. L. Kaplan and P. Meier, "Nonparametric Estimation from Incomplete Observations", Journal of the American Statistical Association 53
 * (1958), 457-481, {@link https://doi.org/10.1080/01621459.1958.10501452}.
 *
 * @param tableDays The days for which to return the estimate, ascending.
 */
export const estimateSurvival = (
  observations: readonly Observation[],
  tableDays: readonly number[],
): { quartiles: Quartiles; table: SurvivalPoint[] } => {
  const sorted = [...observations].sort((a, b) => a.days - b.days);
  /** The share completed from each day of an event on. */
  const steps: { days: number; share: number }[] = [];
  let waiting = 1;
  for (let index = 0; index < sorted.length; ) {
    const days = sorted[index]?.days ?? 0;
    const atRisk = sorted.length - index;
    let completed = 0;
    for (; sorted[index]?.days === days; index += 1) if (sorted[index]?.isCompleted === true) completed += 1;
    if (completed === 0) continue;
    waiting *= 1 - completed / atRisk;
    steps.push({ days, share: 1 - waiting });
  }
  // Rounding errors of the product must not hide that a share was reached exactly.
  const daysUntil = (share: number) => steps.find((step) => step.share >= share - 1e-9)?.days ?? null;
  return {
    quartiles: { lowerQuartileDays: daysUntil(0.25), medianDays: daysUntil(0.5), upperQuartileDays: daysUntil(0.75) },
    table: tableDays.map((days) => {
      const atRisk = sorted.filter((one) => one.days >= days).length;
      const share = steps.findLast((step) => step.days <= days)?.share ?? 0;
      return {
        days,
        atRisk,
        completed: sorted.filter((one) => one.isCompleted && one.days <= days).length,
        share: sorted.length === 0 || (atRisk === 0 && share < 1 - 1e-9) ? null : Math.round(share * 10_000) / 10_000,
      };
    }),
  };
};
