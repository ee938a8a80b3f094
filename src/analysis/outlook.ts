import { firstDayOf, lastDayOf } from '../domain/dates.ts';
import type { UsdTerm } from '../domain/usd-sum.ts';

/** When a spend starts, and when it ends or how many years it lasts. Dates can have reduced precision. */
export interface SpendTerms {
  startsOn: string | null;
  endsOn: string | null;
  termYears: number | null;
}

/** The days of a spend; `toDay` is exclusive. */
export interface Schedule {
  fromDay: string;
  toDay: string;
}

const millisecondsPerDay = 86_400_000;
const daysPerYear = 365.25;

const toDayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / millisecondsPerDay;
const fromDayNumber = (number: number): string => new Date(number * millisecondsPerDay).toISOString().slice(0, 10);

/** Returns the anniversary of a day after whole years, and the days of the fraction that is left. */
const addYears = (day: string, years: number): number => {
  const whole = Math.floor(years);
  const anniversary = new Date(`${day}T00:00:00Z`);
  anniversary.setUTCFullYear(anniversary.getUTCFullYear() + whole);
  return anniversary.getTime() / millisecondsPerDay + Math.round((years - whole) * daysPerYear);
};

/**
 * Determines the days over which a spend runs: from the first day of `startsOn` to the last day of `endsOn`, or for `termYears` years if
 * there is no end. A term of whole years ends on the day before an anniversary.
 *
 * @returns Null if there is no start, if there is neither an end nor a term, or if the end comes before the start.
 */
export const buildSchedule = ({ startsOn, endsOn, termYears }: SpendTerms): Schedule | null => {
  if (startsOn === null || (endsOn === null && termYears === null)) return null;
  const fromDay = firstDayOf(startsOn);
  const to = endsOn === null ? addYears(fromDay, termYears ?? 0) : toDayNumber(lastDayOf(endsOn)) + 1;
  return to > toDayNumber(fromDay) ? { fromDay, toDay: fromDayNumber(to) } : null;
};

/**
 * Spreads an amount evenly over the days of a schedule and returns the share of each calendar year, in whole US dollars. The shares add
 * up to the amount at each bound.
 */
export const spreadByYear = ({ fromDay, toDay }: Schedule, { low, high }: UsdTerm): { year: string; usd: UsdTerm }[] => {
  const from = toDayNumber(fromDay);
  const to = toDayNumber(toDay);
  const upTo = (amount: number, day: number) => Math.round((amount * (day - from)) / (to - from));
  const years: { year: string; usd: UsdTerm }[] = [];
  for (let day = from; day < to; ) {
    const year = fromDayNumber(day).slice(0, 4);
    const end = Math.min(to, toDayNumber(`${Number(year) + 1}-01-01`));
    const part = (amount: number) => upTo(amount, end) - upTo(amount, day);
    years.push({ year, usd: { low: part(low), high: high === null ? null : part(high) } });
    day = end;
  }
  return years;
};
