/**
 * Dates in ISO 8601 with reduced precision: `2025`, `2025-10` or `2025-10-28`. A date with reduced precision denotes an interval. It
 * sorts by the last day of that interval and becomes known on that day. A *day* always has full precision. A *state* is constant content
 * over an interval of days.
 */

const datePattern = /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/;

/** Start of an interval that has no known start. */
export const earliestDay = '0001-01-01';
/** Sorts after every day on which anything became known. */
export const latestDay = '9999-12-31';

const daysInMonth = (year: number, month: number): number => new Date(Date.UTC(year, month, 0)).getUTCDate();

/** Returns whether the text is a valid date that exists in the calendar (2025-02-30 does not). */
export const isDate = (text: string): boolean => {
  if (!datePattern.test(text)) return false;
  const [year = 0, month = 1, day = 1] = text.split('-').map(Number);
  return day <= daysInMonth(year, month);
};

/** Returns whether the text is a valid date with full precision. */
export const isDay = (text: string): boolean => text.length === 10 && isDate(text);

/** Returns the last day of the interval that a date denotes. */
export const lastDayOf = (date: string): string => {
  if (date.length === 4) return `${date}-12-31`;
  if (date.length === 7) return `${date}-${String(daysInMonth(Number(date.slice(0, 4)), Number(date.slice(5)))).padStart(2, '0')}`;
  return date;
};

/** Returns the first day of the interval that a date denotes. */
export const firstDayOf = (date: string): string => `${date}${'-01-01'.slice(date.length - 4)}`.slice(0, 10);

/** Returns whether the interval of `outer` contains the interval of `inner`. */
export const containsDate = (outer: string, inner: string): boolean =>
  firstDayOf(outer) <= firstDayOf(inner) && lastDayOf(inner) <= lastDayOf(outer);

/** Returns the number of whole days from `earlier` to `later`; negative if `later` comes first. Both must have full precision. */
export const daysBetween = (earlier: string, later: string): number => (Date.parse(later) - Date.parse(earlier)) / 86_400_000;

/** Returns the UTC day of an instant. */
export const toDay = (instant: Date): string => instant.toISOString().slice(0, 10);

/** Returns the earlier of two days. */
export const earlierDay = (a: string, b: string): string => (a < b ? a : b);
/** Returns the later of two days. */
export const laterDay = (a: string, b: string): string => (a > b ? a : b);

/** Returns the day that is a number of days after a day, or before it if the number is negative. */
export const addDays = (day: string, days: number): string => toDay(new Date(Date.parse(day) + days * 86_400_000));

/** Returns the day after a day. */
export const nextDay = (day: string): string => addDays(day, 1);

/** Returns the last day of the interval that a date denotes, or null if there is no date. */
export const lastDayOrNull = (date: string | null | undefined): string | null => (date ? lastDayOf(date) : null);

/** Content that is constant over the half-open interval `[knownFrom, knownTo)`. */
export interface State<Content> {
  knownFrom: string;
  /** First day after the interval, or null if the state is current. */
  knownTo: string | null;
  content: Content;
}

/** Merges the items of successive states into one row per item and interval of equal content. Items are matched by id. */
export const coalesceItems = <Item extends { id: string }>(
  states: readonly { knownFrom: string; knownTo: string | null; items: readonly Item[] }[],
): State<Item>[] => {
  const rows: State<Item>[] = [];
  const open = new Map<string, { row: State<Item>; text: string }>();
  for (const { knownFrom, knownTo, items } of states) {
    for (const content of items) {
      const text = JSON.stringify(content);
      const before = open.get(content.id);
      if (before !== undefined && before.row.knownTo === knownFrom && before.text === text) {
        before.row.knownTo = knownTo;
        continue;
      }
      const row = { knownFrom, knownTo, content };
      rows.push(row);
      open.set(content.id, { row, text });
    }
  }
  return rows;
};

/**
 * Computes the content on each day and merges neighbouring days with equal content.
 *
 * @param days Days on which the content can change, in any order. Days before `firstDay` are ignored.
 * @returns At least one state, in chronological order; the last one has no end.
 */
export const coalesceStates = <Content>(
  days: Iterable<string>,
  firstDay: string,
  contentOn: (day: string) => Content,
): State<Content>[] => {
  const states: State<Content>[] = [];
  let newestText: string | undefined;
  for (const day of [...new Set([firstDay, ...days])].filter((one) => one >= firstDay).sort()) {
    const content = contentOn(day);
    const before = states.at(-1);
    if (before !== undefined) {
      // Most records have one state, whose text is not needed.
      newestText ??= JSON.stringify(before.content);
      const text = JSON.stringify(content);
      if (newestText === text) continue;
      newestText = text;
      before.knownTo = day;
    }
    states.push({ knownFrom: day, knownTo: null, content });
  }
  return states;
};

/**
 * Splits states at the given days, so that values that depend on the day as well as the content (such as the group) can differ within
 * one state.
 */
export const splitStates = <Content>(states: readonly State<Content>[], days: Iterable<string>): State<Content>[] =>
  states.flatMap((state) => {
    const inside = [...new Set(days)].filter((day) => day > state.knownFrom && (state.knownTo === null || day < state.knownTo)).sort();
    const starts = [state.knownFrom, ...inside];
    return starts.map((knownFrom, index) => ({ ...state, knownFrom, knownTo: starts[index + 1] ?? state.knownTo }));
  });
