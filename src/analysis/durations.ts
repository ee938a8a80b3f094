import { daysBetween, lastDayOf } from '../domain/dates.ts';
import type { DealEvent } from '../domain/records/deal.ts';
import type { Certainty, DealKind, Status } from '../domain/vocabulary.ts';
import { groupBy } from './grouping.ts';
import { estimateSurvival, type Observation, type Quartiles, type SurvivalPoint } from './kaplan-meier.ts';

export const stages = ['talks_to_signing', 'talks_to_closing', 'announcement_to_closing', 'signing_to_closing'] as const;
export type Stage = (typeof stages)[number];

/** The kinds of deals that close. A contract is performed over its term instead. */
export const closingKinds: readonly DealKind[] = [
  'equity_round',
  'equity_investment',
  'secondary_sale',
  'acquisition',
  'acquihire_license',
  'ipo',
  'debt',
  'convertible',
  'spv_financing',
];

/** The days of the table of deals at risk. */
export const tableDays = [0, 30, 60, 90, 180, 365, 730] as const;

/** The statuses that start and complete each stage. */
const boundaries: Readonly<Record<Stage, { start: readonly Status[]; end: readonly Status[] }>> = {
  talks_to_signing: { start: ['rumored', 'in_talks'], end: ['signed', 'closed'] },
  talks_to_closing: { start: ['rumored', 'in_talks'], end: ['closed'] },
  announcement_to_closing: { start: ['letter_of_intent', 'announced', 'signed'], end: ['closed'] },
  signing_to_closing: { start: ['signed'], end: ['closed'] },
};

/** A deal as durations need it. */
export interface DatedDeal {
  kind: DealKind;
  certainty: Certainty;
  reports: readonly Pick<DealEvent, 'status' | 'reportedOn' | 'occurredOn'>[];
}

export type Outcome = 'completed' | 'unfinished' | 'ended' | 'imprecise';

const toDate = ({ occurredOn, reportedOn }: DatedDeal['reports'][number]) => occurredOn ?? reportedOn;

/**
 * Measures one stage of a deal, up to a day. A deal that lapsed, was terminated or was replaced is observed until its last report. A date
 * without a month is too imprecise to measure.
 *
 * @returns Null if the deal never was in that stage, or if its end was reported before its start.
 */
const measureStage = (
  { kind, certainty, reports }: DatedDeal,
  stage: Stage,
  day: string,
): { outcome: Outcome; observation: Observation | null } | null => {
  if (stage !== 'talks_to_signing' && !closingKinds.includes(kind)) return null;
  const boundary = boundaries[stage];
  const startIndex = reports.findIndex(({ status }) => boundary.start.includes(status));
  const endIndex = reports.findIndex(({ status }) => boundary.end.includes(status));
  const [start, end, last] = [reports[startIndex], reports[endIndex], reports.at(-1)];
  if (start === undefined || last === undefined || (end !== undefined && endIndex < startIndex)) return null;
  const outcome = end !== undefined ? 'completed' : certainty === 'dead' ? 'ended' : 'unfinished';
  const dates = [toDate(start), ...(end === undefined ? [] : [toDate(end)])];
  if (dates.some((date) => date.length === 4)) return { outcome: 'imprecise', observation: null };
  const until = outcome === 'unfinished' ? day : lastDayOf(toDate(end ?? last));
  const days = Math.max(0, daysBetween(lastDayOf(toDate(start)), until));
  return { outcome, observation: { days, isCompleted: outcome === 'completed' } };
};

export interface DurationRow extends Quartiles {
  stage: Stage;
  kind: DealKind | null;
  deals: number;
  completed: number;
  unfinished: number;
  ended: number;
  imprecise: number;
  table: SurvivalPoint[];
}

const measureRow = (deals: readonly DatedDeal[], stage: Stage, kind: DealKind | null, day: string): DurationRow => {
  const measured = deals.flatMap((deal) => measureStage(deal, stage, day) ?? []);
  const count = (outcome: Outcome) => measured.filter((one) => one.outcome === outcome).length;
  const { quartiles, table } = estimateSurvival(
    measured.flatMap(({ observation }) => observation ?? []),
    tableDays,
  );
  return {
    stage,
    kind,
    deals: measured.length,
    completed: count('completed'),
    unfinished: count('unfinished'),
    ended: count('ended'),
    imprecise: count('imprecise'),
    ...quartiles,
    table,
  };
};

/** Estimates how long each stage takes, for all deals together or for each kind with a deal in that stage. */
export const summarizeDurations = (deals: readonly DatedDeal[], day: string, isByKind: boolean): DurationRow[] => {
  if (!isByKind) return stages.map((stage) => measureRow(deals, stage, null, day));
  const kinds = [...groupBy(deals, ({ kind }) => kind)].sort(([a], [b]) => (a < b ? -1 : 1));
  return stages.flatMap((stage) =>
    kinds.map(([kind, ofKind]) => measureRow(ofKind, stage, kind, day)).filter(({ deals: count }) => count > 0),
  );
};
