import type { DealEvent } from '../domain/records/deal.ts';
import { toHeadline, toUsdInterval, type UsdInterval } from '../domain/records/primitives.ts';
import { sumUsd, toUsdTerm, type UsdSum } from '../domain/usd-sum.ts';
import type { Certainty, DealKind, Status } from '../domain/vocabulary.ts';
import { groupBy } from './grouping.ts';

export const baselines = ['report', 'announcement'] as const;
/** Which headline to compare with: that of the first report, or that of the first announcement or signing. */
export type Baseline = (typeof baselines)[number];

const announcementStatuses: readonly Status[] = ['letter_of_intent', 'announced', 'signed', 'closed'];

export const revisionOutcomes = ['raised', 'lowered', 'unchanged', 'not_confirmed', 'ended'] as const;
export type RevisionOutcome = (typeof revisionOutcomes)[number];

/** A deal with its reports and its effective amount in whole US dollars. */
export interface HeadlineDeal {
  id: string;
  title: string;
  kind: DealKind;
  status: Status;
  certainty: Certainty;
  usdMin: number | null;
  usdMax: number | null;
  reports: readonly Pick<DealEvent, 'status' | 'reportedOn' | 'amount'>[];
}

export interface HeadlineRevision {
  deal: string;
  title: string;
  kind: DealKind;
  status: Status;
  certainty: Certainty;
  outcome: RevisionOutcome;
  firstUsd: UsdInterval;
  firstReportedOn: string;
  firstStatus: Status;
  currentUsd: UsdInterval | null;
  changeUsd: number | null;
  ratio: number | null;
}

const compareHeadlines = (first: number, current: number | null, certainty: Certainty): RevisionOutcome => {
  if (certainty === 'dead') return 'ended';
  if (current === null) return 'not_confirmed';
  return current > first ? 'raised' : current < first ? 'lowered' : 'unchanged';
};

/**
 * Compares the first headline of a deal with the current one. The headline of an interval is its upper bound, or its lower bound if it has
 * no upper bound.
 *
 * @returns Null if no report since the baseline states an amount.
 */
const compareDeal = (deal: HeadlineDeal, baseline: Baseline): HeadlineRevision | null => {
  const { id, title, kind, status, certainty, usdMin, usdMax, reports } = deal;
  const isEligible = (report: HeadlineDeal['reports'][number]) => baseline === 'report' || announcementStatuses.includes(report.status);
  const first = reports.find((report) => report.amount !== undefined && isEligible(report));
  if (first?.amount === undefined) return null;
  const firstUsd = toUsdInterval(first.amount);
  const firstHeadline = toHeadline(firstUsd) ?? 0;
  const isStated = certainty !== 'dead' && (usdMin !== null || usdMax !== null);
  const current = isStated ? { min: usdMin, max: usdMax } : null;
  const currentHeadline = current && toHeadline(current);
  return {
    deal: id,
    title,
    kind,
    status,
    certainty,
    outcome: compareHeadlines(firstHeadline, currentHeadline, certainty),
    firstUsd,
    firstReportedOn: first.reportedOn,
    firstStatus: first.status,
    currentUsd: current,
    changeUsd: currentHeadline === null ? null : currentHeadline - firstHeadline,
    ratio: currentHeadline === null || firstHeadline === 0 ? null : Math.round((currentHeadline / firstHeadline) * 10_000) / 10_000,
  };
};

export interface RevisionSum {
  kind: DealKind;
  outcome: RevisionOutcome;
  count: number;
  firstUsd: UsdSum;
  currentUsd: UsdSum;
}

const nothing: UsdInterval = { min: 0, max: 0 };

/** Compares the first headline of each deal with the current one, and sums both by kind and outcome. The largest changes come first. */
export const summarizeHeadlineRevisions = (
  deals: readonly HeadlineDeal[],
  baseline: Baseline,
): { revisions: HeadlineRevision[]; sums: RevisionSum[] } => {
  const revisions = deals.flatMap((deal) => compareDeal(deal, baseline) ?? []);
  const size = ({ changeUsd, firstUsd }: HeadlineRevision) => Math.abs(changeUsd ?? toHeadline(firstUsd) ?? 0);
  return {
    revisions: revisions.sort((a, b) => size(b) - size(a) || (a.deal < b.deal ? -1 : 1)),
    sums: [...groupBy(revisions, ({ kind, outcome }) => `${kind} ${outcome}`)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .flatMap(([, [first, ...others]]) => {
        if (first === undefined) return [];
        const all = [first, ...others];
        return {
          kind: first.kind,
          outcome: first.outcome,
          count: all.length,
          firstUsd: sumUsd(all.map(({ firstUsd }) => toUsdTerm(firstUsd))),
          currentUsd: sumUsd(all.map(({ currentUsd }) => toUsdTerm(currentUsd ?? nothing))),
        };
      }),
  };
};
