import { daysBetween } from './dates.ts';
import { certaintyByStatus, type Status } from './vocabulary.ts';

/** The status that an event of a deal reports, and the last day of the event's date. */
export interface StatusReport {
  status: Status;
  day: string;
}

export interface DurationSummary {
  count: number;
  medianDays: number | null;
}

export interface Transition extends DurationSummary {
  from: Status;
  to: Status;
}

export interface Transitions {
  deals: number;
  transitions: Transition[];
  talksToSigned: DurationSummary;
  announcedToClosed: DurationSummary;
  lapsed: { count: number; ofDeals: number };
}

/** Returns the middle value, or the mean of the two middle values; null for an empty list. */
const median = (values: readonly number[]): number | null => {
  const sorted = [...values].sort((a, b) => a - b);
  const [low, high] = [sorted[Math.floor((sorted.length - 1) / 2)], sorted[Math.ceil((sorted.length - 1) / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
};

const summarizeDurations = (days: readonly number[]): DurationSummary => ({ count: days.length, medianDays: median(days) });

/**
 * Returns the days from the first report with a start status to the first later report with an end status, as a list with at most one
 * number.
 */
const daysBetweenStatuses = (
  history: readonly StatusReport[],
  isStart: (status: Status) => boolean,
  isEnd: (status: Status) => boolean,
): number[] => {
  const start = history.findIndex(({ status }) => isStart(status));
  const end = history.findIndex(({ status }, index) => index > start && isEnd(status));
  const [first, last] = [history[start], history[end]];
  return first === undefined || last === undefined || start > end ? [] : [daysBetween(first.day, last.day)];
};

const isInTalks = (status: Status) => certaintyByStatus[status] === 'speculative';
const isSigned = (status: Status) => certaintyByStatus[status] === 'binding';
const isEnded = (status: Status) => certaintyByStatus[status] === 'dead';

/**
 * Counts the transitions between deal statuses and measures the median number of days between the reports.
 *
 * Repeated reports of a status are not transitions. Days count from the first report of the previous status.
 *
 * @param histories The reports of each deal, oldest first.
 * @returns Transitions by descending count.
 */
export const summarizeTransitions = (histories: readonly (readonly StatusReport[])[]): Transitions => {
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
      .map((entry) => ({ from: entry.from, to: entry.to, ...summarizeDurations(entry.days) }))
      .sort((a, b) => b.count - a.count || (`${a.from} ${a.to}` < `${b.from} ${b.to}` ? -1 : 1)),
    talksToSigned: summarizeDurations(histories.flatMap((history) => daysBetweenStatuses(history, isInTalks, isSigned))),
    announcedToClosed: summarizeDurations(
      histories.flatMap((history) =>
        daysBetweenStatuses(
          history,
          (status) => status === 'announced',
          (status) => status === 'closed',
        ),
      ),
    ),
    lapsed: { count: histories.filter((history) => isEnded(history.at(-1)?.status ?? 'rumored')).length, ofDeals: histories.length },
  };
};
