import { daysBetween, firstDayOf, lastDayOf } from '../domain/dates.ts';
import type { Citation } from '../domain/records/primitives.ts';
import type { Collection, Status } from '../domain/vocabulary.ts';
import { groupBy } from './grouping.ts';

export const contradictoryTerms = ['amount', 'valuation', 'termYears', 'units', 'powerMw', 'percent'] as const;
export type ContradictoryTerm = (typeof contradictoryTerms)[number];

/** A figure that a report states for a term. */
export interface Statement {
  collection: Collection;
  record: string;
  /** Date of the report, or of the observation. */
  on: string;
  status: Status | null;
  term: ContradictoryTerm;
  /** Whatever must be equal for two statements to be about the same thing. */
  subject: string;
  min: number | null;
  max: number | null;
  approximate: boolean;
  stated?: string | undefined;
  citations: readonly Citation[];
}

export interface Contradiction {
  collection: Collection;
  term: ContradictoryTerm;
  statements: [Statement, Statement];
  /** Distance between the intervals, relative to the nearer bound of the lower one. */
  gap: number | null;
}

/** An approximate figure also means figures within this share of it. */
const approximateMargin = 0.05;

const toBounds = ({ min, max, approximate }: Statement) => {
  const margin = approximate ? approximateMargin : 0;
  return { low: (min ?? 0) * (1 - margin), high: (max ?? Number.POSITIVE_INFINITY) * (1 + margin) };
};

/** Returns how far apart two intervals are, or undefined if they share a value. */
const measureGap = (a: Statement, b: Statement): number | null | undefined => {
  const [lower, upper] = [toBounds(a), toBounds(b)].sort((one, other) => one.low - other.low);
  if (lower === undefined || upper === undefined || upper.low <= lower.high) return undefined;
  return lower.high === 0 ? null : Math.round(((upper.low - lower.high) / lower.high) * 10_000) / 10_000;
};

/**
 * Finds the pairs of statements about the same subject and term whose dates overlap, or are at most `withinDays` apart, and whose
 * intervals share no value. The largest gaps come first.
 */
export const findContradictions = (statements: readonly Statement[], withinDays: number): Contradiction[] => {
  const found: Contradiction[] = [];
  for (const about of groupBy(statements, ({ subject, term }) => `${term} ${subject}`).values()) {
    const sorted = [...about].sort((a, b) => (firstDayOf(a.on) < firstDayOf(b.on) ? -1 : 1));
    for (const [index, earlier] of sorted.entries()) {
      for (const later of sorted.slice(index + 1)) {
        if (daysBetween(lastDayOf(earlier.on), firstDayOf(later.on)) > withinDays) break;
        const gap = measureGap(earlier, later);
        if (gap !== undefined) found.push({ collection: earlier.collection, term: earlier.term, statements: [earlier, later], gap });
      }
    }
  }
  const toKey = ({ statements: [{ record, on }] }: Contradiction) => `${record} ${on}`;
  return found.sort((a, b) => (b.gap ?? Number.POSITIVE_INFINITY) - (a.gap ?? Number.POSITIVE_INFINITY) || (toKey(a) < toKey(b) ? -1 : 1));
};
