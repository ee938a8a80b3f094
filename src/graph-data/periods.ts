import { z } from 'zod';
import { countPeriods, intervals, listPeriods, type Period, type PeriodInterval } from '../analysis/periods.ts';
import { earlierDay, earliestDay } from '../domain/dates.ts';
import { fromDateParameter, toDateParameter } from '../http/parameters.ts';
import { invalidRequest } from '../http/problems.ts';

/** Maximum number of periods in a response. */
export const maxPeriods = 120;

/** The query parameters that select periods. `byDefault` describes where the periods start without `fromOn`. */
export const periodParameters = (byDefault: string) => ({
  interval: z.enum(intervals).default('quarter').describe('Length of a period.'),
  fromOn: fromDateParameter()
    .optional()
    .describe(`The series starts with the period of this date. ${byDefault} At most ${maxPeriods} are allowed.`),
  toOn: toDateParameter()
    .optional()
    .describe('The series ends with the period of this date. By default, it ends with that of the asOf day.'),
});

export interface PeriodQuery {
  interval: PeriodInterval;
  fromOn?: string | undefined;
  toOn?: string | undefined;
}

export const periodShape = {
  period: z.string().describe('The period: `2025`, `2025-Q3` or `2025-08`.'),
  firstDay: z.string().describe('Its first day (YYYY-MM-DD).'),
  lastDay: z.string().describe('Its last day, or the asOf day if the period had not ended by then (YYYY-MM-DD).'),
};

/**
 * Returns the requested periods up to a day. Rejects a range that is empty, too long or in the future.
 *
 * @param defaultCount The number of periods without `fromOn`.
 */
export const resolvePeriods = ({ interval, fromOn, toOn }: PeriodQuery, asOfDay: string, defaultCount: number): Period[] => {
  const lastDay = earlierDay(toOn ?? asOfDay, asOfDay);
  // No period is before the first day that a date can have.
  if (fromOn === undefined) return listPeriods(lastDay, interval, Math.min(defaultCount, countPeriods(earliestDay, lastDay, interval)));
  const count = countPeriods(fromOn, lastDay, interval);
  if (count < 1) {
    const message = `fromOn (${fromOn}) is after the end of the series (${lastDay}), so no period is in it.`;
    throw invalidRequest([{ parameter: 'fromOn', message }]);
  }
  if (count > maxPeriods) {
    const message = `The series would have ${count} periods; at most ${maxPeriods} are allowed. Choose a later fromOn or a longer interval.`;
    throw invalidRequest([{ parameter: 'fromOn', message }]);
  }
  return listPeriods(lastDay, interval, count);
};
