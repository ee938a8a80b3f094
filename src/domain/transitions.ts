import { daysBetween } from './dates.ts';
import { certaintyOfStatus, type Status } from './vocabulary.ts';

/** The status that an event of a deal reports, and the last day of the event's date. */
export interface Step {
  status: Status;
  day: string;
}

export interface Span {
  count: number;
  medianDays: number | null;
}

export interface Transition extends Span {
  from: Status;
  to: Status;
}

export interface Transitions {
  deals: number;
  transitions: Transition[];
  talksToSigned: Span;
  announcedToClosed: Span;
  lapsed: { count: number; ofDeals: number };
}

/** Returns the middle value, or the mean of the two middle values; null for an empty list. */
const medianOf = (values: readonly number[]): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
};

const spanOf = (days: readonly number[]): Span => ({ count: days.length, medianDays: medianOf(days) });

/**
 * Returns the days from the first report with a start status to the first later report with an end status, as a list with at most one
 * number.
 */
const daysFromTo = (history: readonly Step[], begins: (status: Status) => boolean, ends: (status: Status) => boolean): number[] => {
  const start = history.findIndex(({ status }) => begins(status));
  const end = history.findIndex(({ status }, index) => index > start && ends(status));
  const [first, last] = [history[start], history[end]];
  return first === undefined || last === undefined || start > end ? [] : [daysBetween(first.day, last.day)];
};

const isTalk = (status: Status) => certaintyOfStatus[status] === 'speculative';
const isSigned = (status: Status) => certaintyOfStatus[status] === 'binding';
const isEnded = (status: Status) => certaintyOfStatus[status] === 'dead';

/**
 * Counts the transitions between deal statuses and measures the median number of days between the reports.
 *
 * Repeated reports of a status are not transitions. Days count from the first report of the previous status.
 *
 * @param histories The reports of each deal, oldest first.
 * @returns Transitions by descending count.
 */
export const transitionsOf = (histories: readonly (readonly Step[])[]): Transitions => {
  const days = new Map<string, { from: Status; to: Status; days: number[] }>();
  for (const history of histories) {
    let entered = history[0];
    for (const step of history.slice(1)) {
      if (entered === undefined || step.status === entered.status) continue;
      const key = `${entered.status} ${step.status}`;
      const entry = days.get(key) ?? { from: entered.status, to: step.status, days: [] };
      entry.days.push(daysBetween(entered.day, step.day));
      days.set(key, entry);
      entered = step;
    }
  }
  return {
    deals: histories.length,
    transitions: [...days.values()]
      .map((entry) => ({ from: entry.from, to: entry.to, ...spanOf(entry.days) }))
      .sort((a, b) => b.count - a.count || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1)),
    talksToSigned: spanOf(histories.flatMap((history) => daysFromTo(history, isTalk, isSigned))),
    announcedToClosed: spanOf(
      histories.flatMap((history) =>
        daysFromTo(
          history,
          (status) => status === 'announced',
          (status) => status === 'closed',
        ),
      ),
    ),
    lapsed: { count: histories.filter((history) => history.some(({ status }) => isEnded(status))).length, ofDeals: histories.length },
  };
};
