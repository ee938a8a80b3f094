import { coalesceStates, type State } from './dates.ts';
import {
  buildTimeline,
  citationsOfCertainty,
  eventsKnownOn,
  findAnnouncementDate,
  foldCertainty,
  foldTerm,
  gradeEvidence,
  listChangeDays,
  type ProvenanceLookup,
  type PublicationDateLookup,
  toHistoryEvent,
} from './history.ts';
import type { ChipCommitmentRecord, CommitmentEvent } from './records/chip-commitment.ts';
import { type Money, type Quantity, toUsdInterval, type UsdInterval } from './records/primitives.ts';
import type { Certainty, EvidenceGrade, Status } from './vocabulary.ts';

/** Everything besides its own record that determines the states of a chip commitment. */
export interface CommitmentContext {
  publishedOn: PublicationDateLookup;
  getProvenance: ProvenanceLookup;
  ingestedOn: string;
  version: number;
  /** Returns the first day on which an overlapped deal is known. */
  dealKnownFrom: (dealId: string) => string;
  /** The deal that the commitment belongs to, if any, and the certainty of that deal over time. */
  deal?: { knownFrom: string; certaintyFrom: { day: string; certainty: Certainty }[] };
}

/** A chip commitment in one state. The order of the keys is their order in API responses. */
export interface CommitmentContent {
  id: string;
  deal?: string;
  buyer: string;
  chipVendor: string;
  provider?: string;
  chips: string[];
  overlaps?: string[];
  history: CommitmentEvent[];
  note?: string;
  status: Status;
  certainty: Certainty;
  evidenceGrade: EvidenceGrade;
  units: Quantity | null;
  powerMw: Quantity | null;
  amount: Money | null;
  amountUsd: UsdInterval | null;
  amountReportedOn: string | null;
  startsOn: string | null;
  endsOn: string | null;
  termYears: number | null;
  announcedOn: string | null;
  knownFrom: string;
  lastReportedOn: string;
  version: number;
}

/**
 * Folds the history of a chip commitment into its states over time, by the same rules as for deals. A commitment under a dead deal is
 * dead.
 *
 * @returns Consecutive states in chronological order; the last one has no end.
 * @throws Error if the history has no event.
 */
export const foldCommitmentStates = (commitment: ChipCommitmentRecord, context: CommitmentContext): State<CommitmentContent>[] => {
  const timeline = buildTimeline(commitment.history, context.publishedOn, context.ingestedOn);
  const firstDay = timeline.reduce((first, known) => (known.knownFrom < first ? known.knownFrom : first), context.ingestedOn);
  const foldContent = (day: string): CommitmentContent => {
    const known = eventsKnownOn(timeline, day);
    const newest = known.at(-1);
    if (newest === undefined) throw new Error(`The chip commitment ${commitment.id} has no state on ${day}.`);
    const dealCertainty = context.deal?.certaintyFrom.findLast((one) => one.day <= day)?.certainty;
    const certainty = dealCertainty === 'dead' ? 'dead' : foldCertainty(known);
    const effectiveValue = <Name extends 'units' | 'powerMw' | 'amount' | 'startsOn' | 'endsOn' | 'termYears'>(name: Name) =>
      foldTerm(known, certainty, name).used?.value ?? null;
    const amount = effectiveValue('amount');
    const overlaps = commitment.overlaps?.filter((id) => context.dealKnownFrom(id) <= day) ?? [];
    const isDealKnown = context.deal !== undefined && context.deal.knownFrom <= day;
    return {
      id: commitment.id,
      ...(commitment.deal !== undefined && isDealKnown && { deal: commitment.deal }),
      buyer: commitment.buyer,
      chipVendor: commitment.chipVendor,
      ...(commitment.provider !== undefined && { provider: commitment.provider }),
      chips: commitment.chips,
      ...(overlaps.length > 0 && { overlaps }),
      history: known.map(toHistoryEvent),
      status: newest.event.status,
      certainty,
      evidenceGrade: gradeEvidence(citationsOfCertainty(known), context.getProvenance),
      units: effectiveValue('units'),
      powerMw: effectiveValue('powerMw'),
      amount,
      amountUsd: amount && toUsdInterval(amount),
      amountReportedOn: foldTerm(known, certainty, 'amount').used?.by.event.reportedOn ?? null,
      startsOn: effectiveValue('startsOn'),
      endsOn: effectiveValue('endsOn'),
      termYears: effectiveValue('termYears'),
      announcedOn: findAnnouncementDate(known),
      knownFrom: firstDay,
      lastReportedOn: newest.event.reportedOn,
      version: context.version,
    };
  };
  const dealDays = [
    ...(context.deal === undefined ? [] : [context.deal.knownFrom, ...context.deal.certaintyFrom.map(({ day }) => day)]),
    ...(commitment.overlaps ?? []).map(context.dealKnownFrom),
  ];
  const states = coalesceStates([...listChangeDays(timeline), ...dealDays], firstDay, foldContent);
  // The note describes the commitment in hindsight, so only the current state shows it.
  return states.map((state) =>
    state.knownTo === null && commitment.note !== undefined ? { ...state, content: { ...state.content, note: commitment.note } } : state,
  );
};
