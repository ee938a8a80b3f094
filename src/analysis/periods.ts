import { addDays, earlierDay } from '../domain/dates.ts';

export const intervals = ['month', 'quarter', 'year'] as const;
export type PeriodInterval = (typeof intervals)[number];

const monthsIn: Readonly<Record<PeriodInterval, number>> = { month: 1, quarter: 3, year: 12 };

/** A calendar period. */
export interface Period {
  /** `2025`, `2025-Q3` or `2025-08`. */
  period: string;
  firstDay: string;
  lastDay: string;
}

const firstDayOfMonth = (month: number): string => {
  const year = String(Math.floor(month / 12)).padStart(4, '0');
  return `${year}-${String((month % 12) + 1).padStart(2, '0')}-01`;
};

const monthOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;

const nameOf = (firstDay: string, interval: PeriodInterval): string => {
  if (interval === 'year') return firstDay.slice(0, 4);
  return interval === 'month' ? firstDay.slice(0, 7) : `${firstDay.slice(0, 4)}-Q${Math.ceil(Number(firstDay.slice(5, 7)) / 3)}`;
};

/** Returns how many periods there are from the one of a day to the one of another day. Negative or 0 if the second day is in an earlier one. */
export const countPeriods = (fromDay: string, toDay: string, interval: PeriodInterval): number =>
  Math.floor(monthOf(toDay) / monthsIn[interval]) - Math.floor(monthOf(fromDay) / monthsIn[interval]) + 1;

/** Returns a number of consecutive periods, of which the last contains a day. The last one ends on `lastDay` if that comes first. */
export const listPeriods = (lastDay: string, interval: PeriodInterval, count: number): Period[] => {
  const months = monthsIn[interval];
  const last = Math.floor(monthOf(lastDay) / months);
  return Array.from({ length: count }, (_, index) => {
    const start = (last - count + 1 + index) * months;
    const firstDay = firstDayOfMonth(start);
    return { period: nameOf(firstDay, interval), firstDay, lastDay: earlierDay(addDays(firstDayOfMonth(start + months), -1), lastDay) };
  });
};
