import { firstDayOf, lastDayOf } from '../domain/dates.ts';
import type { UsdTerm } from './usd-sum.ts';

/** Spend over a time: when it begins, and when it ends or how long it lasts. Dates can be less precise than a day. */
export interface Spend {
  startsOn: string | null;
  endsOn: string | null;
  termYears: number | null;
}

/** The days of a spend, the last one exclusive. */
export interface Schedule {
  fromDay: string;
  toDay: string;
}

const millisecondsADay = 86_400_000;
const daysAYear = 365.25;

const dayNumber = (day: string): number => Date.parse(`${day}T00:00:00Z`) / millisecondsADay;
const dayOfNumber = (number: number): string => new Date(number * millisecondsADay).toISOString().slice(0, 10);

/**
 * The days over which a spend runs: from the first day of its start to the last of its end, or for its term. Null where it has
 * no start, or neither end nor term, or an end before its start.
 */
export const scheduleOf = ({ startsOn, endsOn, termYears }: Spend): Schedule | null => {
  if (startsOn === null || (endsOn === null && termYears === null)) return null;
  const from = dayNumber(firstDayOf(startsOn));
  const to = endsOn === null ? from + Math.round((termYears ?? 0) * daysAYear) : dayNumber(lastDayOf(endsOn)) + 1;
  return to > from ? { fromDay: dayOfNumber(from), toDay: dayOfNumber(to) } : null;
};

/** The part of an interval that falls to each calendar year, by days. The parts add up to the whole, at each end. */
export const spreadOver = ({ fromDay, toDay }: Schedule, { low, high }: UsdTerm): { year: string; usd: UsdTerm }[] => {
  const from = dayNumber(fromDay);
  const to = dayNumber(toDay);
  const upTo = (amount: number, day: number) => Math.round((amount * (day - from)) / (to - from));
  const years: { year: string; usd: UsdTerm }[] = [];
  for (let day = from; day < to; ) {
    const year = dayOfNumber(day).slice(0, 4);
    const end = Math.min(to, dayNumber(`${Number(year) + 1}-01-01`));
    const part = (amount: number) => upTo(amount, end) - upTo(amount, day);
    years.push({ year, usd: { low: part(low), high: high === null ? null : part(high) } });
    day = end;
  }
  return years;
};
