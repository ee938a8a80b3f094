/**
 * Dates of ISO 8601 with reduced precision: `2025`, `2025-10` or `2025-10-28`. A reduced date stands for its whole
 * interval; it is ordered, and becomes known, by its last day. A *day* is always of full precision.
 */

const pattern = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

/** The earliest bound of an interval that has always been known. */
export const beginningOfTime = '0001-01-01';

const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Whether the text is a date of the format that also exists in the calendar (2025-02-30 does not). */
export const isDate = (text: string): boolean => {
  if (!pattern.test(text)) return false;
  const [year = 0, month = 1, day = 1] = text.split('-').map(Number);
  return day <= daysInMonth(year, month);
};

/** Whether the text is a date to the day. */
export const isDay = (text: string): boolean => text.length === 10 && isDate(text);

/** The last day of the interval that a date stands for. */
export const lastDayOf = (date: string): string => {
  if (date.length === 4) return `${date}-12-31`;
  if (date.length === 7) return `${date}-${String(daysInMonth(Number(date.slice(0, 4)), Number(date.slice(5)))).padStart(2, '0')}`;
  return date;
};

/** The first day of the interval that a date stands for. */
export const firstDayOf = (date: string): string => `${date}${'-01-01'.slice(date.length - 4)}`.slice(0, 10);

/** Whether the interval of `outer` holds the whole interval of `inner`. */
export const contains = (outer: string, inner: string): boolean =>
  firstDayOf(outer) <= firstDayOf(inner) && lastDayOf(inner) <= lastDayOf(outer);

/** Whole days from `earlier` to `later`, negative if they stand the other way round. */
export const daysBetween = (earlier: string, later: string): number => (Date.parse(later) - Date.parse(earlier)) / 86_400_000;

/** The day of an instant, in UTC. */
export const dayOf = (instant: Date): string => instant.toISOString().slice(0, 10);

export const earlierOf = (a: string, b: string): string => (a < b ? a : b);
export const laterOf = (a: string, b: string): string => (a > b ? a : b);

/** The day after a day. */
export const nextDayOf = (day: string): string => dayOf(new Date(Date.parse(day) + 86_400_000));

/** The last day of the interval that a date stands for; nothing for no date. */
export const lastDayOrNull = (date: string | null | undefined): string | null => (date ? lastDayOf(date) : null);
